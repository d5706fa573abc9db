using System.Globalization;
using IntegrationFramework;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

public class BulkIngestTests
{
    private const string Job = "jobs/ingest/750A";

    [Test]
    public async Task Ingest_GivesEachRowItsOutcome()
    {
        await using var server = Started("JobComplete")
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n\"001B\",\"true\",\"id2\",\"Account, 2\",\"#N/A\"\n\"001A\",\"false\",\"id0\",\"Account \"\"0\"\"\",\"#N/A\"\n")
            .On($"GET {Job}/failedResults", 200, "\"sf__Id\",\"sf__Error\",\"Id\",\"Name\",\"Fax\"\n\"\",\"STRING_TOO_LONG:too long:Name --\",\"id1\",\"Account\n1\",\"#N/A\"\n")
            .On($"GET {Job}/unprocessedrecords", 200, "\"Id\",\"Name\",\"Fax\"\n");
        using var org = Org.Of(server);

        var results = await org.Client.IngestAsync(BulkOperation.Update, Rows("Account \"0\"", "Account\n1", "Account, 2")).ToListAsync();

        await Assert.That(results.Select(result => $"{result.Index} {result.Outcome} {result.Id} {result.IsCreated} {result.Error}")).IsEquivalentTo(
            ["2 Succeeded 001B True ", "0 Succeeded 001A False ", "1 Failed  False STRING_TOO_LONG:too long:Name --"]);
        await Assert.That(server.Bodies.ToArray()[..3]).IsEquivalentTo(
        [
            """{"object":"Account","operation":"update","contentType":"CSV","columnDelimiter":"COMMA","lineEnding":"LF"}""",
            "Id,Name,Fax\nid0,\"Account \"\"0\"\"\",#N/A\nid1,\"Account\n1\",#N/A\nid2,\"Account, 2\",#N/A\n",
            """{"state":"UploadComplete"}""",
        ]);
        await Assert.That(Directory.EnumerateFiles(org.Root, "*", SearchOption.AllDirectories)).IsEmpty();
    }

    [Test]
    public async Task Ingest_OfFailedRows_MakesDeadLettersOfThem()
    {
        await using var server = Started("Failed", "ExceededQuota : the org is full")
            .On($"GET {Job}/successfulResults", 200, "")
            .On($"GET {Job}/failedResults", 200, "\"sf__Id\",\"sf__Error\",\"Id\",\"Name\",\"Fax\"\n\"\",\"DUPLICATE_VALUE:taken:X --\",\"id0\",\"A\",\"#N/A\"\n")
            .On($"GET {Job}/unprocessedrecords", 200, "\"Id\",\"Name\",\"Fax\"\n\"id1\",\"B\",\"#N/A\"\n");
        using var org = Org.Of(server);
        var run = new ListRun();

        await foreach (var result in org.Client.IngestAsync(BulkOperation.Update, Rows("A", "B")))
        {
            run.DeadLetter(result);
        }

        await Assert.That(run.Letters.Select(letter => $"{letter.Payload["Name"]}: {letter.Error.Message}")).IsEquivalentTo(
        [
            "A: Salesforce refused a row with DUPLICATE_VALUE:taken:X --. A record with this value exists already; upsert by that field instead.",
            "B: Salesforce didn't come to a row: ExceededQuota : the org is full.",
        ]);
    }

    [Test]
    public async Task Ingest_OfEqualRows_FindsEachOfThemOnce()
    {
        const string header = "\"sf__Id\",\"sf__Error\",\"Id\",\"Name\",\"Fax\"\n";
        await using var server = Started("JobComplete")
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n\"2\",\"true\",\"id0\",\"B\",\"#N/A\"\n\"0\",\"true\",\"id0\",\"A\",\"#N/A\"\n\"1\",\"true\",\"id0\",\"A\",\"#N/A\"\n")
            .On($"GET {Job}/failedResults", 200, $"{header}\"\",\"DUPLICATE_VALUE:taken:X --\",\"id0\",\"A\",\"#N/A\"\n\"\",\"DUPLICATE_VALUE:taken:X --\",\"id0\",\"strange\",\"#N/A\"\n")
            .On($"GET {Job}/unprocessedrecords", 200, "\"Id\",\"Name\",\"Fax\"\n");
        using var org = Org.Of(server);
        var rows = new[] { "A", "A", "B", "A", "C" }.Select(name => new SalesforceObject("Account", "id0") { ["Name"] = name, ["Fax"] = null }).ToAsyncEnumerable();

        var results = await org.Client.IngestAsync(BulkOperation.Update, rows).ToListAsync();

        await Assert.That(results.Select(result => $"{result.Index?.ToString(CultureInfo.InvariantCulture) ?? "?"} {result.Id}")).IsEquivalentTo(
            ["2 2", "0 0", "1 1", "3 ", "? "], TUnit.Assertions.Enums.CollectionOrdering.Matching);
    }

    [Test]
    public async Task Ingest_WhoseJobSomebodyAborts_SetsAsideWhatItDidNotComeTo()
    {
        await using var server = Started("Aborted")
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n\"id0\",\"false\",\"id0\",\"A\",\"#N/A\"\n")
            .On($"GET {Job}/failedResults", 200, "")
            .On($"GET {Job}/unprocessedrecords", 200, "\"Id\",\"Name\",\"Fax\"\n\"id1\",\"B\",\"#N/A\"\n");
        using var org = Org.Of(server);
        var run = new ListRun();

        await foreach (var result in org.Client.IngestAsync(BulkOperation.Update, Rows("A", "B")))
        {
            run.DeadLetter(result);
        }

        await Assert.That(run.Letters.Select(letter => $"{letter.Payload["Name"]}: {letter.Error.Message}")).IsEquivalentTo(["B: Salesforce didn't come to a row: the job ended as Aborted."]);
    }

    [Test]
    public async Task Ingest_WithLockedRows_SendsThoseAgainInAJobOfTheirOwn()
    {
        const string header = "\"sf__Id\",\"sf__Error\",\"Id\",\"Name\",\"Fax\"\n";
        await using var server = Started("JobComplete")
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n\"001A\",\"false\",\"id0\",\"A\",\"#N/A\"\n")
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n\"001B\",\"false\",\"id1\",\"B\",\"#N/A\"\n")
            .On($"GET {Job}/failedResults", 200, header + "\"001B\",\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access:--\",\"id1\",\"B\",\"#N/A\"\n")
            .On($"GET {Job}/failedResults", 200, header)
            .On($"GET {Job}/unprocessedrecords", 200, "\"Id\",\"Name\",\"Fax\"\n");
        using var org = Org.Of(server);

        var results = await org.Client.IngestAsync(BulkOperation.Update, Rows("A", "B")).ToListAsync();

        await Assert.That(results.Select(result => $"{result.Index} {result.Outcome}")).IsEquivalentTo(["0 Succeeded", "1 Succeeded"]);
        await Assert.That(server.Bodies.Where(body => body.StartsWith("Id,", StringComparison.Ordinal))).IsEquivalentTo(
            ["Id,Name,Fax\nid0,A,#N/A\nid1,B,#N/A\n", "Id,Name,Fax\nid1,B,#N/A\n"]);
    }

    [Test]
    public async Task Ingest_OfRowsThatAreNotAccountedFor_IsAnError()
    {
        await using var server = Started("JobComplete")
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n")
            .On($"GET {Job}/failedResults", 200, "").On($"GET {Job}/unprocessedrecords", 200, "");
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.IngestAsync(BulkOperation.Update, Rows("A")).ToListAsync())
            .Throws<SalesforceException>().WithMessageContaining("accounts for 0 of the 1 rows");
    }

    [Test]
    [Arguments("the upload fails")]
    [Arguments("rows are missing")]
    [Arguments("the consumer stops")]
    public async Task Ingest_ThatEndsEarly_LeavesNoRowsOnTheDisk(string end)
    {
        Skip.Unless(OperatingSystem.IsLinux(), "What a process has open is seen in /proc.");
        await using var server = Started("JobComplete", upload: end == "the upload fails" ? 400 : 201)
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n\"001A\",\"false\",\"id0\",\"A\",\"#N/A\"\n")
            .On($"GET {Job}/failedResults", 200, "").On($"GET {Job}/unprocessedrecords", 200, "");
        using var org = Org.Of(server);

        if (end == "the consumer stops")
        {
            await Assert.That(await org.Client.IngestAsync(BulkOperation.Update, Rows("A", "B")).FirstAsync()).IsNotNull();
        }
        else
        {
            await Assert.That(async () => await org.Client.IngestAsync(BulkOperation.Update, Rows("A", "B")).ToListAsync()).Throws<SalesforceException>();
        }

        await Assert.That(OpenFilesIn(org.Root)).IsEmpty();
        await Assert.That(Directory.EnumerateFiles(org.Root, "*", SearchOption.AllDirectories)).IsEmpty();
    }

    // A process that is killed cleans nothing up.
    [Test]
    public async Task Ingest_UnderWay_HasNoFileThatWouldOutliveIt()
    {
        await using var server = Started("JobComplete")
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n\"001A\",\"false\",\"id0\",\"A\",\"#N/A\"\n")
            .On($"GET {Job}/failedResults", 200, "").On($"GET {Job}/unprocessedrecords", 200, "");
        using var org = Org.Of(server);
        var files = new List<string>();

        await foreach (var result in org.Client.IngestAsync(BulkOperation.Update, Rows("A")))
        {
            files.AddRange(Directory.EnumerateFiles(org.Root, "*", SearchOption.AllDirectories));
        }

        await Assert.That(files).IsEmpty();
    }

    [Test]
    public async Task Ingest_WhoseUploadFails_AbortsTheJob()
    {
        await using var server = Started("JobComplete", upload: 400);
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.IngestAsync(BulkOperation.Update, Rows("A")).ToListAsync()).Throws<SalesforceException>();

        await Assert.That(server.Bodies.Last()).IsEqualTo("""{"state":"Aborted"}""");
    }

    [Test]
    public async Task Ingest_WhoseClosingIsAnsweredTooLate_GoesOn()
    {
        await using var server = new ScriptedSalesforce()
            .On("POST jobs/ingest", 200, State("Open")).On($"PUT {Job}/batches", 201)
            .On($"PATCH {Job}", 400, ScriptedSalesforce.Error("INVALIDJOBSTATE"))
            .On($"GET {Job}", 200, State("InProgress")).On($"GET {Job}", 200, State("JobComplete"))
            .On($"GET {Job}/successfulResults", 200, "\"sf__Id\",\"sf__Created\",\"Id\",\"Name\",\"Fax\"\n\"001A\",\"false\",\"id0\",\"A\",\"#N/A\"\n")
            .On($"GET {Job}/failedResults", 200, "").On($"GET {Job}/unprocessedrecords", 200, "");
        using var org = Org.Of(server);

        await Assert.That(await org.Client.IngestAsync(BulkOperation.Update, Rows("A")).CountAsync()).IsEqualTo(1);
    }

    [Test]
    public async Task Ingest_OfRowsWithDifferentFields_IsRefused()
    {
        await using var server = Started("JobComplete");
        using var org = Org.Of(server);
        SalesforceObject[] rows = [new("Account", "1") { ["Name"] = "A" }, new("Account", "2") { ["Fax"] = "B" }];

        await Assert.That(async () => await org.Client.IngestAsync(BulkOperation.Update, rows.ToAsyncEnumerable()).ToListAsync())
            .Throws<ArgumentException>().WithMessageContaining("Row 1 has the field 'Fax', which the first row of the job doesn't have");
        await Assert.That(server.Requests).IsEmpty();
    }

    [Test]
    public async Task Ingest_OfNothing_OpensNoJob()
    {
        await using var server = Started("JobComplete");
        using var org = Org.Of(server);

        await Assert.That(await org.Client.IngestAsync(BulkOperation.Insert, AsyncEnumerable.Empty<SalesforceObject>()).CountAsync()).IsEqualTo(0);
        await Assert.That(server.Requests).IsEmpty();
    }

    private static ScriptedSalesforce Started(string state, string error = "", int upload = 201) => new ScriptedSalesforce()
        .On("POST jobs/ingest", 200, State("Open"))
        .On($"PUT {Job}/batches", upload, upload == 201 ? "" : ScriptedSalesforce.Error("INVALIDJOB"))
        .On($"PATCH {Job}", 200, State("UploadComplete"))
        .On($"GET {Job}", 200, State("InProgress")).On($"GET {Job}", 200, State(state, error));

    private static IEnumerable<string> OpenFilesIn(string root) => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
        .Where(path => path.StartsWith(root, StringComparison.Ordinal));

    private static string State(string state, string error = "") => $$"""{"id":"750A","state":"{{state}}","errorMessage":"{{error}}","numberRecordsProcessed":0}""";

    private static IAsyncEnumerable<SalesforceObject> Rows(params string[] names) =>
        names.Select((name, i) => new SalesforceObject("Account", $"id{i}") { ["Name"] = name, ["Fax"] = null }).ToAsyncEnumerable();

    private sealed class ListRun : RunContext
    {
        public List<(IReadOnlyDictionary<string, string> Payload, Exception Error)> Letters { get; } = [];

        public override string RunId => "run";

        public override string Integration => "test";

        public override int Attempt => 1;

        public override string Root => "/";

        public override DateTimeOffset StartedAt => default;

        public override TimeProvider Time => TimeProvider.System;

        public override ILogger Logger => NullLogger.Instance;

        public override bool IsDryRun => false;

        public override long? Limit => null;

        public override void DeadLetter(object payload, Exception error) => Letters.Add(((IReadOnlyDictionary<string, string>)payload, error));

        public override Task DeliverToSinksAsync<TOut>(IAsyncEnumerable<TOut> records, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
