using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

public class ChangedRecordsTests
{
    [Test]
    public async Task Changes_SinceWhatIsNoTime_SaysWhichCursorAndHowToPutItRight()
    {
        await using var server = new ScriptedSalesforce();
        using var org = Org.Of(server);

        await Assert.That(() => Changes(org, "last week")).Throws<FormatException>().WithMessage(
            "Its cursor is 'last week', and this source goes on from a point in time, such as 2026-01-31T00:00:00Z. "
            + "Put it right with `ifw state set`, or let it begin anew with `ifw state reset`.");
    }

    [Test]
    public async Task Changes_SinceATimeWithoutAnOffset_TakesItAsUtc()
    {
        await using var server = new ScriptedSalesforce().On("GET queryAll", 200, """{"totalSize":0,"done":true,"records":[]}""");
        using var org = Org.Of(server);

        await Assert.That(await Changes(org, "2026-01-31T00:00:00").CountAsync()).IsEqualTo(0);

        await Assert.That(server.Requests.Select(Uri.UnescapeDataString).Last()).Contains("SystemModstamp > 2026-01-30T23:55:00");
    }

    private static IAsyncEnumerable<IntegrationFramework.SourcePage<string>> Changes(Org org, string cursor) => org.Client.ChangesAsync(
        "Account", Soql.Field("Id"), cursor, TimeSpan.FromMinutes(5), record => record.Id, _ => default(DateTimeOffset));
}
