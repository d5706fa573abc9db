using System.Text.Json;
using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Faults;
using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

public class WriteTests
{
    private const string Locked = """{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access","fields":[]}]}""";

    [Test]
    public async Task Create_GivesTheNewId()
    {
        await using var server = new ScriptedSalesforce().On("POST sobjects/Account", 201, """{"id":"001000000000001AAA","success":true,"errors":[]}""");
        using var org = Org.Of(server);

        var id = await org.Client.CreateAsync(new SalesforceObject("Account")
        {
            ["Name"] = "Söhne \"& Co\"",
            ["AnnualRevenue"] = 12.50m,
            ["Active__c"] = true,
            ["Since__c"] = new DateOnly(2026, 1, 2),
            ["Fax"] = null,
            ["Parent"] = new SalesforceObject("Account") { ["External_Id__c"] = "P-1" },
        });

        await Assert.That(id).IsEqualTo("001000000000001AAA");
        await Assert.That(JsonElement.DeepEquals(
            JsonElement.Parse(server.Bodies.Single()),
            JsonElement.Parse("""{"Name":"Söhne \"& Co\"","AnnualRevenue":12.50,"Active__c":true,"Since__c":"2026-01-02","Fax":null,"Parent":{"External_Id__c":"P-1"}}"""))).IsTrue();
    }

    [Test]
    public async Task Create_WhoseAnswerIsLost_IsNotSentTwice()
    {
        await using var server = new ScriptedSalesforce().On("POST sobjects/Account", 503);
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.CreateAsync(new SalesforceObject("Account") { ["Name"] = "A" }))
            .Throws<IntegrationFramework.ServiceException>();

        await Assert.That(server.Requests.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Create_WithoutWhatIsRequired_NamesTheFields()
    {
        await using var server = new ScriptedSalesforce().On("POST sobjects/Contact", 400,
            """[{"message":"Required fields are missing: [LastName]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]}]""");
        using var org = Org.Of(server);

        var error = await Assert.That(async () => await org.Client.CreateAsync(new SalesforceObject("Contact") { ["Title"] = "A" })).Throws<SalesforceException>();

        await Assert.That(error!.Fields).IsEquivalentTo(["LastName"]);
        await Assert.That(error.Message).IsEqualTo(
            "Salesforce refused a new Contact with REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]. Fill in the fields that it names.");
    }

    [Test]
    [Arguments(201, """{"id":"001A","success":true,"created":true,"errors":[]}""", true)]
    [Arguments(200, """{"id":"001A","success":true,"created":false,"errors":[]}""", false)]
    [Arguments(204, "", false)]
    public async Task Upsert_SaysWhetherTheRecordIsNew(int status, string body, bool isCreated)
    {
        await using var server = new ScriptedSalesforce().On("PATCH sobjects/Account/External_Id__c/A%2F1", status, body);
        using var org = Org.Of(server);

        var result = await org.Client.UpsertAsync(new SalesforceObject("Account") { ["External_Id__c"] = "A/1", ["Name"] = "A" }, "External_Id__c");

        await Assert.That(result.IsCreated).IsEqualTo(isCreated);
        await Assert.That(server.Bodies.Single()).IsEqualTo("""{"Name":"A"}""");
    }

    [Test]
    public async Task Upsert_WhileTheServerFails_IsSentAgain()
    {
        await using var server = new ScriptedSalesforce().On("PATCH sobjects/Account/External_Id__c/1", 503).On("PATCH sobjects/Account/External_Id__c/1", 204);
        using var org = Org.Of(server);

        await org.Client.UpsertAsync(new SalesforceObject("Account") { ["External_Id__c"] = 1, ["Name"] = "A" }, "External_Id__c");

        await Assert.That(server.Requests.Count).IsEqualTo(2);
    }

    [Test]
    public async Task Upsert_ByAFieldThatIsNone_SaysSo()
    {
        await using var server = new ScriptedSalesforce()
            .On("PATCH sobjects/Account/Number__c/1", 404, ScriptedSalesforce.Error("NOT_FOUND", "Provided external ID field does not exist or is not accessible: Number__c"));
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.UpsertAsync(new SalesforceObject("Account") { ["Number__c"] = 1, ["Name"] = "A" }, "Number__c"))
            .Throws<SalesforceException>().WithMessageContaining("is not accessible: Number__c. What it names doesn't exist, or the user may not see it.");
    }

