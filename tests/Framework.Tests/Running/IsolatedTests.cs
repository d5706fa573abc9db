using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Framework.Tests.Running;

public class IsolatedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static Task<BatchResult> RunAsync(Host host, string config, Func<IsolatedRun, IReadOnlyList<string>> command, CancellationToken stop = default) =>
        host.RunAsync(
            new BatchOptions { Integrations = [Host.Integration("script", config, () => new Script())], Isolate = true, IsolatedCommand = command },
            stop).WaitAsync(Patience, CancellationToken.None);

    private static IReadOnlyList<string> Shell(string script) => ["/bin/sh", "-c", script];

    [Test]
    public async Task Run_ProcessThatRecordsItsRun_ReportsWhatItRecorded()
    {
        await using var host = new Host();
        IsolatedRun? isolated = null;
        var batch = await RunAsync(host, "deliver: [{ jsonl: { path: out.jsonl } }]", run =>
        {
            // What the other process would do, with a store of its own.
            isolated = run;
            using var store = new DisposableStore(host);
            host.Runner(store.Store).RunAsync(new BatchOptions
            {
                Integrations = [Host.Integration("script", "deliver: [{ jsonl: { path: out.jsonl } }]", () => new Script())],
                Isolated = run,
            }).GetAwaiter().GetResult();
            return Shell("exit 0");
        });
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(batch.Runs[0].RunId).IsEqualTo(isolated!.RunId);
        await Assert.That(batch.Runs[0].Counters.Delivered).IsEqualTo(3);
        await Assert.That(await host.QueryAsync("SELECT id, batch_id FROM runs")).IsEquivalentTo([$"{isolated.RunId},{batch.BatchId}"]);
    }

    [Test]
    public async Task Run_ProcessThatIsKilledBehindItsFirstPages_KeepsWhatTheyDelivered()
    {
        await using var host = new Host();
        var batch = await RunAsync(host, "", run =>
        {
            // What is there after two pages: the row, opened and counted, and a claim to a limit.
            using var store = new DisposableStore(host);
            var opened = store.Store.TryOpenRunAsync(
                new RunOpening
                {
                    RunId = run.RunId,
                    BatchId = run.BatchId,
                    Integration = "script",
                    StartedAt = DateTimeOffset.UtcNow,
                    Host = "here",
                    ProcessId = 1,
                },
                CancellationToken.None).AsTask().GetAwaiter().GetResult();
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={host.Store.Path};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                UPDATE runs SET records_fetched = 42, records_delivered = 42, bytes = 1000, cursor_after = '42';
                INSERT INTO http_claims (key, run_id) SELECT 'example.com', id FROM runs;
                """;
            command.ExecuteNonQuery();
            return Shell(opened ? "kill -9 $$" : "exit 1");
        });
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.Crashed);
        await Assert.That(batch.Runs[0].Counters.Delivered).IsEqualTo(42);
        await Assert.That(await host.QueryAsync("SELECT status, records_fetched, records_delivered, bytes, cursor_after FROM runs")).IsEquivalentTo(["crashed,42,42,1000,42"]);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM http_claims")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task Run_ProcessThatEndsBeforeItBegins_IsAFailedRunWithItsExitCode()
    {
        await using var host = new Host();
        var batch = await RunAsync(host, "", _ => Shell("exit 4"));
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains("could not be started: its process ended with exit code 4");
        await Assert.That(batch.IsTelemetryUnusable).IsFalse();
        await Assert.That(await host.QueryAsync("SELECT status, error_message LIKE '%exit code 4%' FROM runs")).IsEquivalentTo(["failed,1"]);
    }

    [Test]
    public async Task Run_ProcessThatHasToldThatNothingCanBeRun_IsAFailedRunThatSaysWhereToLook()
    {
        await using var host = new Host();
        var batch = await RunAsync(host, "", _ => Shell("exit 3"));
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains("its process ended with exit code 3, and has said why on standard error");
        await Assert.That(batch.IsTelemetryUnusable).IsTrue();
        await Assert.That(await host.QueryAsync("SELECT status FROM runs")).IsEquivalentTo(["failed"]);
    }

    [Test]
    [Arguments("INT")]
    [Arguments("KILL")]
    public async Task Run_ProcessThatIsEndedAfterItWasToldToStop_DoesNotBlameTheMemory(string signal)
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var run = RunAsync(host, "memory_limit: 64MB", _ => Shell($"touch '{host.Root}/started'; read line; kill -s {signal} $$"), stop.Token);
        while (!File.Exists(Path.Combine(host.Root, "started")))
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        var batch = await run;
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.Crashed);
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains("after it was told to stop").And.DoesNotContain("memory");
    }

    [Test]
    public async Task Run_ProgramThatIsNotThere_IsAFailedRun()
    {
        await using var host = new Host();
        var batch = await RunAsync(host, "", _ => ["/no/such/program"]);
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains("/no/such/program");
        await Assert.That(await host.QueryAsync("SELECT status FROM runs")).IsEquivalentTo(["failed"]);
    }

    [Test]
    public async Task Run_ProcessThatHangs_IsKilledWhenItsTimeoutIsOver()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = new Host(time);
        var run = RunAsync(host, "timeout: 10s\ngrace: 5s", _ => Shell($"touch '{host.Root}/started'; exec sleep 1000"));
        while (!File.Exists(Path.Combine(host.Root, "started")))
        {
            await Task.Delay(10);
        }

        // The process may be there before the run has begun to wait for it, so once isn't enough.
        while (!run.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(10);
        }

        var batch = await run;
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.TimedOut);
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains("was killed: it did not end when its timeout of 10 s was over");
        await Assert.That(await host.QueryAsync("SELECT status FROM runs")).IsEquivalentTo(["timed_out"]);
    }

    [Test]
    public async Task Run_ProcessThatIsKilled_IsACrashedRunWithItsSignal()
    {
        await using var host = new Host();
        var batch = await RunAsync(host, "", _ => Shell("kill -9 $$"));
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.Crashed);
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains("ended by signal 9, as the kernel does when memory runs out");
        await Assert.That(await host.QueryAsync("SELECT status FROM runs")).IsEquivalentTo(["crashed"]);
    }

    [Test]
    public async Task Run_ProcessThatDiesInTheMiddle_LeavesNoRunningRow()
    {
        await using var host = new Host();
        var batch = await RunAsync(host, "", run =>
        {
            using var store = new DisposableStore(host);
            store.Store.TryOpenRunAsync(new RunOpening { RunId = run.RunId, BatchId = run.BatchId, Integration = run.Integration, StartedAt = DateTimeOffset.UtcNow, Host = "h", ProcessId = 1 })
                .AsTask().GetAwaiter().GetResult();
            return Shell("kill -11 $$");
        });
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.Crashed);
        await Assert.That(await host.QueryAsync("SELECT status, error_message LIKE '%signal 11%' FROM runs")).IsEquivalentTo(["crashed,1"]);
    }

    [Test]
    public async Task Stop_ProcessThatWatchesItsParent_IsToldByTheEndOfItsInput()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var run = RunAsync(host, "", _ => Shell($"touch '{host.Root}/started'; cat > /dev/null; exit 7"), stop.Token);
        while (!File.Exists(Path.Combine(host.Root, "started")))
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        var batch = await run;
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains("exit code 7");
    }

    [Test]
    public async Task Run_MemoryLimit_ReachesTheProcess()
    {
        await using var host = new Host();
        await RunAsync(host, "memory_limit: 64MB", _ => Shell($"printenv DOTNET_GCHeapHardLimit > '{host.Root}/limit'"));
        await Assert.That((await File.ReadAllTextAsync(Path.Combine(host.Root, "limit"))).Trim()).IsEqualTo("4000000");
    }

    [Test]
    public async Task Watch_PipeEnds_Cancels()
    {
        using var stop = new CancellationTokenSource();
        await ParentWatch.WatchAsync(new MemoryStream([1, 2, 3]), stop);
        await Assert.That(stop.IsCancellationRequested).IsTrue();
    }

    private sealed class DisposableStore(Host host) : IDisposable
    {
        public TelemetryStore Store { get; } = TelemetryStore.Open(host.Store.Path, TimeProvider.System);

        public void Dispose() => Store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
