using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationFramework.FakeServices.Tests.Salesforce;

public class RowTests
{
    private const string Root = "services/data/v62.0/sobjects";

    [Test]
    public async Task Create_ThenUpdateThenDelete_MovesSystemModstamp()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 7, 15, 12, 0, 0, TimeSpan.Zero));
        await using var client = await Client.StartWithSessionAsync(new FakeServerOptions { Time = time });

        var (created, json) = await client.SendAsync(HttpMethod.Post, $"{Root}/Contact", """{"LastName":"Årud","FirstName":"Per","Score__c":7.5,"Birthdate":"1990-02-03","HasOptedOutOfEmail":true}""");
        var record = client.Fake.Salesforce.Records.Get(json.Text("id")!);
        var stamps = new List<DateTimeOffset> { record.SystemModstamp };
        time.Advance(TimeSpan.FromMinutes(1));
        var (updated, _) = await client.SendAsync(HttpMethod.Patch, $"{Root}/Contact/{record.Id}", """{"Score__c":null}""");
        stamps.Add(record.SystemModstamp);
        time.Advance(TimeSpan.FromMinutes(1));
        var (deleted, _) = await client.SendAsync(HttpMethod.Delete, $"{Root}/Contact/{record.Id}");
        stamps.Add(record.SystemModstamp);

        await Assert.That((created, updated, deleted)).IsEqualTo((HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.NoContent));
        await Assert.That((record["Name"], record["Score__c"], record["Birthdate"])).IsEqualTo(("Per Årud", null, new DateOnly(1990, 2, 3)));
        await Assert.That(stamps.Select(stamp => (stamp - stamps[0]).TotalMinutes)).IsEquivalentTo([0.0, 1.0, 2.0]);
        await Assert.That(record.IsDeleted).IsTrue();
        await Assert.That((await client.GetAsync($"{Root}/Contact/{record.Id}")).Status).IsEqualTo(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Get_WithFields_GivesThemAlone()
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = client.Fake.Salesforce.Records.All("Account")[0].Id;

        var (_, json) = await client.GetAsync($"{Root}/Account/{id}?fields=Name,Industry");

        await Assert.That(json.EnumerateObject().Select(property => property.Name)).IsEquivalentTo(["attributes", "Name", "Industry", "Id"]);
    }

    [Test]
    public async Task Upsert_ByExternalId_CreatesOnceAndUpdatesAfterwards()
    {
        await using var client = await Client.StartWithSessionAsync();

        var (first, created) = await client.SendAsync(HttpMethod.Patch, $"{Root}/Contact/External_Id__c/N%2F1", """{"LastName":"New","Account":{"External_Id__c":"A-0003"}}""");
        var (second, updated) = await client.SendAsync(HttpMethod.Patch, $"{Root}/Contact/External_Id__c/N%2F1", """{"LastName":"Newer"}""");

        await Assert.That((first, created.GetProperty("created").GetBoolean())).IsEqualTo((HttpStatusCode.Created, true));
        await Assert.That((second, updated.GetProperty("created").GetBoolean())).IsEqualTo((HttpStatusCode.OK, false));
        await Assert.That(updated.Text("id")).IsEqualTo(created.Text("id"));
        var record = client.Fake.Salesforce.Records.Get(created.Text("id")!);
        await Assert.That((record["LastName"], record["External_Id__c"])).IsEqualTo(("Newer", (object)"N/1"));
        await Assert.That(client.Fake.Salesforce.Records.Get((string)record["AccountId"]!)["External_Id__c"]).IsEqualTo("A-0003");
    }

    [Test]
    [Arguments("""{"FirstName":"No"}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]")]
    [Arguments("""{"LastName":"X","Foo":1}""", "INVALID_FIELD", "No such column 'Foo' on sobject of type Contact")]
    [Arguments("""{"LastName":"X","Name":"Y"}""", "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Name.")]
    [Arguments("""{"LastName":"X","Email":"nowhere"}""", "INVALID_EMAIL_ADDRESS", "Email: invalid email address: nowhere")]
    [Arguments("""{"LastName":"X","Birthdate":"soon"}""", "INVALID_TYPE_ON_FIELD_IN_RECORD", "Birthdate")]
    [Arguments("""{"LastName":"X","FirstName":"01234567890123456789012345678901234567890"}""", "STRING_TOO_LONG", "(max length=40)")]
    [Arguments("""{"LastName":"X","External_Id__c":"C-0001"}""", "DUPLICATE_VALUE", "duplicate value found: External_Id__c")]
    [Arguments("""{"LastName":"X","AccountId":"001"}""", "MALFORMED_ID", "id value of incorrect type: 001")]
    [Arguments("""{"LastName":"X","AccountId":"001000000000000AAA"}""", "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")]
    [Arguments("""{"LastName":"X","Account":{"External_Id__c":"A-9999"}}""", "INVALID_FIELD", "Foreign key external ID: A-9999 not found")]
    [Arguments("""{"LastName":""", "JSON_PARSER_ERROR", "")]
    public async Task Create_AgainstARule_IsRefused(string json, string code, string message)
    {
        await using var client = await Client.StartWithSessionAsync();

        var (status, error) = await client.SendAsync(HttpMethod.Post, $"{Root}/Contact", json);

        await Assert.That((status, Client.Error(error).Code)).IsEqualTo((HttpStatusCode.BadRequest, code));
        await Assert.That(Client.Error(error).Message).Contains(message);
        await Assert.That(client.Fake.Salesforce.Records.All("Contact").Count).IsEqualTo(100);
    }

    [Test]
    public async Task Update_OfALockedRow_IsRefusedAsOftenAsTheTestSaid()
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = client.Fake.Salesforce.Records.All("Account")[0].Id;
        client.Fake.Salesforce.Records.LockRow(id);

        var (refused, error) = await client.SendAsync(HttpMethod.Patch, $"{Root}/Account/{id}", """{"Phone":"1"}""");
        var (done, _) = await client.SendAsync(HttpMethod.Patch, $"{Root}/Account/{id}", """{"Phone":"1"}""");

        await Assert.That((refused, Client.Error(error).Code, done)).IsEqualTo((HttpStatusCode.BadRequest, "UNABLE_TO_LOCK_ROW", HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Change_OfADeletedRecord_IsEntityIsDeleted()
    {
        await using var client = await Client.StartWithSessionAsync();
        var id = client.Fake.Salesforce.Records.All("Account")[0].Id;
        client.Fake.Salesforce.Records.Delete(id);

        var (status, error) = await client.SendAsync(HttpMethod.Patch, $"{Root}/Account/{id}", """{"Phone":"1"}""");

        await Assert.That((status, Client.Error(error).Code)).IsEqualTo((HttpStatusCode.NotFound, "ENTITY_IS_DELETED"));
    }

    [Test]
    public async Task UpdatedAndDeleted_OfASpanOfTime_GiveIds()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 7, 15, 12, 0, 0, TimeSpan.Zero));
        await using var client = await Client.StartWithSessionAsync(new FakeServerOptions { Time = time });
        var accounts = client.Fake.Salesforce.Records.All("Account");
        client.Fake.Salesforce.Records.Update(accounts[1].Id, ("Phone", "2"));
        client.Fake.Salesforce.Records.Delete(accounts[2].Id);
        const string Span = "start=2026-07-15T12:00:00Z&end=2026-07-15T12:30:00Z";

        var (_, updated) = await client.GetAsync($"{Root}/Account/updated/?{Span}");
        var (_, deleted) = await client.GetAsync($"{Root}/Account/deleted/?{Span}");

        await Assert.That(updated.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)).IsEquivalentTo([accounts[1].Id]);
        await Assert.That(deleted.GetProperty("deletedRecords").EnumerateArray().Select(record => record.Text("id")!)).IsEquivalentTo([accounts[2].Id]);
    }
}
