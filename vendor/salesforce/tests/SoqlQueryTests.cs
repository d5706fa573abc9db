using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

public class SoqlQueryTests
{
    [Test]
    [Arguments("plain", "'plain'")]
    [Arguments("O'Brien", @"'O\'Brien'")]
    [Arguments(@"back\slash", @"'back\\slash'")]
    [Arguments(@"\' OR Name != \'", @"'\\\' OR Name != \\\''")]
    [Arguments("two\nlines\r\tand", @"'two\nlines\r\tand'")]
    [Arguments("50%_off", "'50%_off'")]
    [Arguments("Köln 🎉", "'Köln 🎉'")]
    [Arguments("", "''")]
    [Arguments(null, "null")]
    public async Task Interpolation_OfText_QuotesAndEscapes(string? value, string literal)
    {
        SoqlQuery query = $"SELECT Id FROM Account WHERE Name = {value}";

        await Assert.That(query.Text).IsEqualTo($"SELECT Id FROM Account WHERE Name = {literal}");
    }

    [Test]
    public async Task Interpolation_OfEachType_WritesWhatSoqlReads()
    {
        var moment = new DateTimeOffset(2026, 11, 22, 10, 0, 0, 123, TimeSpan.FromHours(2)).AddTicks(4567);

        SoqlQuery query = $"{'q'} {true} {(bool?)null} {5} {5_000_000_000L} {1234.50m} {new DateOnly(2026, 1, 2)} {moment} {(DateTimeOffset?)null}";

        await Assert.That(query.Text).IsEqualTo("'q' true null 5 5000000000 1234.50 2026-01-02 2026-11-22T08:00:00.123Z null");
    }

    [Test]
    public async Task Interpolation_OfLists_WritesParentheses()
    {
        string[] names = ["A", "B's"];
        int[] sizes = [1, 2];

        SoqlQuery query = $"Name IN {names} AND Size IN {sizes} AND Day IN {new List<DateOnly> { new(2026, 1, 2) }}";

        await Assert.That(query.Text).IsEqualTo(@"Name IN ('A', 'B\'s') AND Size IN (1, 2) AND Day IN (2026-01-02)");
    }

    [Test]
    public async Task Interpolation_OfAnEmptyList_IsRefused() =>
        await Assert.That(() => { SoqlQuery query = $"Name IN {Array.Empty<string>()}"; return query.Text; }).Throws<ArgumentException>();

    [Test]
    public async Task Interpolation_WithinQuotes_IsRefused()
    {
        var name = "x";

        await Assert.That(() => { SoqlQuery query = $"Name = '{name}'"; return query.Text; }).Throws<ArgumentException>();
    }

    [Test]
    public async Task Interpolation_AfterALiteralWithEscapedQuotes_IsAllowed()
    {
        SoqlQuery query = $@"Name = 'it\'s' AND City = {"Köln"}";

        await Assert.That(query.Text).IsEqualTo(@"Name = 'it\'s' AND City = 'Köln'");
    }

    [Test]
    public async Task Like_WithWildcardsInTheText_EscapesThem()
    {
        SoqlQuery query = $"A LIKE {Soql.StartsWith("50%")} OR A LIKE {Soql.Contains(@"a_b\c")} OR A LIKE {Soql.EndsWith("it's")}";

        await Assert.That(query.Text).IsEqualTo(@"A LIKE '50\%%' OR A LIKE '%a\_b\\c%' OR A LIKE '%it\'s'");
    }

    [Test]
    public async Task Fields_ThatAreNames_GoInAsTheyAre()
    {
        SoqlQuery query = $"SELECT {Soql.Fields(["Id", "Account.Name", "Size__c"])} FROM {Soql.Field("Contact")}";

        await Assert.That(query.Text).IsEqualTo("SELECT Id, Account.Name, Size__c FROM Contact");
    }

    [Test]
    [Arguments("Id FROM User")]
    [Arguments("Id,Name")]
    [Arguments("1st")]
    [Arguments("a..b")]
    [Arguments("")]
    [Arguments("Näme")]
    public async Task Field_ThatIsNoName_IsRefused(string name) => await Assert.That(() => Soql.Field(name)).Throws<ArgumentException>();

    [Test]
    public async Task Interpolation_OfAQuery_TakesItAsAPart()
    {
        SoqlQuery filter = $"Name = {"x'y"}";
        SoqlQuery query = $"SELECT Id FROM Account WHERE {filter} LIMIT {5}";

        await Assert.That(query.Text).IsEqualTo(@"SELECT Id FROM Account WHERE Name = 'x\'y' LIMIT 5");
    }
}
