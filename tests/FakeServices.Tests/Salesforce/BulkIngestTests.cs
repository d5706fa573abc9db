using System.Net;
using System.Text;
using System.Text.Json;

namespace IntegrationFramework.FakeServices.Tests.Salesforce;

public class BulkIngestTests
{
    private const string Jobs = "services/data/v62.0/jobs/ingest";

    [Test]
    public async Task Upsert_OfRows_SortsThemIntoSuccessfulAndFailed()
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = await UploadAsync(
            client,
            """{"object":"Contact","operation":"upsert","externalIdFieldName":"External_Id__c","lineEnding":"LF"}""",
            "External_Id__c,LastName,Email,Title,Account.External_Id__c\nC-0001,Changed,,#N/A,A-0002\nB-1,\"New, and\nnewer\",a@b.example,,\nB-2,Bad,nowhere,,\n");

        var job = await CompleteAsync(client, id);
        var succeeded = await client.Http.GetStringAsync($"{Jobs}/{id}/successfulResults");
        var failed = await client.Http.GetStringAsync($"{Jobs}/{id}/failedResults");

        await Assert.That((job.Text("state"), job.GetProperty("numberRecordsProcessed").GetInt32(), job.GetProperty("numberRecordsFailed").GetInt32())).IsEqualTo(("JobComplete", 3, 1));
        await Assert.That(succeeded).StartsWith("\"sf__Id\",\"sf__Created\",\"External_Id__c\",\"LastName\"");
        await Assert.That(succeeded).Contains("\"false\",\"C-0001\"").And.Contains("\"true\",\"B-1\",\"New, and\nnewer\"");
        await Assert.That(failed).Contains("\"\",\"INVALID_EMAIL_ADDRESS:Email: invalid email address: nowhere:Email--\",\"B-2\",\"Bad\"");
        var contact = client.Fake.Salesforce.Records.All("Contact").First(contact => contact["External_Id__c"] is "C-0001");
        // An empty value is left alone, #N/A empties.
        await Assert.That((contact["LastName"], contact["Email"], contact["Title"])).IsEqualTo(("Changed", (object)"contact0@fake.example", null));
        await Assert.That(await client.Http.GetStringAsync($"{Jobs}/{id}/unprocessedrecords")).IsEqualTo("\"External_Id__c\",\"LastName\",\"Email\",\"Title\",\"Account.External_Id__c\"\n");
    }

    [Test]
    public async Task Insert_WithSemicolonsAndCrLf_ReadsThem()
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = await UploadAsync(client, """{"object":"Account","operation":"insert","columnDelimiter":"SEMICOLON","lineEnding":"CRLF"}""", "Name;Active__c\r\nOne;true\r\nTwo;false\r\n");

        await CompleteAsync(client, id);

        await Assert.That(client.Fake.Salesforce.Records.All("Account").Skip(40).Select(account => $"{account["Name"]} {account["Active__c"]}")).IsEquivalentTo(["One True", "Two False"]);
    }

    [Test]
    [Arguments("delete", true)]
    [Arguments("hardDelete", false)]
    public async Task Delete_OfRows_MovesThemToTheBinOrAway(string operation, bool inBin)
    {
        await using var client = await Client.StartWithSessionAsync();
        var account = client.Fake.Salesforce.Records.All("Account")[0].Id;
        var id = await UploadAsync(client, $$"""{"object":"Account","operation":"{{operation}}"}""", $"Id\n{account}\n");

        await CompleteAsync(client, id);

        await Assert.That(client.Fake.Salesforce.Records.All("Account").Any(record => record.Id == account && record.IsDeleted)).IsEqualTo(inBin);
        await Assert.That(client.Fake.Salesforce.Records.All("Account").Any(record => record.Id == account && !record.IsDeleted)).IsFalse();
    }

    [Test]
    public async Task Update_OfALockedRow_FailsForThatRowAlone()
    {
        await using var client = await Client.StartWithSessionAsync();
        var accounts = client.Fake.Salesforce.Records.All("Account");
        client.Fake.Salesforce.Records.LockRow(accounts[1].Id);
        var id = await UploadAsync(client, """{"object":"Account","operation":"update"}""", $"Id,Phone\n{accounts[0].Id},1\n{accounts[1].Id},1\n");

        await CompleteAsync(client, id);

        await Assert.That(accounts[0]["Phone"]).IsEqualTo("1");
        await Assert.That(await client.Http.GetStringAsync($"{Jobs}/{id}/failedResults")).Contains($"\"{accounts[1].Id}\",\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access");
    }

    [Test]
    public async Task Abort_HalfWay_LeavesTheRestUnprocessed()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.BulkPolls = 3;
        var id = await UploadAsync(client, """{"object":"Account","operation":"insert"}""", "Name\nOne\nTwo\nThree\nFour\n");
        await client.GetAsync($"{Jobs}/{id}");
        var (_, half) = await client.GetAsync($"{Jobs}/{id}");

        var (_, aborted) = await client.SendAsync(HttpMethod.Patch, $"{Jobs}/{id}", """{"state":"Aborted"}""");

        await Assert.That((half.Text("state"), half.GetProperty("numberRecordsProcessed").GetInt32(), aborted.Text("state"))).IsEqualTo(("InProgress", 2, "Aborted"));
        await Assert.That(await client.Http.GetStringAsync($"{Jobs}/{id}/unprocessedrecords")).IsEqualTo("\"Name\"\n\"Three\"\n\"Four\"\n");
        await Assert.That(client.Fake.Salesforce.Records.All("Account").Count).IsEqualTo(42);
        await Assert.That((await client.SendAsync(HttpMethod.Patch, $"{Jobs}/{id}", """{"state":"Aborted"}""")).Status).IsEqualTo(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Job_MadeToFail_KeepsWhatWasDone()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Salesforce.FailNextJob("InternalServerError : half-way");
        var id = await UploadAsync(client, """{"object":"Account","operation":"insert"}""", "Name\nOne\nTwo\n");

        var job = await CompleteAsync(client, id);

        await Assert.That((job.Text("state"), job.Text("errorMessage"))).IsEqualTo(("Failed", "InternalServerError : half-way"));
        await Assert.That(await client.Http.GetStringAsync($"{Jobs}/{id}/unprocessedrecords")).IsEqualTo("\"Name\"\n\"Two\"\n");
    }

    [Test]
    public async Task Job_WithAColumnThatThereIsNot_Fails()
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = await UploadAsync(client, """{"object":"Account","operation":"insert"}""", "Name,Foo\nOne,1\n");

        var job = await CompleteAsync(client, id);

        await Assert.That((job.Text("state"), job.Text("errorMessage"))).IsEqualTo(("Failed", "InvalidBatch : Field name not found : Foo"));
        await Assert.That(client.Fake.Salesforce.Records.All("Account").Count).IsEqualTo(40);
    }

    [Test]
    public async Task Upload_Twice_IsRefused()
    {
        await using var client = await Client.StartWithSessionAsync();
        var (_, job) = await client.SendAsync(HttpMethod.Post, Jobs, """{"object":"Account","operation":"insert"}""");
        var url = job.Text("contentUrl")!;

        using var first = await client.Http.PutAsync(url, Csv("Name\nOne\n"));
        using var second = await client.Http.PutAsync(url, Csv("Name\nTwo\n"));

        await Assert.That((first.StatusCode, second.StatusCode)).IsEqualTo((HttpStatusCode.Created, HttpStatusCode.BadRequest));
    }

    [Test]
    [Arguments("""{"object":"Nothing","operation":"insert"}""", "INVALIDENTITY")]
    [Arguments("""{"object":"Contact","operation":"upsert"}""", "INVALIDJOB")]
    [Arguments("""{"object":"Contact","operation":"merge"}""", "API_ERROR")]
    [Arguments("""{"object":"Contact","operation":"insert","columnDelimiter":"SPACE"}""", "API_ERROR")]
    public async Task Create_OfWhatThereIsNot_IsRefused(string json, string code)
    {
        await using var client = await Client.StartWithSessionAsync();

        var (status, error) = await client.SendAsync(HttpMethod.Post, Jobs, json);

        await Assert.That((status, Client.Error(error).Code)).IsEqualTo((HttpStatusCode.BadRequest, code));
    }

    [Test]
    public async Task Get_Jobs_ListsThem()
    {
        await using var client = await Client.StartWithSessionAsync();
        await client.SendAsync(HttpMethod.Post, Jobs, """{"object":"Account","operation":"insert"}""");

        var (_, json) = await client.GetAsync(Jobs);

        await Assert.That(json.GetProperty("records").EnumerateArray().Single().Text("state")).IsEqualTo("Open");
    }

    private static async Task<string> UploadAsync(Client client, string job, string csv)
    {
        var (_, json) = await client.SendAsync(HttpMethod.Post, Jobs, job);
        using var uploaded = await client.Http.PutAsync(json.Text("contentUrl"), Csv(csv));
        uploaded.EnsureSuccessStatusCode();
        await client.SendAsync(HttpMethod.Patch, $"{Jobs}/{json.Text("id")}", """{"state":"UploadComplete"}""");
        return json.Text("id")!;
    }

    private static async Task<JsonElement> CompleteAsync(Client client, string id)
    {
        JsonElement job;
        do
        {
            job = (await client.GetAsync($"{Jobs}/{id}")).Json;
        }
        while (job.Text("state") is "UploadComplete" or "InProgress");

        return job;
    }

    private static StringContent Csv(string text) => new(text, Encoding.UTF8, "text/csv");
}
