using System.Net;
using System.Text.Json;

namespace IntegrationFramework.FakeServices.Tests.Salesforce;

public class CollectionTests
{
    private const string Root = "services/data/v62.0/composite";
    private const string GoodAndBad = """[{"attributes":{"type":"Contact"},"LastName":"Good"},{"attributes":{"type":"Contact"},"FirstName":"Bad"}]""";

    [Test]
    public async Task Create_OfGoodAndBadRecords_GivesEachAResult()
    {
        await using var client = await Client.StartWithSessionAsync();

        var (status, results) = await client.SendAsync(HttpMethod.Post, $"{Root}/sobjects", $$"""{"allOrNone":false,"records":{{GoodAndBad}}}""");

        await Assert.That(status).IsEqualTo(HttpStatusCode.OK);
        await Assert.That((Success(results[0]), Success(results[1]))).IsEqualTo((true, false));
        await Assert.That(results[1].GetProperty("errors")[0].Text("statusCode")).IsEqualTo("REQUIRED_FIELD_MISSING");
        await Assert.That(client.Fake.Salesforce.Records.Get(results[0].Text("id")!)["LastName"]).IsEqualTo("Good");
    }

    [Test]
    public async Task Create_AllOrNone_KeepsNoneIfOneIsBad()
    {
        await using var client = await Client.StartWithSessionAsync();

        var (_, results) = await client.SendAsync(HttpMethod.Post, $"{Root}/sobjects", $$"""{"allOrNone":true,"records":{{GoodAndBad}}}""");

        await Assert.That(results[0].GetProperty("errors")[0].Text("statusCode")).IsEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        await Assert.That(client.Fake.Salesforce.Records.All("Contact").Count).IsEqualTo(100);
    }

    [Test]
    public async Task Update_AllOrNone_PutsBackWhatWasChanged()
    {
        await using var client = await Client.StartWithSessionAsync();
        var account = client.Fake.Salesforce.Records.All("Account")[0];
        var phone = account["Phone"];

        await client.SendAsync(HttpMethod.Patch, $"{Root}/sobjects", $$"""{"allOrNone":true,"records":[{"attributes":{"type":"Account"},"id":"{{account.Id}}","Phone":"0"},{"attributes":{"type":"Account"},"id":"001000000000000AAA","Phone":"0"}]}""");

        await Assert.That(account["Phone"]).IsEqualTo(phone);
    }

    [Test]
    public async Task Upsert_Of201Records_IsRefused()
    {
        await using var client = await Client.StartWithSessionAsync();
        var records = string.Join(',', Enumerable.Range(0, 201).Select(i => $$"""{"attributes":{"type":"Contact"},"External_Id__c":"U-{{i}}","LastName":"U"}"""));

        var (status, error) = await client.SendAsync(HttpMethod.Patch, $"{Root}/sobjects/Contact/External_Id__c", $$"""{"records":[{{records}}]}""");

        await Assert.That((status, Client.Error(error).Code)).IsEqualTo((HttpStatusCode.BadRequest, "EXCEEDED_ID_LIMIT"));
    }

    [Test]
    public async Task Upsert_Of200Records_TellsWhichAreNew()
    {
        await using var client = await Client.StartWithSessionAsync();
        var records = string.Join(',', Enumerable.Range(1, 200).Select(i => $$"""{"attributes":{"type":"Contact"},"External_Id__c":"C-{{i:D4}}","LastName":"U"}"""));

        var (_, results) = await client.SendAsync(HttpMethod.Patch, $"{Root}/sobjects/Contact/External_Id__c", $$"""{"records":[{{records}}]}""");

        // Four of the hundred contacts are in the recycle bin: their external ids are free again.
        await Assert.That(results.EnumerateArray().Count(result => result.GetProperty("created").GetBoolean())).IsEqualTo(104);
        await Assert.That(results.EnumerateArray().All(Success)).IsTrue();
    }

