using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Faults;
using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests.CompanyBSalesforce;

public class CompanyBSalesforceTests
{
    private const string Name = "company_b_salesforce";

    [Test]
    public async Task Run_ForTheFirstTime_FetchesAllContactsWithTheirAccounts()
    {
        await using var fake = await FakeServer.StartAsync();
        using var root = NewRoot(fake);

        var run = await root.RunAsync(Name);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.Error);
        await Assert.That(run.Counters.Delivered).IsEqualTo(100);
        var account = fake.Salesforce.Records.All("Account")[1];
        var rows = await root.QueryOutputAsync("company_b_crm.db", $"SELECT DISTINCT account_name FROM contacts WHERE account_id = {account.Id}");
        await Assert.That(rows.Single()["account_name"]).IsEqualTo(account["Name"]);
    }

    [Test]
    public async Task Run_WhileSalesforceFailsNowAndThen_LosesNothing()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.QueryPageSize = 20;
        fake.Faults.Add(new FaultMatch("/services/data/*") { Nth = 2 }, Fault.Status(503));
        fake.Faults.Add(new FaultMatch("/services/data/*") { Nth = 4 }, Fault.Reset());
        using var root = NewRoot(fake);

        var run = await root.RunAsync(Name, "http.delay=1ms");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.Error);
        await Assert.That(run.Counters.Delivered).IsEqualTo(100);
    }

    [Test]
    public async Task Run_InTheSandbox_NeedsNeitherTokenNorNetworkTheSecondTimeEither()
    {
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));

        var first = await root.RunSandboxAsync(Name);
        var second = await root.RunSandboxAsync(Name);

        await Assert.That(first.Error + second.Error).IsEqualTo("");
        await Assert.That(first.Counters.Delivered).IsEqualTo(25);
        await Assert.That(second.Counters.Delivered).IsEqualTo(25);
        var rows = await root.QueryOutputAsync("sandbox/company_b_crm.db", $"SELECT count(*) AS number, sum(is_deleted) AS deleted, min(account_name) AS first FROM contacts");
        await Assert.That(string.Join(' ', rows.Single().Values)).IsEqualTo("25 1 Alder Energy");
        await Assert.That(File.Exists(Path.Combine(root.Path, "output", "company_b_crm.db"))).IsFalse();
    }

    private static IntegrationRoot NewRoot(FakeServer fake)
    {
        var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));
        root.Write(".env", $"SALESFORCE_INSTANCE_URL={fake.Url}\nSALESFORCE_ACCESS_TOKEN={fake.Salesforce.OpenSession()}\n");
        return root;
    }
}