    [Test]
    public async Task Upsert_OfAnIdThatSeveralRecordsHave_SaysWhich()
    {
        await using var server = new ScriptedSalesforce().On("PATCH sobjects/Account/External_Id__c/1", 300,
            """["/services/data/v62.0/sobjects/Account/001A","/services/data/v62.0/sobjects/Account/001B"]""");
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.UpsertAsync(new SalesforceObject("Account") { ["External_Id__c"] = "1" }, "External_Id__c"))
            .Throws<SalesforceException>().WithMessageContaining("2 records have this external id: /services/data/v62.0/sobjects/Account/001A");
    }

    [Test]
    public async Task Update_OfALockedRow_IsTriedAgainAFewTimes()
    {
        await using var server = new ScriptedSalesforce().On("PATCH sobjects/Account/001A", 400, ScriptedSalesforce.Error("UNABLE_TO_LOCK_ROW"))
            .On("PATCH sobjects/Account/001A", 400, ScriptedSalesforce.Error("UNABLE_TO_LOCK_ROW")).On("PATCH sobjects/Account/001A", 204);
        using var org = Org.Of(server);

        await org.Client.UpdateAsync(new SalesforceObject("Account", "001A") { ["Name"] = "A" });

        await Assert.That(server.Requests.Count).IsEqualTo(3);
        await Assert.That(org.Time.Waits[0]).IsBetween(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2.5));
        await Assert.That(org.Time.Waits[1]).IsBetween(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Update_OfARowThatStaysLocked_FailsAfterThreeRetries()
    {
        await using var server = new ScriptedSalesforce().On("PATCH sobjects/Account/001A", 400, ScriptedSalesforce.Error("UNABLE_TO_LOCK_ROW"));
        using var org = Org.Of(server);

        var error = await Assert.That(async () => await org.Client.UpdateAsync(new SalesforceObject("Account", "001A") { ["Name"] = "A" })).Throws<SalesforceException>();

        await Assert.That(error!.IsTransient).IsTrue();
        await Assert.That(server.Requests.Count).IsEqualTo(4);
    }

    [Test]
    public async Task Delete_OfWhatIsDeletedAlready_IsDone()
    {
        await using var server = new ScriptedSalesforce().On("DELETE sobjects/Account/001A", 404, ScriptedSalesforce.Error("ENTITY_IS_DELETED"));
        using var org = Org.Of(server);

        await org.Client.DeleteAsync("Account", "001A");

        await Assert.That(server.Requests.Count).IsEqualTo(1);
    }

    [Test]
    public async Task CreateMany_SendsTwoHundredAtATime()
    {
        await using var server = new ScriptedSalesforce().On("POST composite/sobjects", 200, Results(200, "A")).On("POST composite/sobjects", 200, Results(50, "B"));
        using var org = Org.Of(server);

        var results = await org.Client.CreateAsync(Accounts(250), allOrNone: true).ToListAsync();

        await Assert.That(results.Select(result => result.Index)).IsEquivalentTo(Enumerable.Range(0, 250).Select(i => (long)i));
        await Assert.That(results.All(result => result is { IsSuccess: true, IsCreated: true })).IsTrue();
        await Assert.That(server.Bodies.Select(body => JsonElement.Parse(body).GetProperty("records").GetArrayLength())).IsEquivalentTo([200, 50]);
        await Assert.That(JsonElement.Parse(server.Bodies.First()).GetProperty("allOrNone").GetBoolean()).IsTrue();
    }

    [Test]
    public async Task UpdateMany_WithLockedRows_SendsOnlyThoseAgain()
    {
        await using var server = new ScriptedSalesforce()
            .On("PATCH composite/sobjects", 200, $$"""[{"id":"1","success":true,"errors":[]},{{Locked}},{"success":false,"errors":[{"statusCode":"STRING_TOO_LONG","message":"too long","fields":["Name"]}]}]""")
            .On("PATCH composite/sobjects", 200, """[{"id":"2","success":true,"errors":[]}]""");
        using var org = Org.Of(server);

        var results = await org.Client.UpdateAsync(Accounts(3)).ToListAsync();

        await Assert.That(results.Select(result => $"{result.Index} {result.Id} {result.ToException()?.ErrorCode}")).IsEquivalentTo(["0 1 ", "1 2 ", "2  STRING_TOO_LONG"]);
        await Assert.That(JsonElement.Parse(server.Bodies.Last()).GetProperty("records")[0].GetProperty("id").GetString()).IsEqualTo("id1");
    }

    [Test]
    public async Task DeleteMany_NamesTheIds()
    {
        await using var server = new ScriptedSalesforce().On("DELETE composite/sobjects", 200, Results(2, "A"));
        using var org = Org.Of(server);

        var results = await org.Client.DeleteAsync(new[] { "001A", "001B" }.ToAsyncEnumerable()).ToListAsync();

        await Assert.That(results.Count).IsEqualTo(2);
        await Assert.That(results.Any(result => result.IsCreated)).IsFalse();
        await Assert.That(server.Requests.Single()).IsEqualTo("DELETE composite/sobjects?ids=001A,001B&allOrNone=false");
    }

    [Test]
    public async Task DeleteMany_OfWhatIsDeletedAlready_IsDone()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Faults.Add(new FaultMatch("*/composite/sobjects") { Method = "DELETE" }, Fault.LostAnswer());
        var ids = fake.Salesforce.Records.All("Account").Where(record => !record.IsDeleted).Take(3).Select(record => record.Id).ToList();
        using var org = Org.Of(fake);

        var results = await org.Client.DeleteAsync(ids.ToAsyncEnumerable()).ToListAsync();

        await Assert.That(results.Select(result => (result.IsSuccess, result.Id))).IsEquivalentTo(ids.Select(id => (true, id)));
        await Assert.That(fake.Requests.To("*/composite/sobjects", "DELETE").Count).IsEqualTo(2);
    }

    [Test]
    [Arguments("<html>Maintenance</html>", "something that isn't JSON")]
    [Arguments("[]", "JSON that says something else")]
    [Arguments("7", "JSON that says something else")]
    public async Task Answer_OfAnotherShape_IsAnErrorThatSaysSo(string body, string message)
    {
        await using var server = new ScriptedSalesforce()
            .On("POST sobjects/Account", 201, body).On("POST composite", 200, body).On("GET sobjects/Account/describe", 200, body);
        using var org = Org.Of(server);
        Func<Task>[] acts =
        [
            () => org.Client.CreateAsync(new SalesforceObject("Account") { ["Name"] = "A" }),
            () => org.Client.SendAsync(new CompositeRequest().Create("a", new SalesforceObject("Account") { ["Name"] = "A" })),
            () => org.Client.DescribeAsync("Account"),
        ];

        foreach (var act in acts)
        {
            await Assert.That(act).Throws<SalesforceException>().WithMessageContaining(message);
        }
    }

    [Test]
    public async Task UpsertMany_AnsweredWithTooFewResults_SaysThatItIsNotKnown()
    {
        await using var server = new ScriptedSalesforce().On("PATCH composite/sobjects/Account/External_Id__c", 200, Results(1, "A"));
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.UpsertAsync(Accounts(2), "External_Id__c").ToListAsync())
            .Throws<SalesforceException>().WithMessageContaining("which were written isn't known");
    }

    [Test]
    public async Task Composite_RefersToWhatItMade()
    {
        await using var server = new ScriptedSalesforce().On("POST composite", 200, """
            {"compositeResponse":[
              {"referenceId":"account","httpStatusCode":201,"httpHeaders":{},"body":{"id":"001A","success":true,"errors":[]}},
              {"referenceId":"contact","httpStatusCode":400,"httpHeaders":{},"body":[{"message":"Required fields are missing: [LastName]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]}]}]}
            """);
        using var org = Org.Of(server);

        var results = await org.Client.SendAsync(new CompositeRequest()
            .Create("account", new SalesforceObject("Account") { ["Name"] = "A" })
            .Create("contact", new SalesforceObject("Contact") { ["AccountId"] = "@{account.id}" }));

        await Assert.That(results.Select(result => $"{result.Reference} {result.Id} {result.IsSuccess}")).IsEquivalentTo(["account 001A True", "contact  False"]);
        await Assert.That(results[1].Errors[0].Code).IsEqualTo("REQUIRED_FIELD_MISSING");
        var sent = JsonElement.Parse(server.Bodies.Single());
        await Assert.That(sent.GetProperty("allOrNone").GetBoolean()).IsTrue();
        await Assert.That(sent.GetProperty("compositeRequest")[1].GetProperty("url").GetString()).IsEqualTo("/services/data/v62.0/sobjects/Contact");
        await Assert.That(sent.GetProperty("compositeRequest")[1].GetProperty("body").GetProperty("AccountId").GetString()).IsEqualTo("@{account.id}");
    }

    [Test]
    public async Task Object_WithAValueThatSalesforceDoesNotTake_IsRefused() =>
        await Assert.That(() => new SalesforceObject("Account") { ["Name"] = new object() }).Throws<ArgumentException>();

    internal static IAsyncEnumerable<SalesforceObject> Accounts(int count) => Enumerable.Range(0, count)
        .Select(i => new SalesforceObject("Account", $"id{i}") { ["Name"] = $"Account {i}" }).ToAsyncEnumerable();

    private static string Results(int count, string prefix) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"id":"{{prefix}}{{i}}","success":true,"errors":[]}"""))}]";
}
