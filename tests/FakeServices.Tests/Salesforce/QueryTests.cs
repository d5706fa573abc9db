using System.Net;

namespace IntegrationFramework.FakeServices.Tests.Salesforce;

public class QueryTests
{
    [Test]
    public async Task Query_InPages_GivesEachRecordOnce()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.SmallestQueryPage = 1;
        client.Http.DefaultRequestHeaders.Add("Sforce-Query-Options", "batchSize=40");

        var (sizes, ids) = (new List<int>(), new List<string>());
        var url = "services/data/v62.0/query?q=SELECT+Id+FROM+Contact";
        for (string? next = url; next is not null;)
        {
            var (_, page) = await client.GetAsync(next);
            var records = page.GetProperty("records").EnumerateArray().Select(record => record.Text("Id")!).ToList();
            (sizes, ids) = ([.. sizes, records.Count], [.. ids, .. records]);
            await Assert.That(page.GetProperty("totalSize").GetInt32()).IsEqualTo(96);
            next = page.TryGetProperty("nextRecordsUrl", out var more) ? more.GetString() : null;
            await Assert.That(page.GetProperty("done").GetBoolean()).IsEqualTo(next is null);
        }

        await Assert.That(sizes).IsEquivalentTo([40, 40, 16]);
        await Assert.That(ids.Distinct().Count()).IsEqualTo(96);
    }

    [Test]
    public async Task Query_AskingForTooSmallPages_GetsTheSmallest()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.Records.CreateMany("Contact", 300, i => [("LastName", $"Many {i}")]);
        client.Http.DefaultRequestHeaders.Add("Sforce-Query-Options", "batchSize=10");

        var (_, page) = await client.GetAsync("services/data/v62.0/query?q=SELECT+Id+FROM+Contact");

        await Assert.That(page.GetProperty("records").GetArrayLength()).IsEqualTo(200);
        await Assert.That(page.Text("nextRecordsUrl")!).Matches("^/services/data/v62.0/query/01g[A-Za-z0-9]{15}-200$");
    }

    [Test]
    public async Task NextPage_WithAnExpiredCursor_IsRefused()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.QueryPageSize = 10;
        var (_, page) = await client.GetAsync("services/data/v62.0/query?q=SELECT+Id+FROM+Contact");

        client.Fake.Salesforce.ExpireQueryCursors();
        var (status, json) = await client.GetAsync(page.Text("nextRecordsUrl")!);

        await Assert.That((status, Client.Error(json))).IsEqualTo((HttpStatusCode.BadRequest, ("INVALID_QUERY_LOCATOR", "invalid query locator")));
    }

    [Test]
    public async Task QueryAll_SeesDeletedRecords()
    {
        await using var client = await Client.StartWithSessionAsync();

        var all = await client.QueryAsync("SELECT Id, IsDeleted FROM Contact", "queryAll");

        await Assert.That(all.Count).IsEqualTo(100);
        await Assert.That(all.Count(contact => contact.GetProperty("IsDeleted").GetBoolean())).IsEqualTo(4);
    }

    [Test]
    public async Task Describe_OfContact_TellsOfFieldsTypesAndParents()
    {
        await using var client = await Client.StartWithSessionAsync();

        var (_, json) = await client.GetAsync("services/data/v62.0/sobjects/Contact/describe");
        var fields = json.GetProperty("fields").EnumerateArray().ToDictionary(field => field.Text("name")!);

        await Assert.That((fields["Score__c"].Text("type"), fields["SystemModstamp"].Text("type"), fields["MailingAddress"].Text("type"))).IsEqualTo(("double", "datetime", "address"));
        await Assert.That((fields["AccountId"].Text("relationshipName"), fields["AccountId"].GetProperty("referenceTo")[0].GetString())).IsEqualTo(("Account", "Account"));
        await Assert.That((fields["LastName"].GetProperty("nillable").GetBoolean(), fields["External_Id__c"].GetProperty("externalId").GetBoolean())).IsEqualTo((false, true));
        await Assert.That(fields["MailingCity"].Text("compoundFieldName")).IsEqualTo("MailingAddress");
    }

    [Test]
    public async Task Describe_OfEachField_CanBeQueried()
    {
        await using var client = await Client.StartWithSessionAsync();
        foreach (var type in new[] { "Account", "Contact", "User" })
        {
            var (_, json) = await client.GetAsync($"services/data/v62.0/sobjects/{type}/describe");
            var names = json.GetProperty("fields").EnumerateArray().Select(field => field.Text("name"));

            await Assert.That(await client.QueryAsync($"SELECT {string.Join(", ", names)} FROM {type}")).IsNotEmpty();
        }
    }

    [Test]
    public async Task Describe_OfAnUnknownObject_IsNotFound()
    {
        await using var client = await Client.StartWithSessionAsync();

        var (status, json) = await client.GetAsync("services/data/v62.0/sobjects/Nothing/describe");

        await Assert.That((status, Client.Error(json).Code)).IsEqualTo((HttpStatusCode.NotFound, "NOT_FOUND"));
    }

    [Test]
    public async Task Versions_WithoutASession_AreTold()
    {
        await using var client = await Client.StartAsync();

        var (_, json) = await client.GetAsync("services/data");

        await Assert.That(json.EnumerateArray().Last().Text("url")).IsEqualTo("/services/data/v62.0");
        client.LogIn();
        await Assert.That((await client.GetAsync("services/data/v12.0/limits")).Status).IsEqualTo(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task LimitInfo_OnEveryAnswer_Counts()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.ApiUsed = 41;
        client.Fake.Salesforce.ApiLimit = 43;

        var infos = new List<string>();
        foreach (var path in new[] { "limits", "nothing", "limits" })
        {
            using var response = await client.Http.GetAsync($"services/data/v62.0/{path}");
            infos.Add($"{(int)response.StatusCode} {response.Headers.GetValues("Sforce-Limit-Info").Single()}");
        }

        await Assert.That(infos).IsEquivalentTo(["200 api-usage=42/43", "404 api-usage=43/43", "403 api-usage=43/43"]);
    }

    [Test]
    public async Task Limit_UsedUp_IsRequestLimitExceeded()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.ApiLimit = 0;

        var (status, json) = await client.GetAsync("services/data/v62.0/limits");

        await Assert.That((status, Client.Error(json).Code)).IsEqualTo((HttpStatusCode.Forbidden, "REQUEST_LIMIT_EXCEEDED"));
    }
}
