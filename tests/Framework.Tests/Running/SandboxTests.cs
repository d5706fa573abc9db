using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

public class SandboxTests
{
    private const string Cassette = """
        { "version": 1, "recorded_at": "2020-02-03T04:05:06Z", "limit": 4, "variables": { "PLACE": "recorded", "GONE": null }, "exchanges": [] }
        """;

    [Test]
    public async Task Run_InTheSandbox_TakesItsClockFromTheCassetteWhileTimersAreReal()
    {
        await using var host = new Host();
        Write(host, "script");
        var seen = new List<DateTimeOffset>();
        var script = new Script
        {
            Fetch = (run, cancellationToken) =>
            {
                seen.AddRange([run.StartedAt, run.Time.GetUtcNow()]);
                return SleepAsync(run, seen, cancellationToken);
            },
        };

        var result = await RunAsync(host, Host.Integration("script", "deliver:\n  - jsonl: { path: out.jsonl }\n", () => script));

        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded).Because(result.ErrorMessage ?? "");
        await Assert.That(seen.Distinct()).IsEquivalentTo([new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero)]);
        await Assert.That(File.Exists(Path.Combine(SandboxFolder.Of(host.Root), "out.jsonl"))).IsTrue();
        await Assert.That(await host.QueryAsync("SELECT trigger, started_at > '2025' FROM runs", SandboxFolder.TelemetryFileOf(host.Root))).IsEquivalentTo(["sandbox,1"]);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM runs")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task Run_OfAnIncrementalSourceInTheSandbox_BeginsAnewEachTimeAndLeavesLiveCursorsAlone()
    {
        await using var host = new Host();
        Write(host, "paged");
        var cursors = new List<string?>();
        var descriptor = PagedScript.Descriptor("deliver:\n  - sqlite: { path: out.db, table: items, key: [id] }\n", () => new PagedScript
        {
            Fetch = (cursor, _, cancellationToken) =>
            {
                cursors.Add(cursor);
                return PagedScript.PagesAsync(cursor, 3, 2, null, cancellationToken);
            },
        });

        await host.RunAsync(new BatchOptions { Integrations = [descriptor] });
        await RunAsync(host, descriptor);
        await RunAsync(host, descriptor);

        await Assert.That(cursors).IsEquivalentTo(new string?[] { null, null, null });
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["3"]);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM items", Path.Combine(SandboxFolder.Of(host.Root), "out.db"))).IsEquivalentTo(["3"]);
    }

    [Test]
    public async Task Run_InTheSandbox_FetchesNoMoreThanWasRecorded()
    {
        await using var host = new Host();
        Write(host, "script");

        var result = await RunAsync(host, Host.Integration("script", "", () => new Script { Fetch = (_, ct) => Script.Items(9, ct) }));

        await Assert.That(result.Counters.Fetched).IsEqualTo(4);
    }

    [Test]
    [Arguments("${PLACE}", "recorded")]
    [Arguments("${GONE:-default}", "default")]
    [Arguments("${OTHER}", "live")]
    public async Task Load_InTheSandbox_PutsTheCassettesVariablesBeforeTheEnvironments(string value, string expected)
    {
        await using var host = new Host();
        Write(host, "script");
        var descriptor = Host.Integration("script", $"deliver:\n  - jsonl: {{ path: \"{value}.jsonl\" }}\n", () => new Script());
        var variables = new Dictionary<string, string> { ["PLACE"] = "live", ["GONE"] = "live", ["OTHER"] = "live" };

        var loaded = new ConfigurationLoader(new ConfigurationSources { Root = host.Root, Variables = variables, Mode = RunMode.Sandbox }).Load(descriptor);

        await Assert.That(loaded.Config.Deliver.Cast<JsonLinesSinkConfig>().Single().Path.FullPath)
            .IsEqualTo(Path.Combine(SandboxFolder.Of(host.Root), $"{expected}.jsonl"));
    }

    [Test]
    public async Task Load_InTheSandboxWithoutAVariableThatIsNoSecret_IsAnError()
    {
        await using var host = new Host();
        var descriptor = Host.Integration("script", "deliver:\n  - jsonl: { path: \"${NOWHERE}.jsonl\" }\n", () => new Script());

        var loaded = new ConfigurationLoader(new ConfigurationSources { Root = host.Root, Mode = RunMode.Sandbox }).Load(descriptor);

        await Assert.That(loaded.IsValid).IsFalse();
        await Assert.That(loaded.Diagnostics.Single().Message).Contains("NOWHERE");
    }

    [Test]
    public async Task Run_InTheSandboxWithTheLiveTelemetry_Throws()
    {
        await using var host = new Host();

        await Assert.That(async () => await host.RunAsync(new BatchOptions { Integrations = [], Mode = RunMode.Sandbox })).Throws<ArgumentException>();
    }

    [Test]
    [Arguments("/srv/output/a/b.csv", "/srv/output/sandbox/a/b.csv")]
    [Arguments("/srv/output/sandbox/b.csv", "/srv/output/sandbox/sandbox/b.csv")]
    [Arguments("/srv/b.csv", "/srv/output/sandbox/outside/srv/b.csv")]
    [Arguments("/srv/output", "/srv/output/sandbox")]
    [Arguments("/srv/output2/b.csv", "/srv/output/sandbox/outside/srv/output2/b.csv")]
    [Arguments("/srv/output/..b.csv", "/srv/output/sandbox/..b.csv")]
    public async Task Rebase_OfAnyPath_StaysInTheSandbox(string path, string expected) =>
        await Assert.That(SandboxFolder.Rebase("/srv", path)).IsEqualTo(expected);

    private static async IAsyncEnumerable<Item> SleepAsync(
        RunContext run, List<DateTimeOffset> seen, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20), run.Time, cancellationToken);
        seen.Add(run.Time.GetUtcNow());
        yield return new Item(1, "slept");
    }

    private static void Write(Host host, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Root, "integrations", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "cassette.json"), Cassette);
    }

    private static async Task<RunResult> RunAsync(Host host, IntegrationDescriptor descriptor)
    {
        Directory.CreateDirectory(SandboxFolder.Of(host.Root));
        await using var store = TelemetryStore.Open(SandboxFolder.TelemetryFileOf(host.Root), TimeProvider.System);
        return (await host.Runner(store).RunAsync(new BatchOptions { Integrations = [descriptor], Mode = RunMode.Sandbox })).Runs.Single();
    }
}
