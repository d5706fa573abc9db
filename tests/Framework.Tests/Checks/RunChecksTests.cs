using System.Text;
using Framework.Tests.Running;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Checks;

public class RunChecksTests
{
    private const string ToFile = "\ndead_letters: { share: 1 }\ndeliver: [{ jsonl: { path: out.jsonl, mode: append } }]\n";

    [Test]
    [Arguments("volume: { min: 4 }", "there are 3 records, fewer than 4 (volume.min)")]
    [Arguments("volume: { max: 2 }", "there are 3 records, more than 2 (volume.max)")]
    [Arguments("freshness: { field: at, within: 1h }", "there is no record with a value in 'at' (freshness)")]
    public async Task Run_CheckFails_DeliversNothingAndIsNotTriedAgain(string check, string problem)
    {
        await using var host = new Host();
        var run = await RunAsync(host, check, Many(3), "retry: { attempts: 3, delay: 1ms }\n");
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Attempts).IsEqualTo(1);
        await Assert.That(run.ErrorMessage!).IsEqualTo($"sales failed in check: {problem}. Nothing was delivered. Look at the source, or correct checks.run in config.yaml.");
        await Assert.That(run.Counters.Delivered).IsEqualTo(0);
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();
    }

    [Test]
    public async Task Volume_AgainstTheLastRuns_MeasuresByTheirAverage()
    {
        await using var host = new Host();
        const string check = "volume: { at_least: 0.5, at_most: 1.5, of_last: 2 }";
        await Assert.That((await RunAsync(host, check, Many(100))).Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That((await RunAsync(host, check, Many(8))).Status).IsEqualTo(RunStatus.Failed);
        foreach (var count in new[] { 100, 60, 40 })
        {
            var run = await RunAsync(host, check, Many(count));
            await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        }

        await Assert.That((await RunAsync(host, check, Many(24))).ErrorMessage!).Contains("there are 24 records, fewer than 0.5 times the average of the last runs, which is 50 (volume.at_least)");
        await Assert.That((await RunAsync(host, check, Many(76))).ErrorMessage!).Contains("there are 76 records, more than 1.5 times the average of the last runs, which is 50 (volume.at_most)");
        await Assert.That((await RunAsync(host, check, Many(25))).Status).IsEqualTo(RunStatus.Succeeded);
    }

    [Test]
    public async Task Volume_LimitedAndDryRuns_AreNeitherJudgedNorAMeasure()
    {
        await using var host = new Host();
        const string check = "volume: { min: 5, at_least: 0.9 }";
        var descriptor = Sales.Descriptor(Config(check), Many(10));
        await host.RunAsync(new BatchOptions { Integrations = [descriptor] });
        await Assert.That((await host.RunAsync(new BatchOptions { Integrations = [descriptor], Limit = 1 })).Runs[0].Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That((await host.RunAsync(new BatchOptions { Integrations = [descriptor], DryRun = true })).Runs[0].Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That((await RunAsync(host, check, Many(8))).ErrorMessage!).Contains("which is 10 (volume.at_least)");
    }

    [Test]
    public async Task Freshness_NewestValue_DecidesWhateverTheOrder()
    {
        await using var host = new Host();
        var now = DateTimeOffset.UtcNow;
        Sale[] sales = [new(1, At: now.AddHours(-3)), new(2, At: now.AddMinutes(-90)), new(3, At: now.AddDays(-9)), new(4)];
        await Assert.That((await RunAsync(host, "freshness: { field: at, within: 2h }", sales)).Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That((await RunAsync(host, "freshness: { field: at, within: 1h }", sales)).ErrorMessage!).Contains("more than 1h ago (freshness)");
    }

    [Test]
    public async Task Run_StandardOutputBeforeACheckThatFails_StaysEmpty()
    {
        await using var host = new Host();
        var config = $"checks: {{ run: [{{ volume: {{ min: 4 }} }}] }}\ndeliver: [stdout: {{}}]\n";
        await host.RunAsync(new BatchOptions { Integrations = [Sales.Descriptor(config, Many(3))] });
        await Assert.That(Encoding.UTF8.GetString(host.StandardOutput.ToArray())).IsEqualTo("");
        await host.RunAsync(new BatchOptions { Integrations = [Sales.Descriptor(config, Many(4))] });
        await Assert.That(Encoding.UTF8.GetString(host.StandardOutput.ToArray()).Split('\n').Length - 1).IsEqualTo(4);
    }

    [Test]
    public async Task Run_IncrementalIntegration_DeliversAndFailsAfterwards()
    {
        await using var host = new Host();
        var config = Config("volume: { min: 6 }");
        var run = (await host.RunAsync(new BatchOptions { Integrations = [PagedSales.Descriptor(config, Many(5))] })).Runs[0];
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("there are 5 records, fewer than 6 (volume.min). Its pages are delivered all the same");
        await Assert.That(run.Counters.Delivered).IsEqualTo(5);
        await Assert.That((await host.ReadAsync("out.jsonl")).Split('\n').Length - 1).IsEqualTo(5);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["6"]);
    }

    [Test]
    public async Task Freshness_IncrementalRunWithNothingNew_SaysNothing()
    {
        await using var host = new Host();
        var run = (await host.RunAsync(new BatchOptions { Integrations = [PagedSales.Descriptor(Config("freshness: { field: at, within: 1h }"), [])] })).Runs[0];
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
    }

    [Test]
    public async Task Unique_IncrementalRun_HoldsOverItsPages()
    {
        await using var host = new Host();
        const string config = "checks: { records: [{ unique: [id] }] }" + ToFile;
        var run = (await host.RunAsync(new BatchOptions { Integrations = [PagedSales.Descriptor(config, [new(1), new(2), new(1), new(3)])] })).Runs[0];
        await Assert.That(run.Counters.Dead).IsEqualTo(1).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT phase, status FROM dead_letters")).IsEquivalentTo(["check,open"]);
    }

    private static Sale[] Many(int count) => [.. Enumerable.Range(1, count).Select(i => new Sale(i))];

    private static string Config(string check) => $"checks: {{ run: [{{ {check} }}] }}{ToFile}";

    private static async Task<RunResult> RunAsync(Host host, string check, Sale[] sales, string more = "") =>
        (await host.RunAsync(new BatchOptions { Integrations = [Sales.Descriptor(more + Config(check), sales)] })).Runs[0];
}