    [Test]
    public async Task Delete_OfIds_DeletesThem()
    {
        await using var client = await Client.StartWithSessionAsync();
        var accounts = client.Fake.Salesforce.Records.All("Account");

        var (_, results) = await client.SendAsync(HttpMethod.Delete, $"{Root}/sobjects?ids={accounts[0].Id},{accounts[1].Id[..15]},001000000000000AAA");

        await Assert.That(results.EnumerateArray().Select(Success)).IsEquivalentTo([true, true, false]);
        await Assert.That((accounts[0].IsDeleted, accounts[1].IsDeleted, accounts[2].IsDeleted)).IsEqualTo((true, true, false));
    }

    [Test]
    public async Task Retrieve_OfIds_GivesNullForThoseThatThereAreNot()
    {
        await using var client = await Client.StartWithSessionAsync();
        var account = client.Fake.Salesforce.Records.All("Account")[0];

        var (_, json) = await client.GetAsync($"{Root}/sobjects/Account?ids={account.Id},001000000000000AAA&fields=Name");

        await Assert.That((json[0].Text("Name"), json[1].ValueKind)).IsEqualTo(((string)account["Name"]!, JsonValueKind.Null));
    }

    [Test]
    public async Task Composite_WithReferences_PutsEarlierAnswersIn()
    {
        await using var client = await Client.StartWithSessionAsync();

        var (_, json) = await client.SendAsync(HttpMethod.Post, Root, """
            {"compositeRequest":[
              {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"company","body":{"Name":"Composed"}},
              {"method":"POST","url":"/services/data/v62.0/sobjects/Contact","referenceId":"person","body":{"LastName":"Composer","AccountId":"@{company.id}"}},
              {"method":"GET","url":"/services/data/v62.0/query?q=SELECT+Account.Name+FROM+Contact+WHERE+Id='@{person.id}'","referenceId":"check"}]}
            """);
        var parts = json.GetProperty("compositeResponse");

        await Assert.That(parts.EnumerateArray().Select(part => part.GetProperty("httpStatusCode").GetInt32())).IsEquivalentTo([201, 201, 200]);
        await Assert.That(parts[2].GetProperty("body").GetProperty("records")[0].GetProperty("Account").Text("Name")).IsEqualTo("Composed");
        await Assert.That(parts[0].GetProperty("httpHeaders").Text("Location")!).Contains("/sobjects/Account/001");
    }

    [Test]
    [Arguments(true, 40, "PROCESSING_HALTED")]
    [Arguments(false, 41, null)]
    public async Task Composite_WithAFailure_KeepsTheRestUnlessAllOrNone(bool allOrNone, int accounts, string? error)
    {
        await using var client = await Client.StartWithSessionAsync();

        var (_, json) = await client.SendAsync(HttpMethod.Post, Root, $$$"""
            {"allOrNone":{{{(allOrNone ? "true" : "false")}}},"compositeRequest":[
              {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"company","body":{"Name":"Composed"}},
              {"method":"POST","url":"/services/data/v62.0/sobjects/Contact","referenceId":"person","body":{}},
              {"method":"PATCH","url":"/services/data/v62.0/sobjects/Contact/@{person.id}","referenceId":"change","body":{"LastName":"X"}}]}
            """);
        var parts = json.GetProperty("compositeResponse");

        await Assert.That(client.Fake.Salesforce.Records.All("Account").Count).IsEqualTo(accounts);
        await Assert.That(parts[0].GetProperty("body").ValueKind == JsonValueKind.Array ? Client.Error(parts[0].GetProperty("body")).Code : null).IsEqualTo(error);
        await Assert.That(Client.Error(parts[1].GetProperty("body")).Code).IsEqualTo("REQUIRED_FIELD_MISSING");
        await Assert.That(Client.Error(parts[2].GetProperty("body")).Code).IsEqualTo("PROCESSING_HALTED");
    }

    private static bool Success(JsonElement result) => result.GetProperty("success").GetBoolean();
}
