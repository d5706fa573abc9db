using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

public class BulkQueryTests
{
    private const string Job = "GET jobs/query/750A";
    private const string Results = "GET jobs/query/750A/results";

    [Test]
    public async Task QueryInBulk_WaitsForTheJobAndReadsItsPages()
    {
        await using var server = Started()
            .On(Job, 200, State("InProgress")).On(Job, 200, State("InProgress")).On(Job, 200, State("JobComplete", 3))
            .On(Results, 200, "\"Id\",\"Name\",\"Account.Name\"\n\"1\",\"He said \"\"hi\"\"\nand left\",\"\"\n\"2\",\"Köln\",\"Acme, Inc.\"\n", "Sforce-Locator: MTI", "Sforce-NumberOfRecords: 2")
            .On(Results, 200, "\"Id\",\"Name\",\"Account.Name\"\n\"3\",\"\",\"B\"\n", "Sforce-Locator: null", "Sforce-NumberOfRecords: 1");
        using var org = Org.Of(server);

        var results = org.Client.QueryInBulkAsync($"SELECT Id, Name, Account.Name FROM Contact WHERE Name != {"x"}");
        var records = await results.ToListAsync();

        await Assert.That(records.Select(record => $"{record.Id}|{record.GetString("Name")}|{record.GetString("account.name")}"))
            .IsEquivalentTo(["1|He said \"hi\"\nand left|", "2|Köln|Acme, Inc.", "3||B"]);
        await Assert.That(records[0].Type).IsEqualTo("Contact");
        await Assert.That(results.TotalSize).IsEqualTo(3);
        await Assert.That(server.Bodies.First()).IsEqualTo("""{"operation":"query","query":"SELECT Id, Name, Account.Name FROM Contact WHERE Name != \u0027x\u0027"}""");
        await Assert.That(server.Requests.Last()).IsEqualTo("GET jobs/query/750A/results?maxRecords=50000&locator=MTI");
        await Assert.That(org.Time.Waits.Where(wait => wait > TimeSpan.Zero).Take(3))
            .IsEquivalentTo([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2.25)]);
    }

    [Test]
    public async Task QueryInBulk_WhoseJobFails_SaysWhy()
    {
        await using var server = Started().On(Job, 200, """{"id":"750A","state":"Failed","errorMessage":"INVALID_FIELD: No such column 'X' on entity 'Account'"}""");
        using var org = Org.Of(server);

        var error = await Assert.That(async () => await org.Client.QueryInBulkAsync($"SELECT X FROM Account").ToListAsync()).Throws<SalesforceException>();

        await Assert.That(error!.ErrorCode).IsEqualTo("INVALID_FIELD");
        await Assert.That(error.Message).Contains("No such column 'X'");
        await Assert.That(error.Message).Contains("field-level security");
    }

    [Test]
    public async Task QueryInBulk_WhoseJobSomebodyAborts_SaysSo()
    {
        await using var server = Started().On(Job, 200, State("Aborted"));
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.QueryInBulkAsync($"SELECT Id FROM Account").ToListAsync())
            .Throws<SalesforceException>().WithMessageContaining("Salesforce ended the Bulk query 750A as Aborted with no reason.");
    }

    [Test]
    public async Task QueryInBulk_ThatIsCancelled_AbortsTheJob()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = Started().On(Job, 200, State("InProgress")).On("PATCH jobs/query/750A", 200, State("Aborted"));
        using var org = Org.Of(server);
        var reading = org.Client.QueryInBulkAsync($"SELECT Id FROM Account", cancellationToken: cancellation.Token).ToListAsync().AsTask();
        while (server.Count(Job) == 0)
        {
            await Task.Yield();
        }

        await cancellation.CancelAsync();

        await Assert.That(async () => await reading).Throws<OperationCanceledException>();
        await Assert.That(server.Count("PATCH jobs/query/750A")).IsEqualTo(1);
        await Assert.That(server.Bodies.Last()).IsEqualTo("""{"state":"Aborted"}""");
    }

    [Test]
    public async Task QueryInBulk_WhoseResultBreaksOff_ReadsThePageAgainWithoutGivingARowTwice()
    {
        var page = $"\"Id\"\n{string.Concat(Enumerable.Range(0, 40_000).Select(i => $"\"{i}\"\n"))}";
        await using var server = Started().On(Job, 200, State("JobComplete", 40_000))
            .OnCut(Results, page, missing: 1000, "Sforce-Locator: null", "Sforce-NumberOfRecords: 40000")
            .On(Results, 200, page, "Sforce-Locator: null", "Sforce-NumberOfRecords: 40000");
        using var org = Org.Of(server);

        var ids = await org.Client.QueryInBulkAsync($"SELECT Id FROM Account").Select(record => record.Id).ToListAsync();

        await Assert.That(ids.SequenceEqual(Enumerable.Range(0, 40_000).Select(i => $"{i}"))).IsTrue();
        await Assert.That(server.Count(Results)).IsEqualTo(2);
    }

    [Test]
    public async Task QueryInBulk_WithFewerRowsThanItSays_IsAnError()
    {
        await using var server = Started().On(Job, 200, State("JobComplete", 3))
            .On(Results, 200, "\"Id\"\n\"1\"\n", "Sforce-Locator: null", "Sforce-NumberOfRecords: 3");
        using var org = Org.Of(server);

        var error = await Assert.That(async () => await org.Client.QueryInBulkAsync($"SELECT Id FROM Account").ToListAsync()).Throws<SalesforceException>();

        await Assert.That(error!.Message).Contains("broke off after 1 of 3 rows");
        await Assert.That(error.IsTransient).IsTrue();
    }

    [Test]
    public async Task Query_ThatFindsMoreThanTheThreshold_IsReadInBulk()
    {
        await using var server = Large().On(Job, 200, State("JobComplete", 2)).On(Results, 200, "\"Id\"\n\"1\"\n\"2\"\n", "Sforce-Locator: null", "Sforce-NumberOfRecords: 2");
        using var org = Org.Of(server, options => options with { BulkThreshold = 1 });

        var records = await org.Client.QueryAsync($"SELECT Id FROM Account").ToListAsync();

        await Assert.That(records.Select(record => record.Id)).IsEquivalentTo(["1", "2"]);
        await Assert.That(server.Requests.Count(request => request.Contains("01gA", StringComparison.Ordinal))).IsEqualTo(0);
    }

    [Test]
    [Arguments(BulkUse.Never, 1, "SELECT Id FROM Account")]
    [Arguments(BulkUse.Auto, 2, "SELECT Id FROM Account")]
    [Arguments(BulkUse.Auto, 1, "SELECT Id, (SELECT Id FROM Contacts) FROM Account")]
    [Arguments(BulkUse.Always, 1, "SELECT Type, COUNT(Id) FROM Account GROUP BY Type")]
    [Arguments(BulkUse.Always, 1, "SELECT Id FROM Account OFFSET 5")]
    public async Task Query_ThatBulkCannotOrNeedNotRead_IsReadInPages(BulkUse use, int threshold, string text)
    {
        await using var server = Large();
        using var org = Org.Of(server, options => options with { Bulk = use, BulkThreshold = threshold });
        var query = new SoqlQuery(0, 0);
        query.AppendLiteral(text);

        var records = await org.Client.QueryAsync(query).ToListAsync();

        await Assert.That(records.Count).IsEqualTo(2);
        await Assert.That(server.Count("POST jobs/query")).IsEqualTo(0);
    }

    [Test]
    public async Task Query_WithBulkAlways_AsksForNoPage()
    {
        await using var server = Started().On(Job, 200, State("JobComplete", 1)).On(Results, 200, "\"Id\"\n\"1\"\n", "Sforce-Locator: null", "Sforce-NumberOfRecords: 1");
        using var org = Org.Of(server, options => options with { Bulk = BulkUse.Always });

        await Assert.That(await org.Client.QueryAsync($"SELECT Id FROM Account WHERE Name = {"(GROUP BY"} AND Type IN {new[] { "a" }}").CountAsync()).IsEqualTo(1);
        await Assert.That(server.Count("GET query")).IsEqualTo(0);
    }

    [Test]
    public async Task Query_ThatTakesTooLongForAnyPage_IsReadInBulk()
    {
        await using var server = Started().On("GET query", 400, ScriptedSalesforce.Error("QUERY_TIMEOUT")).On(Job, 200, State("JobComplete", 1))
            .On(Results, 200, "\"Id\"\n\"1\"\n", "Sforce-Locator: null", "Sforce-NumberOfRecords: 1");
        using var org = Org.Of(server);

        await Assert.That(await org.Client.QueryAsync($"SELECT Id FROM Account").CountAsync()).IsEqualTo(1);
    }

    [Test]
    public async Task Query_TooLongForAnAddress_GoesByBulkOrSaysSo()
    {
        await using var server = Started().On(Job, 200, State("JobComplete", 0)).On(Results, 200, "\"Id\"\n", "Sforce-Locator: null", "Sforce-NumberOfRecords: 0");
        using var org = Org.Of(server);
        using var paged = Org.Of(server, options => options with { Bulk = BulkUse.Never });
        var ids = Enumerable.Range(0, 1000).Select(i => $"001{i:D15}").ToList();

        await Assert.That(await org.Client.QueryAsync($"SELECT Id FROM Account WHERE Id IN {ids}").CountAsync()).IsEqualTo(0);
        await Assert.That(async () => await paged.Client.QueryAsync($"SELECT Id FROM Account WHERE Id IN {ids}").CountAsync())
            .Throws<SalesforceException>().WithMessageContaining("Split its lists");
    }

    private static ScriptedSalesforce Started() => new ScriptedSalesforce().On("POST jobs/query", 200, State("UploadComplete"));

    private static ScriptedSalesforce Large() => Started()
        .On("GET query", 200, """{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v62.0/query/01gA","records":[{"Id":"1"}]}""")
        .On("GET query/01gA", 200, """{"totalSize":2,"done":true,"records":[{"Id":"2"}]}""");

    private static string State(string state, long processed = 0) => $$"""{"id":"750A","operation":"query","state":"{{state}}","numberRecordsProcessed":{{processed}}}""";
}
