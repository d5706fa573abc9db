using System.Security.Cryptography;
using Cli.Tests.Support;
using IntegrationFramework.FakeServices.Faults;

namespace Cli.Tests.Services;

/// <summary>Both integrations that read Salesforce, each with its object, its database and its table.</summary>
public class SalesforceTests
{
    public const string A = "company_a_salesforce";
    public const string B = "company_b_salesforce";

    [Test]
    [Arguments(A, "Account", "company_a_crm.db", "accounts", "name")]
    [Arguments(B, "Contact", "company_b_crm.db", "contacts", "last_name")]
    public async Task Run_TheSecondTime_FetchesOnlyWhatIsNew(string name, string type, string database, string table, string column)
    {
        await using var root = await ServiceRoot.StartAsync();
        var records = root.Fake.Salesforce.Records;
        var field = type == "Account" ? "Name" : "LastName";
        var before = records.All(type);
        var deleted = before.Count(record => record.IsDeleted);

        var first = await root.RunAsync(name);
        records.Update(before[3].Id, (field, "Ren'amed"));
        records.Delete(before[4].Id);
        records.Create(type, (field, "Brand new"));
        var second = await root.RunAsync(name, "settings.look_back=0s");

        await Assert.That(first.ExitCode).IsEqualTo(0).Because(first.ToString());
        await Assert.That(second.ExitCode).IsEqualTo(0).Because(second.ToString());
        await Assert.That(await root.TelemetryAsync("SELECT status, records_fetched, records_delivered, cursor_before IS NULL FROM runs ORDER BY started_at"))
            .IsEquivalentTo([$"succeeded|{before.Count}|{before.Count}|1", "succeeded|3|3|0"]);
        await Assert.That(await root.OutputRowsAsync(database, $"SELECT count(*), sum(is_deleted) FROM {table}")).IsEquivalentTo([$"{before.Count + 1}|{deleted + 1}"]);
        await Assert.That(await root.OutputRowsAsync(database, $"SELECT {column} FROM {table} WHERE {column} IN ('Ren''amed', 'Brand new') ORDER BY 1"))
            .IsEquivalentTo(["Brand new", "Ren'amed"]);
        var query = root.Fake.Requests.To("*/queryAll")[^1].Parameter("q");
        await Assert.That(query).Contains("WHERE SystemModstamp > 20");
    }

    [Test]
    [Arguments(A)]
    [Arguments(B)]
    public async Task Run_InBulkWhileRequestsFail_DeliversEverythingAndShowsNoToken(string name)
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Fake.Salesforce.BulkPolls = 1;
        root.Fake.Faults.Add(new FaultMatch("*/jobs/query") { Method = "POST" }, Fault.Status(503));
        root.Fake.Faults.Add(new FaultMatch("*/jobs/query/*") { Nth = 1 }, Fault.Reset());
        root.Fake.Faults.Add("*/results", Fault.CutShort());

        var outcome = await root.RunAsync(name, "settings.salesforce.bulk=always", "http.delay=1ms");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        var type = name == A ? "Account" : "Contact";
        await Assert.That(await root.TelemetryAsync("SELECT records_delivered FROM runs")).IsEquivalentTo([$"{root.Fake.Salesforce.Records.All(type).Count}"]);
        await Assert.That(root.Fake.Requests.To("*/results").Count).IsEqualTo(2);
        await Assert.That(await root.TelemetryAsync("SELECT retries FROM http")).IsEquivalentTo(["2"]);
        await Assert.That(await root.PlacesOfAsync(root.Token)).IsEmpty();
    }

    [Test]
    public async Task Run_InBulkWithACache_AsksForTheStateOfTheJobEachTime()
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Fake.Salesforce.BulkPolls = 2;

        var outcome = await root.RunAsync(A, "settings.salesforce.bulk=always", "http.cache_ttl=10m", "timeout=30s");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
    }

    [Test]
    public async Task Run_WithASessionThatExpiresOnTheWay_SignsInAgainOnce()
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Fake.Salesforce.CallsPerSession = 1;
        root.Fake.Salesforce.QueryPageSize = 15;
        root.SignInByClientCredentials();

        var outcome = await root.RunAsync(A);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(root.Fake.Requests.To("/services/oauth2/token").Count).IsEqualTo(3);
        await Assert.That(await root.PlacesOfAsync(root.Fake.Salesforce.ClientSecret)).IsEmpty();
        foreach (var token in root.Fake.Requests.All.Select(request => request.Header("Authorization")?.Replace("Bearer ", "", StringComparison.Ordinal)).OfType<string>())
        {
            await Assert.That(await root.PlacesOfAsync(token)).IsEmpty();
        }
    }

    [Test]
    public async Task Run_WithAKey_SignsInByIt()
    {
        await using var root = await ServiceRoot.StartAsync();
        using var key = RSA.Create(2048);
        root.SignInByKey(key);

        var outcome = await root.RunAsync(A);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        var body = root.Fake.Requests.To("/services/oauth2/token").Single().Text;
        await Assert.That(body).Contains("jwt-bearer");
        var secret = key.ExportPkcs8PrivateKeyPem().Split('\n')[3];
        await Assert.That(await root.PlacesOfAsync(secret)).IsEmpty();
    }

    [Test]
    public async Task Run_WithATokenThatExpired_FailsWithTheWayToANewOne()
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Fake.Salesforce.ExpireSessions();

        var outcome = await root.RunAsync(A);

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains("company_a_salesforce failed in fetch: ").And.Contains("`sf org display`");
        await Assert.That(await root.TelemetryAsync("SELECT status, error_message LIKE '%sf org display%' FROM runs")).IsEquivalentTo(["failed|1"]);
        await Assert.That(await root.PlacesOfAsync(root.Token)).IsEmpty();
    }

    [Test]
    [Arguments(A, "company_a_crm.db", "accounts", 40)]
    [Arguments(B, "company_b_crm.db", "contacts", 25)]
    public async Task Sandbox_WithNeitherKeyNorNetwork_DeliversTheSameTwice(string name, string database, string table, int count)
    {
        using var root = new TemporaryRoot();
        root.CopyIntegrations();
        var nowhere = new Dictionary<string, string> { ["HTTP_PROXY"] = "http://127.0.0.1:1", ["HTTPS_PROXY"] = "http://127.0.0.1:1" };
        for (var time = 0; time < 2; time++)
        {
            var outcome = await root.RunAsync(nowhere, "run", name, "--sandbox");

            await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
            await Assert.That(await TelemetryRows.QueryAsync(root.Path("output", "sandbox", database), $"SELECT count(*), count(DISTINCT id) FROM {table}"))
                .IsEquivalentTo([$"{count}|{count}"]);
        }

        await Assert.That(await TelemetryRows.QueryAsync(root.Path("output", "sandbox", "telemetry.db"), "SELECT status, records_delivered FROM runs"))
            .IsEquivalentTo([$"succeeded|{count}", $"succeeded|{count}"]);
    }
}
