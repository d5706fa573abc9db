using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Faults;
using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

/// <summary>Whole conversations with an org that keeps state.</summary>
public class OrgTests
{
    [Test]
    public async Task Records_AreCreatedChangedReadAndDeleted()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);

        var id = await org.Client.CreateAsync(new SalesforceObject("Account") { ["Name"] = "O'Neill & \"Co\"", ["NumberOfEmployees"] = 12 });
        await org.Client.UpdateAsync(new SalesforceObject("Account", id) { ["AnnualRevenue"] = 1234.5m, ["NumberOfEmployees"] = null });
        var account = await org.Client.QueryAsync($"SELECT Name, AnnualRevenue, NumberOfEmployees FROM Account WHERE Id = {id}").SingleAsync();
        await org.Client.DeleteAsync("Account", id);
        await org.Client.DeleteAsync("Account", id);

        await Assert.That(account.GetString("Name")).IsEqualTo("O'Neill & \"Co\"");
        await Assert.That(account.GetDecimal("AnnualRevenue")).IsEqualTo(1234.5m);
        await Assert.That(account.GetInt64("NumberOfEmployees")).IsNull();
        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Account WHERE Id = {id}")).IsEqualTo(0);
    }

    [Test]
    public async Task Upsert_OfTheSameExternalIdTwice_MakesOneRecord()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);
        var record = new SalesforceObject("Account") { ["External_Id__c"] = "E-1", ["Name"] = "A" };

        var first = await org.Client.UpsertAsync(record, "External_Id__c");
        var second = await org.Client.UpsertAsync(record, "External_Id__c");

        await Assert.That((first.IsCreated, second.IsCreated)).IsEqualTo((true, false));
        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Account WHERE External_Id__c = {"E-1"}")).IsEqualTo(1);
    }

    [Test]
    public async Task Upsert_WhoseAnswerIsLost_IsRepeatedAndMakesOneRecord()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Faults.Add("*/sobjects/Account/*", Fault.LostAnswer());
        using var org = Org.Of(fake);

        await org.Client.UpsertAsync(new SalesforceObject("Account") { ["External_Id__c"] = "E-1", ["Name"] = "A" }, "External_Id__c");

        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Account WHERE External_Id__c = {"E-1"}")).IsEqualTo(1);
    }

    [Test]
    public async Task Create_WhoseAnswerIsLost_FailsAndMakesOneRecord()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Faults.Add("*/sobjects/Account", Fault.LostAnswer());
        using var org = Org.Of(fake);

        await Assert.That(async () => await org.Client.CreateAsync(new SalesforceObject("Account") { ["Name"] = "Once" })).ThrowsException();

        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Account WHERE Name = {"Once"}")).IsEqualTo(1);
    }

    [Test]
    public async Task UpdateMany_WithALockedRow_WritesItOnceItIsFree()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);
        var ids = fake.Salesforce.Records.All("Account").Take(3).Select(record => record.Id).ToList();
        fake.Salesforce.Records.LockRow(ids[1], times: 2);

        var results = await org.Client.UpdateAsync(ids.Select(id => new SalesforceObject("Account", id) { ["Phone"] = "1" }).ToAsyncEnumerable()).ToListAsync();

        await Assert.That(results.Select(result => result.Id)).IsEquivalentTo(ids);
        await Assert.That(fake.Requests.To("*/composite/sobjects").Count).IsEqualTo(3);
    }

    [Test]
    public async Task CreateMany_AllOrNone_WritesNoneOfAChunkWithAMistake()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);
        SalesforceObject[] contacts = [new("Contact") { ["LastName"] = "Good" }, new("Contact") { ["FirstName"] = "Nameless" }];

        var results = await org.Client.CreateAsync(contacts.ToAsyncEnumerable(), allOrNone: true).ToListAsync();

        await Assert.That(results.Select(result => result.Errors[0].Code)).IsEquivalentTo(["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"]);
        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Contact WHERE LastName = {"Good"}")).IsEqualTo(0);
    }

    [Test]
    public async Task DeleteMany_TakesTheRecordsAway()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);

        var ids = org.Client.QueryAsync($"SELECT Id FROM Contact").Select(record => record.Id);
        var results = await org.Client.DeleteAsync(ids).ToListAsync();

        await Assert.That(results.Count(result => result.IsSuccess)).IsEqualTo(96);
        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Contact")).IsEqualTo(0);
    }

    [Test]
    public async Task Composite_MakesARecordAndItsChild()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);

        var results = await org.Client.SendAsync(new CompositeRequest()
            .Create("account", new SalesforceObject("Account") { ["Name"] = "Parent" })
            .Create("contact", new SalesforceObject("Contact") { ["LastName"] = "Child", ["AccountId"] = "@{account.id}" }));

        await Assert.That(results.Select(result => result.IsSuccess)).IsEquivalentTo([true, true]);
        var contact = await org.Client.QueryAsync($"SELECT Account.Name FROM Contact WHERE Id = {results[1].Id}").SingleAsync();
        await Assert.That(contact.GetString("Account.Name")).IsEqualTo("Parent");
    }

    [Test]
    public async Task Query_InBulkAndInPages_GivesTheSame()
    {
        await using var fake = await FakeServer.StartAsync();
        using var paged = Org.Of(fake, options => options with { Bulk = BulkUse.Never });
        using var bulk = Org.Of(fake, options => options with { Bulk = BulkUse.Always });

        var inPages = await Read(paged);
        var inBulk = await Read(bulk);

        await Assert.That(inBulk).IsEquivalentTo(inPages, TUnit.Assertions.Enums.CollectionOrdering.Matching);
        await Assert.That(inPages.Count).IsEqualTo(96);
        await Assert.That(fake.Requests.To("*/results").Count).IsEqualTo(1);

        static ValueTask<List<string>> Read(Org org) => org.Client
            .QueryAsync($"SELECT Id, Name, Account.Name, Birthdate, HasOptedOutOfEmail, Score__c, SystemModstamp FROM Contact ORDER BY SystemModstamp, Id")
            .Select(contact => $"{contact.Id} {contact.GetString("Name")} {contact.GetString("Account.Name")} {contact.GetDateOnly("Birthdate")} "
                + $"{contact.GetBoolean("HasOptedOutOfEmail")} {contact.GetDecimal("Score__c"):0.###} {contact.GetDateTimeOffset("SystemModstamp"):O}")
            .ToListAsync();
    }

    [Test]
    public async Task QueryInBulk_WhoseSessionExpiresMeanwhile_GoesOn()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.CallsPerSession = 3;
        using var org = Org.Of(new SalesforceOptions
        {
            InstanceUrl = fake.Url,
            ClientId = fake.Salesforce.ClientId,
            ClientSecret = new IntegrationFramework.Secret(fake.Salesforce.ClientSecret),
        });

        await Assert.That(await org.Client.QueryInBulkAsync($"SELECT Id FROM Contact").CountAsync()).IsEqualTo(96);
        await Assert.That(fake.Requests.To("/services/oauth2/token").Count).IsGreaterThan(1);
    }

    [Test]
    public async Task QueryInBulk_WhoseResultIsCutShort_IsReadAgain()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Faults.Add("*/results", Fault.CutShort());
        using var org = Org.Of(fake);

        var ids = await org.Client.QueryInBulkAsync($"SELECT Id FROM Contact").Select(record => record.Id).ToListAsync();

        await Assert.That((ids.Count, ids.Distinct().Count())).IsEqualTo((96, 96));
    }

    [Test]
    public async Task QueryInBulk_WhoseJobFails_SaysWhy()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.FailNextJob("InternalServerError : the server had enough");
        using var org = Org.Of(fake);

        await Assert.That(async () => await org.Client.QueryInBulkAsync($"SELECT Id FROM Contact").CountAsync())
            .Throws<SalesforceException>().WithMessageContaining("the server had enough");
    }

    [Test]
    public async Task Ingest_WithGoodAndBadRows_TellsThemApart()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);
        SalesforceObject[] rows =
        [
            new("Contact") { ["LastName"] = "Ä \"quoted\", and\ncommas", ["External_Id__c"] = "C-1" },
            new("Contact") { ["LastName"] = null, ["External_Id__c"] = "C-2" },
            new("Contact") { ["LastName"] = "Third", ["External_Id__c"] = "C-3" },
        ];

        var results = await org.Client.IngestAsync(BulkOperation.Upsert, rows.ToAsyncEnumerable(), "External_Id__c").ToListAsync();

        await Assert.That(results.OrderBy(result => result.Index).Select(result => $"{result.Index} {result.Outcome} {result.IsCreated}"))
            .IsEquivalentTo(["0 Succeeded True", "1 Failed False", "2 Succeeded True"]);
        await Assert.That(results.Single(result => !result.IsSuccess).Error).StartsWith("REQUIRED_FIELD_MISSING");
        var name = await org.Client.QueryAsync($"SELECT LastName FROM Contact WHERE External_Id__c = {"C-1"}").SingleAsync();
        await Assert.That(name.GetString("LastName")).IsEqualTo("Ä \"quoted\", and\ncommas");
    }

    [Test]
    public async Task Ingest_WithALockedRow_WritesItInAJobOfItsOwn()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);
        var ids = fake.Salesforce.Records.All("Account").Take(3).Select(record => record.Id).ToList();
        fake.Salesforce.Records.LockRow(ids[1]);

        var results = await org.Client.IngestAsync(
            BulkOperation.Update, ids.Select(id => new SalesforceObject("Account", id) { ["Phone"] = "1" }).ToAsyncEnumerable()).ToListAsync();

        await Assert.That(results.Select(result => $"{result.Index} {result.Outcome}")).IsEquivalentTo(["0 Succeeded", "2 Succeeded", "1 Succeeded"]);
        await Assert.That(fake.Requests.To("*/jobs/ingest", "POST").Count).IsEqualTo(2);
    }

    [Test]
    public async Task Ingest_WhoseJobFails_ReportsTheRowsThatWereNotComeTo()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.FailNextJob("InternalServerError : the server had enough");
        using var org = Org.Of(fake);

        var results = await org.Client.IngestAsync(
            BulkOperation.Insert, Enumerable.Range(0, 10).Select(i => new SalesforceObject("Account") { ["Name"] = $"New {i}" }).ToAsyncEnumerable()).ToListAsync();

        await Assert.That(results.Count).IsEqualTo(10);
        var open = results.Where(result => result.Outcome is BulkOutcome.Unprocessed).ToList();
        await Assert.That(open).IsNotEmpty();
        await Assert.That(open.All(result => result.Index is not null && result.Error.Contains("the server had enough", StringComparison.Ordinal))).IsTrue();
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task Ingest_WhoseUploadMayNotHaveArrived_StartsAnotherJobAndWritesEachRowOnce(bool hasArrived)
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Faults.Add("*/batches", hasArrived ? Fault.LostAnswer() : Fault.Status(503));
        using var org = Org.Of(fake);

        var results = await org.Client.IngestAsync(
            BulkOperation.Insert, Enumerable.Range(0, 10).Select(i => new SalesforceObject("Account") { ["Name"] = $"New {i}" }).ToAsyncEnumerable()).ToListAsync();

        await Assert.That(results.Count(result => result.IsSuccess)).IsEqualTo(10);
        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Account WHERE Name LIKE {Soql.StartsWith("New ")}")).IsEqualTo(10);
        await Assert.That(fake.Requests.To("*/batches").Select(request => request.Path).Distinct().Count()).IsEqualTo(2);
    }

    [Test]
    public async Task Ingest_OfMoreThanAJobTakes_MakesSeveralJobs()
    {
        const int rows = 3_300;
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);
        var text = new string('x', 31_000);

        var results = await org.Client.IngestAsync(
            BulkOperation.Insert,
            Enumerable.Range(0, rows).Select(i => new SalesforceObject("Account") { ["Name"] = $"New {i}", ["Description"] = text }).ToAsyncEnumerable())
            .Select(result => (result.Index, result.IsSuccess)).ToListAsync();

        await Assert.That(results.Count(result => result.IsSuccess)).IsEqualTo(rows);
        await Assert.That(results.Select(result => result.Index).Distinct().Count()).IsEqualTo(rows);
        await Assert.That(fake.Requests.To("*/batches").Select(request => request.BodyLength < 100_000_000)).IsEquivalentTo([true, true]);
    }
}
