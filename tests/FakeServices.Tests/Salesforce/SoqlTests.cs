using System.Text.Json;
using IntegrationFramework.FakeServices.Salesforce;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationFramework.FakeServices.Tests.Salesforce;

public class SoqlTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    [Test]
    [Arguments("LastName = 'silva'")]
    [Arguments("LastName LIKE 'Sil%'")]
    [Arguments("LastName LIKE '_ilva'")]
    [Arguments("LastName IN ('Silva', 'Nobody')")]
    [Arguments("NOT LastName != 'Silva'")]
    [Arguments("(LastName = 'Silva' AND Score__c >= 0) OR (LastName = 'Silva' AND Score__c = null)")]
    [Arguments("LastName NOT IN ('O\\'Brien', 'Nakamura', 'Lindqvist', 'Okafor', 'Weiß', 'Moreau', 'Kapoor', 'Novák')")]
    public async Task Where_OnAText_FindsTheSameRecords(string where)
    {
        await using var client = await StartAsync();
        var expected = Contacts(client).Count(contact => contact["LastName"] is "Silva");

        var found = await client.QueryAsync($"SELECT Id, LastName FROM Contact WHERE {where}");

        await Assert.That(found.Count).IsEqualTo(expected);
        await Assert.That(found.All(contact => contact.Text("LastName") == "Silva")).IsTrue();
    }

    [Test]
    public async Task Where_WithAnEscapedWildcard_TakesItByTheLetter()
    {
        await using var client = await StartAsync();
        client.Fake.Salesforce.Records.Create("Account", ("Name", "100% Wool"));
        client.Fake.Salesforce.Records.Create("Account", ("Name", "100 Wools"));

        var found = await client.QueryAsync("SELECT Name FROM Account WHERE Name LIKE '100\\% W%'");

        await Assert.That(found.Select(account => account.Text("Name")!)).IsEquivalentTo(["100% Wool"]);
    }

    [Test]
    public async Task Where_OnSystemModstamp_FindsWhatChangedSince()
    {
        await using var client = await StartAsync();
        var last = Contacts(client).Max(contact => contact.SystemModstamp);
        var changed = Contacts(client)[5];
        client.Fake.Salesforce.Records.Update(changed.Id, ("Title", "Director"));

        var found = await client.QueryAsync($"SELECT Id FROM Contact WHERE SystemModstamp > {last:yyyy-MM-ddTHH:mm:ssZ} AND SystemModstamp <= {Now:yyyy-MM-ddTHH:mm:ss.000+0000}");

        await Assert.That(found.Select(contact => contact.Text("Id")!)).IsEquivalentTo([changed.Id]);
    }

    [Test]
    [Arguments("Birthdate = 1960-01-01", 1)]
    [Arguments("Birthdate = null", 64)]
    [Arguments("CreatedDate = TODAY", 1)]
    [Arguments("CreatedDate = YESTERDAY", 5)]
    [Arguments("CreatedDate < LAST_N_DAYS:1", 90)]
    [Arguments("HasOptedOutOfEmail = true", 0)]
    [Arguments("Score__c > 120.5", 2)]
    public async Task Where_OnOtherTypes_ComparesThem(string where, int count)
    {
        await using var client = await StartAsync();

        await Assert.That((await client.QueryAsync($"SELECT Id FROM Contact WHERE {where}")).Count).IsEqualTo(count);
    }

    [Test]
    public async Task Where_OnAnIdOf15Characters_FindsTheRecord()
    {
        await using var client = await StartAsync();
        var id = Contacts(client)[0].Id;

        await Assert.That((await client.QueryAsync($"SELECT Id FROM Contact WHERE Id = '{id[..15]}'")).Single().Text("Id")).IsEqualTo(id);
    }

    [Test]
    public async Task Where_InAQuery_JoinsThem()
    {
        await using var client = await StartAsync();

        var found = await client.QueryAsync("SELECT Account.Industry FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Industry = 'Banking')");

        await Assert.That(found).IsNotEmpty();
        await Assert.That(found.All(contact => contact.GetProperty("Account").Text("Industry") == "Banking")).IsTrue();
    }

    [Test]
    public async Task Select_OfParents_NestsThemWithTheirAttributes()
    {
        await using var client = await StartAsync();

        var found = await client.QueryAsync("SELECT Name, Account.Name, Account.Owner.Name, Account.Owner.Email FROM Contact ORDER BY CreatedDate LIMIT 2");

        await Assert.That(found[0].GetProperty("Account").ValueKind).IsEqualTo(JsonValueKind.Null);
        var account = found[1].GetProperty("Account");
        await Assert.That(account.GetProperty("attributes").Text("url")!).StartsWith("/services/data/v62.0/sobjects/Account/001");
        await Assert.That((account.Text("Name"), account.GetProperty("Owner").Text("Name"))).IsEqualTo(("Brightwater Foods", "Integration User"));
        await Assert.That(account.GetProperty("Owner").Text("Email")).IsEqualTo("integration@fake.example");
    }

    [Test]
    public async Task Select_OfChildren_NestsTheirRecords()
    {
        await using var client = await StartAsync();
        client.Fake.Salesforce.Records.Create("Account", ("Name", "Childless"));

        var with = (await client.QueryAsync("SELECT Name, (SELECT LastName FROM Contacts WHERE LastName != null ORDER BY LastName LIMIT 2) FROM Account WHERE Name = 'Brightwater Foods'"))[0];
        var without = (await client.QueryAsync("SELECT (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Childless'"))[0];

        await Assert.That((with.GetProperty("Contacts").GetProperty("totalSize").GetInt32(), with.GetProperty("Contacts").GetProperty("done").GetBoolean())).IsEqualTo((2, true));
        await Assert.That(without.GetProperty("Contacts").ValueKind).IsEqualTo(JsonValueKind.Null);
    }

    [Test]
    public async Task Select_OfAnAddress_IsAnObject()
    {
        await using var client = await StartAsync();

        var found = (await client.QueryAsync("SELECT BillingAddress, AnnualRevenue, NumberOfEmployees, CreatedDate FROM Account ORDER BY CreatedDate LIMIT 1"))[0];

        await Assert.That(found.GetProperty("BillingAddress").Text("city")).IsEqualTo("Boston");
        await Assert.That((found.GetProperty("AnnualRevenue").GetRawText(), found.GetProperty("NumberOfEmployees").GetRawText())).IsEqualTo(("125000.5", "12"));
        await Assert.That(found.Text("CreatedDate")!).EndsWith(".000+0000");
    }

    [Test]
    public async Task Select_OfAllFields_NeedsALimit()
    {
        await using var client = await StartAsync();

        var found = (await client.QueryAsync("SELECT FIELDS(ALL) FROM Contact LIMIT 1"))[0];

        await Assert.That(found.TryGetProperty("Score__c", out _) && found.TryGetProperty("MailingAddress", out _)).IsTrue();
        await Assert.That((await client.QueryErrorAsync("SELECT FIELDS(ALL) FROM Contact")).Code).IsEqualTo("MALFORMED_QUERY");
    }

    [Test]
    public async Task OrderBy_WithNulls_PutsThemWhereItIsTold()
    {
        await using var client = await StartAsync();

        var first = await client.QueryAsync("SELECT Score__c FROM Contact ORDER BY Score__c");
        var last = await client.QueryAsync("SELECT Score__c FROM Contact ORDER BY Score__c DESC NULLS LAST");

        await Assert.That(first[0].GetProperty("Score__c").ValueKind).IsEqualTo(JsonValueKind.Null);
        await Assert.That(last[0].GetProperty("Score__c").GetDecimal()).IsEqualTo(122.5m);
        await Assert.That(last[^1].GetProperty("Score__c").ValueKind).IsEqualTo(JsonValueKind.Null);
    }

    [Test]
    public async Task Limit_WithOffset_GivesTheMiddle()
    {
        await using var client = await StartAsync();
        var all = await client.QueryAsync("SELECT Id FROM Account ORDER BY Id");

        var middle = await client.QueryAsync("SELECT Id FROM Account ORDER BY Id LIMIT 5 OFFSET 10");

        await Assert.That(middle.Select(account => account.Text("Id")!)).IsEquivalentTo(all.Skip(10).Take(5).Select(account => account.Text("Id")!));
    }

    [Test]
    public async Task Count_Alone_IsTheTotalSize()
    {
        await using var client = await StartAsync();

        var (_, json) = await client.GetAsync("services/data/v62.0/query?q=SELECT+COUNT()+FROM+Contact");

        await Assert.That((json.GetProperty("totalSize").GetInt32(), json.GetProperty("records").GetArrayLength(), json.GetProperty("done").GetBoolean())).IsEqualTo((96, 0, true));
    }

    [Test]
    public async Task GroupBy_WithAggregates_GivesARowForEachGroup()
    {
        await using var client = await StartAsync();

        var rows = await client.QueryAsync("SELECT Industry, COUNT(Id), SUM(NumberOfEmployees) people FROM Account GROUP BY Industry");

        await Assert.That(rows.Count).IsEqualTo(10);
        await Assert.That(rows[0].GetProperty("attributes").Text("type")).IsEqualTo("AggregateResult");
        await Assert.That(rows.Sum(row => row.GetProperty("expr0").GetInt32())).IsEqualTo(40);
        await Assert.That(rows.Sum(row => row.GetProperty("people").GetDecimal())).IsEqualTo(40 * 41 / 2 * 12);
    }

    [Test]
    [Arguments("SELECT Foo FROM Contact", "INVALID_FIELD", "No such column 'Foo' on entity 'Contact'.")]
    [Arguments("SELECT Boss.Name FROM Contact", "INVALID_FIELD", "Didn't understand relationship 'Boss' in field path.")]
    [Arguments("SELECT Id FROM Contact WHERE Foo = 1", "INVALID_FIELD", "No such column 'Foo'")]
    [Arguments("SELECT Id FROM Contact WHERE Score__c = 'x'", "INVALID_FIELD", "must be of type double and should not be enclosed in quotes")]
    [Arguments("SELECT Id FROM Contact WHERE LastName = 1", "INVALID_FIELD", "must be of type string and should be enclosed in quotes")]
    [Arguments("SELECT Id FROM Contact WHERE SystemModstamp > '2026-01-01T00:00:00Z'", "INVALID_FIELD", "must be of type dateTime")]
    [Arguments("SELECT Id FROM Contact WHERE SystemModstamp > 2026-01-01", "INVALID_FIELD", "must be of type dateTime")]
    [Arguments("SELECT Id FROM Nothing", "INVALID_TYPE", "sObject type 'Nothing' is not supported.")]
    [Arguments("SELECT (SELECT Id FROM Friends) FROM Account", "INVALID_TYPE", "Didn't understand relationship 'Friends'")]
    [Arguments("SELECT Id FORM Contact", "MALFORMED_QUERY", "unexpected token: 'FORM'")]
    [Arguments("SELECT Id FROM Contact WHERE LastName = 'x", "MALFORMED_QUERY", "<EOF>")]
    [Arguments("SELECT Id FROM Contact WHERE LastName = O'Brien'", "MALFORMED_QUERY", "'O'")]
    [Arguments("SELECT Id FROM Contact LIMIT x", "MALFORMED_QUERY", "unexpected token: 'x'")]
    [Arguments("SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY", "Field must be grouped or aggregated: Name")]
    [Arguments("SELECT", "MALFORMED_QUERY", "unexpected token: '<EOF>'")]
    public async Task Query_WithAMistake_TellsItInSalesforcesForm(string soql, string code, string message)
    {
        await using var client = await StartAsync();

        var error = await client.QueryErrorAsync(soql);

        await Assert.That(error.Code).IsEqualTo(code);
        await Assert.That(error.Message).Contains(message).And.Contains("ERROR at Row:1:Column:");
    }

    private static Task<Client> StartAsync() => Client.StartWithSessionAsync(new FakeServerOptions { Time = new FakeTimeProvider(Now) });

    private static List<SObjectRecord> Contacts(Client client) =>
        [.. client.Fake.Salesforce.Records.All("Contact").Where(contact => !contact.IsDeleted)];
}
