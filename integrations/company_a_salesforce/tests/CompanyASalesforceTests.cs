using IntegrationFramework.FakeServices;
using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests.CompanyASalesforce;

public class CompanyASalesforceTests
{
    private const string Name = "company_a_salesforce";

    [Test]
    public async Task Run_ForTheFirstTime_FetchesAllAccounts()
    {
        await using var fake = await FakeServer.StartAsync();
        using var root = NewRoot(fake);

        var run = await root.RunAsync(Name);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.Error);
        await Assert.That(run.Counters.Delivered).IsEqualTo(40);
        var kept = await root.QueryOutputAsync("company_a_crm.db", $"SELECT name, billing_city FROM accounts WHERE id = {fake.Salesforce.Records.All("Account")[0].Id}");
        await Assert.That(kept.Single()["name"]).IsEqualTo(fake.Salesforce.Records.All("Account")[0]["Name"]);
    }

    [Test]
    public async Task Run_Again_FetchesWhatChangedAndMarksWhatWasDeleted()
    {
        await using var fake = await FakeServer.StartAsync();
        using var root = NewRoot(fake);
        await root.RunAsync(Name);
        var accounts = fake.Salesforce.Records.All("Account");
        fake.Salesforce.Records.Update(accounts[3].Id, ("Name", "Renamed's"));
        fake.Salesforce.Records.Delete(accounts[4].Id);
        fake.Salesforce.Records.Create("Account", ("Name", "New"));

        var run = await root.RunAsync(Name);

        // The three, and the last one of the first run, which look_back reads again.
        await Assert.That(run.Counters.Delivered).IsEqualTo(4);
        await Assert.That(await Values(root, "SELECT count(*) AS value FROM accounts")).IsEquivalentTo(["41"]);
        await Assert.That(await Values(root, "SELECT name AS value FROM accounts WHERE name IN ('Renamed''s', 'New')")).IsEquivalentTo(["Renamed's", "New"]);
        await Assert.That(await Values(root, "SELECT id AS value FROM accounts WHERE is_deleted = 1")).IsEquivalentTo([accounts[4].Id]);
    }

    [Test]
    public async Task Run_OverManyAccounts_ReadsThemInBulk()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.QueryPageSize = 10;
        fake.Salesforce.BulkPolls = 1;
        using var root = NewRoot(fake);

        var run = await root.RunAsync(Name, "settings.salesforce.bulk_threshold=20");

        await Assert.That(run.Counters.Delivered).IsEqualTo(40).Because(run.Error);
        await Assert.That(fake.Requests.To("*/jobs/query", "POST").Count).IsEqualTo(1);
    }

    [Test]
    public async Task Run_WithATokenThatExpired_FailsOnceAndSaysWhatToDo()
    {
        await using var fake = await FakeServer.StartAsync();
        using var root = NewRoot(fake);
        fake.Salesforce.ExpireSessions();

        var run = await root.RunAsync(Name);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("`sf org display`");
        await Assert.That(fake.Requests.All.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Run_InTheSandbox_NeedsNeitherTokenNorNetworkTheSecondTimeEither()
    {
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));

        var first = await root.RunSandboxAsync(Name);
        var second = await root.RunSandboxAsync(Name);

        await Assert.That(first.Error + second.Error).IsEqualTo("");
        await Assert.That(first.Counters.Delivered).IsEqualTo(40);
        await Assert.That(second.Counters.Delivered).IsEqualTo(40);
        var rows = await root.QueryOutputAsync("sandbox/company_a_crm.db", $"SELECT count(*) AS number, sum(is_deleted) AS deleted, min(name) AS first FROM accounts");
        await Assert.That(string.Join(' ', rows.Single().Values)).IsEqualTo("40 0 Alder Energy");
        await Assert.That(File.Exists(Path.Combine(root.Path, "output", "company_a_crm.db"))).IsFalse();
    }

    private static IntegrationRoot NewRoot(FakeServer fake)
    {
        var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));
        root.Write(".env", $"SALESFORCE_INSTANCE_URL={fake.Url}\nSALESFORCE_ACCESS_TOKEN={fake.Salesforce.OpenSession()}\n");
        return root;
    }

    private static async Task<IEnumerable<string>> Values(IntegrationRoot root, string sql) =>
        (await root.QueryOutputAsync("company_a_crm.db", IntegrationFramework.SqlQuery.FromString(sql))).Select(row => row["value"]!.ToString()!);
}
