using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Framework.Tests.Running;

public class BatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Run_Sequentially_KeepsTheOrderAndOneAtATime()
    {
        await using var host = new Host();
        var gauge = new Gauge();
        var batch = await host.RunAsync(new BatchOptions { Integrations = [.. Many(5, "", gauge)] });
        await Assert.That(gauge.Most).IsEqualTo(1);
        await Assert.That(batch.IsSuccess).IsTrue();
        await Assert.That(batch.Runs.Select(run => run.Integration)).IsEquivalentTo(["i0", "i1", "i2", "i3", "i4"]);
        await Assert.That(await host.QueryAsync($"SELECT count(*) FROM runs WHERE batch_id = '{batch.BatchId}'")).IsEquivalentTo(["5"]);
    }

    [Test]
    public async Task Run_InParallel_RunsAsManyAsAllowedAndNoMore()
    {
        await using var host = new Host();
        var gauge = new Gauge();
        var batch = await host.RunAsync(new BatchOptions { Integrations = [.. Many(20, "", gauge)], Parallelism = 4 });
        await Assert.That(batch.IsSuccess).IsTrue();
        await Assert.That(gauge.Most).IsBetween(2, 4);
    }

    [Test]
    public async Task Run_ConcurrencyGroup_LimitsItsMembersAndNobodyElse()
    {
        await using var host = new Host();
        var members = new Gauge();
        var others = new Gauge();
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations = [.. Many(8, "concurrency: { group: api, limit: 2 }", members), .. Many(8, "", others, "o")],
            Parallelism = 8,
        }).WaitAsync(Patience);
        await Assert.That(batch.IsSuccess).IsTrue();
        await Assert.That(members.Most).IsLessThanOrEqualTo(2);
        await Assert.That(others.Most).IsGreaterThan(2);
    }

    [Test]
    public async Task Run_ConcurrencyGroupThatAnotherProcessFills_SaysThatItWaits()
    {
        using var log = new LogList(LogLevel.Information);
        await using var host = new Host { Loggers = log };
        const string config = "concurrency: { group: api, limit: 1 }";
        Task run;
        using (new GroupSlots(host.Root, TimeProvider.System, static () => 0.5).TryTake("api", 1))
        {
            run = host.RunAsync(config);
            for (var looks = 0; log.Lines.Count == 0; looks++)
            {
                await Assert.That(looks).IsLessThan(4000).Because("nothing is said");
                await Task.Delay(5);
            }
        }

        await run.WaitAsync(Patience);
        await Assert.That(log.Lines.First()).IsEqualTo("script waits: other processes have all places (1) of the group 'api'.");
    }

    [Test]
    public async Task Run_IntegrationsThatDoNotGoTogether_FailBeforeAnythingIsFetched()
    {
        await using var host = new Host();
        var gauge = new Gauge();
        const string sink = "deliver: [{ jsonl: { path: same.jsonl } }]";
        IntegrationDescriptor[] integrations = [.. Many(2, sink, gauge), .. Many(1, "deliver: [{ jsonl: { path: other.jsonl } }]", new Gauge(), "o")];
        var loader = new ConfigurationLoader(new ConfigurationSources { Root = host.Root });
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations = integrations,
            Conflicts = ConfigurationValidator.Conflicts(integrations.Select(integration => (integration.Name, loader.Load(integration)))),
        });
        await Assert.That(gauge.Most).IsEqualTo(0);
        await Assert.That(batch.Runs.Select(run => run.Status)).IsEquivalentTo([RunStatus.Failed, RunStatus.Failed, RunStatus.Succeeded]);
        await Assert.That(batch.Runs[1].ErrorMessage!).Contains(
            "i1 could not be started: its configuration can't be used: integrations/i1/config.yaml(1,28): error IFW0120: the integration 'i0' writes to this path too.");
    }

    [Test]
    public async Task Run_ConcurrencyGroup_IsOneNumberAcrossStores()
    {
        await using var host = new Host();
        await using var store = TelemetryStore.Open(host.Store.Path, TimeProvider.System);
        var gauge = new Gauge();
        const string config = "concurrency: { group: api, limit: 1 }";
        var one = host.Runner().RunAsync(new BatchOptions { Integrations = [.. Many(4, config, gauge)], Parallelism = 4 });
        var two = host.Runner(store).RunAsync(new BatchOptions { Integrations = [.. Many(4, config, gauge, "o")], Parallelism = 4 });
        await Task.WhenAll(one, two).WaitAsync(Patience);
        await Assert.That((await one).IsSuccess && (await two).IsSuccess).IsTrue();
        await Assert.That(gauge.Most).IsEqualTo(1);
    }

    [Test]
    public async Task Run_SameIntegrationHoldsTheOnlyPlaceOfItsGroup_IsSkippedAtOnce()
    {
        await using var host = new Host();
        await using var store = TelemetryStore.Open(host.Store.Path, TimeProvider.System);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new BatchOptions
        {
            Integrations = [Host.Integration("script", "concurrency: { group: api, limit: 1 }", () => new Script { Fetch = (_, _) => Held() })],
        };
        var first = host.RunAsync(options);
        await started.Task.WaitAsync(Patience);
        var second = await host.Runner(store).RunAsync(options).WaitAsync(Patience);
        await Assert.That(second.Runs[0].Status).IsEqualTo(RunStatus.Skipped);
        await Assert.That(second.Runs[0].ErrorMessage).IsEqualTo("script is running already, in this process or another; it never runs twice at once. Wait for it to end.");
        end.SetResult();
        await Assert.That((await first.WaitAsync(Patience)).IsSuccess).IsTrue();

        async IAsyncEnumerable<Item> Held()
        {
            started.SetResult();
            await end.Task;
            yield return new Item(1, "one");
        }
    }

    [Test]
    public async Task Run_StoppedWhileItWaitsForItsGroup_EndsAtOnce()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var place = await new GroupSlots(host.Root, TimeProvider.System, () => 0.5).TakeAsync("api", 1, CancellationToken.None);
        var run = host.RunAsync("concurrency: { group: api, limit: 1 }", stop: stop.Token);
        await stop.CancelAsync();
        await Assert.That((await run.WaitAsync(Patience)).Status).IsEqualTo(RunStatus.Cancelled);
        place.Dispose();
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM runs")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task Run_SameIntegrationInAnotherStore_IsSkippedWithAWarning()
    {
        await using var host = new Host();
        await using var store = TelemetryStore.Open(host.Store.Path, TimeProvider.System);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = host.RunAsync("", new Script
        {
            Deliver = async (_, _, _) =>
            {
                started.SetResult();
                await end.Task;
            },
        });
        await started.Task.WaitAsync(Patience);
        var second = await host.Runner(store).RunAsync(new BatchOptions { Integrations = [Host.Integration("script", "", () => new Script())] });
        end.SetResult();
        await Assert.That((await first).Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(second.Runs[0].Status).IsEqualTo(RunStatus.Skipped);
        await Assert.That(second.IsSuccess).IsTrue();
        await Assert.That(await host.QueryAsync("SELECT status FROM runs ORDER BY started_at")).IsEquivalentTo(["succeeded", "skipped"]);
        await store.FlushAsync();
        await Assert.That((await host.QueryAsync("SELECT message FROM logs WHERE level = 'warning' AND message LIKE '%running already%'")).Count).IsEqualTo(1);
    }

    [Test]
    public async Task Run_FailFast_StartsNothingAfterAFailure()
    {
        await using var host = new Host();
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations =
            [
                Host.Integration("fails", "", () => new Script { Fetch = (_, _) => throw new IOException("away") }),
                Host.Integration("later", "", () => new Script()),
            ],
            FailFast = true,
        });
        await Assert.That(batch.Runs.Select(run => run.Status)).IsEquivalentTo([RunStatus.Failed, RunStatus.Cancelled]);
        await Assert.That(batch.IsSuccess).IsFalse();
    }

    [Test]
    public async Task Run_OneFails_TheOthersRun()
    {
        await using var host = new Host();
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations =
            [
                Host.Integration("fails", "", () => throw new InvalidOperationException("can't be made")),
                Host.Integration("unconfigured", "pages: 3", () => new Script()),
                Host.Integration("works", "enabled: false", () => new Script()),
            ],
        });
        await Assert.That(batch.Runs.Select(run => run.Status)).IsEquivalentTo([RunStatus.Failed, RunStatus.Failed, RunStatus.Succeeded]);
        await Assert.That(batch.Runs[0].ErrorMessage!).StartsWith("fails could not be started: can't be made.");
        await Assert.That(batch.Runs[1].ErrorMessage!).Contains("integrations/unconfigured/config.yaml(1,1): error IFW0102");
        await Assert.That(await host.QueryAsync("SELECT integration, status FROM runs ORDER BY integration")).IsEquivalentTo(["fails,failed", "unconfigured,failed", "works,succeeded"]);
    }

    [Test]
    public async Task Run_Observer_IsToldOfStartProgressAndEnd()
    {
        var observer = new Recorder();
        await using var host = new Host { Observer = observer };
        var result = await host.RunAsync("page: { records: 1 }\ndeliver: [{ jsonl: { path: out.jsonl } }]");
        await Assert.That(observer.Events).IsEquivalentTo(["started", "1", "2", "3", $"finished {result.RunId}"]);
    }

    [Test]
    public async Task Run_StandardOutput_GetsWholeLinesOfEveryRunAndNothingOfFailedAttempts()
    {
        await using var host = new Host();
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations = [.. Enumerable.Range(0, 8).Select(i => Host.Integration($"i{i}", "retry: { attempts: 2, delay: 1ms }\ndeliver: [{ stdout: {} }]", () => new Script
            {
                Fetch = (run, ct) => Script.Items(2000, ct).Select(item => run.Attempt == 1 && item.Id == 1999 ? throw new IOException("broke off") : item),
            }))],
            Parallelism = 4,
        });
        await Assert.That(batch.IsSuccess).IsTrue();
        var lines = System.Text.Encoding.UTF8.GetString(host.StandardOutput.ToArray()).Split('\n');
        await Assert.That(lines.Length).IsEqualTo((8 * 2000) + 1);
        await Assert.That(lines[..^1].All(line => line.StartsWith("{\"id\":", StringComparison.Ordinal) && line.EndsWith("\"}", StringComparison.Ordinal))).IsTrue();
    }

    [Test]
    public async Task Run_TelemetryCantBeWritten_FailsEachRunWithAMessage()
    {
        await using var host = new Host();
        await using (var connection = new SqliteConnection($"Data Source={host.Store.Path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DROP VIEW telemetry; DROP TABLE runs";
            await command.ExecuteNonQueryAsync();
        }

        var batch = await host.RunAsync(new BatchOptions { Integrations = [.. Many(2, "", new Gauge())] });
        await Assert.That(batch.Runs.Select(run => run.Status)).IsEquivalentTo([RunStatus.Failed, RunStatus.Failed]);
        await Assert.That(batch.Runs[1].ErrorMessage!).StartsWith("i1 could not be run or recorded: ");
    }

    private static IEnumerable<IntegrationDescriptor> Many(int count, string config, Gauge gauge, string prefix = "i") =>
        Enumerable.Range(0, count).Select(i => Host.Integration($"{prefix}{i}", config, () => new Script
        {
            Deliver = async (_, _, ct) =>
            {
                gauge.Enter();
                await Task.Delay(30, ct);
                gauge.Leave();
            },
        }));

    private sealed class Gauge
    {
        private int _now;
        private int _most;

        public int Most => _most;

        public void Enter()
        {
            var now = Interlocked.Increment(ref _now);
            int most;
            while (now > (most = _most) && Interlocked.CompareExchange(ref _most, now, most) != most)
            {
            }
        }

        public void Leave() => Interlocked.Decrement(ref _now);
    }

    private sealed class Recorder : IBatchObserver
    {
        public List<string> Events { get; } = [];

        public void RunStarted(string runId, string integration) => Events.Add("started");

        public void RunProgress(string runId, string integration, RunCounters counters) => Events.Add($"{counters.Delivered}");

        public void RunFinished(RunResult result) => Events.Add($"finished {result.RunId}");
    }
}
