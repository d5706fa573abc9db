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

    private static IntegrationRoot NewRoot(FakeServer fake)
    {
        var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));
        root.Write(".env", $"SALESFORCE_INSTANCE_URL={fake.Url}\nSALESFORCE_ACCESS_TOKEN={fake.Salesforce.OpenSession()}\n");
        return root;
    }
}
