using System.Net;
using System.Text;

namespace IntegrationFramework.FakeServices.Tests.Salesforce;

public class BulkQueryTests
{
    private const string Jobs = "services/data/v62.0/jobs/query";

    [Test]
    public async Task Job_AskedForItsState_GoesThroughAllOfThem()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.BulkPolls = 4;

        var (_, job) = await client.SendAsync(HttpMethod.Post, Jobs, """{"operation":"query","query":"SELECT Id FROM Contact"}""");
        var states = new List<string> { job.Text("state")! };
        for (var i = 0; i < 5; i++)
        {
            states.Add((await client.GetAsync($"{Jobs}/{job.Text("id")}")).Json.Text("state")!);
        }

        await Assert.That(states).IsEquivalentTo(["UploadComplete", "UploadComplete", "InProgress", "InProgress", "JobComplete", "JobComplete"]);
        await Assert.That((job.Text("object"), job.Text("jobType"), job.Text("columnDelimiter"), job.Text("lineEnding"))).IsEqualTo(("Contact", "V2Query", "COMMA", "LF"));
    }

    [Test]
    public async Task Results_InParts_FollowTheLocatorToTheEnd()
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = await CompleteAsync(client, "SELECT Id, Account.Name FROM Contact ORDER BY Id");

        var (counts, ids, locator) = (new List<string>(), new List<string>(), "");
        do
        {
            using var response = await client.Http.GetAsync($"{Jobs}/{id}/results?maxRecords=40{(locator.Length > 0 ? "&locator=" + locator : "")}");
            var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await Assert.That(lines[0]).IsEqualTo("\"Id\",\"Account.Name\"");
            await Assert.That(response.Content.Headers.ContentType!.MediaType).IsEqualTo("text/csv");
            ids.AddRange(lines.Skip(1).Select(line => line.Split(',')[0]));
            counts.Add(response.Headers.GetValues("Sforce-NumberOfRecords").Single());
            locator = response.Headers.GetValues("Sforce-Locator").Single();
        }
        while (locator != "null");

        await Assert.That(counts).IsEquivalentTo(["40", "40", "16"]);
        await Assert.That(ids.Distinct().Count()).IsEqualTo(96);
    }

    [Test]
    public async Task Results_OfAllTypes_AreCsv()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.Records.Create("Account", ("Name", "a,\"b\"\nc"), ("AnnualRevenue", 7m), ("NumberOfEmployees", 3), ("Active__c", true));
        var id = await CompleteAsync(client, "SELECT Name, AnnualRevenue, NumberOfEmployees, Active__c, Industry FROM Account ORDER BY Id DESC LIMIT 1");

        var csv = await client.Http.GetStringAsync($"{Jobs}/{id}/results");

        await Assert.That(csv).IsEqualTo("\"Name\",\"AnnualRevenue\",\"NumberOfEmployees\",\"Active__c\",\"Industry\"\n\"a,\"\"b\"\"\nc\",\"7.0\",\"3\",\"true\",\"\"\n");
    }

    [Test]
    public async Task Results_OfQueryAll_HoldDeletedRecords()
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = await CompleteAsync(client, "SELECT Id FROM Contact", "queryAll");

        await Assert.That((await client.Http.GetStringAsync($"{Jobs}/{id}/results")).Split('\n').Length).IsEqualTo(102);
    }

    [Test]
    [Arguments("MDAwMDAw")]
    [Arguments("OTk5OTk5")]
    [Arguments("%21%21")]
    public async Task Results_WithALocatorThatThereIsNot_AreRefused(string locator)
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = await CompleteAsync(client, "SELECT Id FROM Contact");

        var (status, error) = await client.GetAsync($"{Jobs}/{id}/results?locator={locator}");

        await Assert.That((status, Client.Error(error).Code)).IsEqualTo((HttpStatusCode.BadRequest, "INVALIDLOCATOR"));
    }

    [Test]
    public async Task Results_BeforeTheJobIsComplete_AreRefused()
    {
        await using var client = await Client.StartWithSessionAsync();
        var (_, job) = await client.SendAsync(HttpMethod.Post, Jobs, """{"operation":"query","query":"SELECT Id FROM Contact"}""");

        var (status, error) = await client.GetAsync($"{Jobs}/{job.Text("id")}/results");

        await Assert.That((status, Client.Error(error).Code)).IsEqualTo((HttpStatusCode.BadRequest, "INVALIDJOBSTATE"));
    }

    [Test]
    public async Task Job_MadeToFail_TellsTheMessage()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.FailNextJob("InternalServerError : try again");

        var id = await CompleteAsync(client, "SELECT Id FROM Contact");
        var (_, job) = await client.GetAsync($"{Jobs}/{id}");

        await Assert.That((job.Text("state"), job.Text("errorMessage"))).IsEqualTo(("Failed", "InternalServerError : try again"));
    }

    [Test]
    public async Task Job_AbortedAndDeleted_IsGone()
    {
        await using var client = await Client.StartWithSessionAsync();
        var (_, job) = await client.SendAsync(HttpMethod.Post, Jobs, """{"operation":"query","query":"SELECT Id FROM Contact"}""");

        var (_, aborted) = await client.SendAsync(HttpMethod.Patch, $"{Jobs}/{job.Text("id")}", """{"state":"Aborted"}""");
        var (deleted, _) = await client.SendAsync(HttpMethod.Delete, $"{Jobs}/{job.Text("id")}");

        await Assert.That((aborted.Text("state"), deleted)).IsEqualTo(("Aborted", HttpStatusCode.NoContent));
        await Assert.That((await client.GetAsync($"{Jobs}/{job.Text("id")}")).Status).IsEqualTo(HttpStatusCode.NotFound);
    }

    [Test]
    [Arguments("SELECT BillingAddress FROM Account", "Selecting compound data not supported in Bulk Query")]
    [Arguments("SELECT COUNT() FROM Account", "not supported in Bulk Query")]
    [Arguments("SELECT (SELECT Id FROM Contacts) FROM Account", "not supported in Bulk Query")]
    [Arguments("SELECT Foo FROM Account", "No such column 'Foo'")]
    public async Task Job_OfWhatBulkCannotDo_IsRefused(string soql, string message)
    {
        await using var client = await Client.StartWithSessionAsync();

        var (status, error) = await client.SendAsync(HttpMethod.Post, Jobs, $$"""{"operation":"query","query":"{{soql}}"}""");

        await Assert.That(status).IsEqualTo(HttpStatusCode.BadRequest);
        await Assert.That(Client.Error(error).Message).Contains(message);
    }

    [Test]
    public async Task Request_WithGzip_IsUnpacked()
    {
        await using var client = await Client.StartWithSessionAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("""{"operation":"query","query":"SELECT Id FROM Contact"}"""));
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await client.Http.PostAsync(Jobs, content);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.OK);
    }

    private static async Task<string> CompleteAsync(Client client, string soql, string operation = "query")
    {
        client.Fake.Salesforce.BulkPolls = 1;
        var (_, job) = await client.SendAsync(HttpMethod.Post, Jobs, $$"""{"operation":"{{operation}}","query":"{{soql}}"}""");
        await client.GetAsync($"{Jobs}/{job.Text("id")}");
        return job.Text("id")!;
    }
}
