using System.Runtime.CompilerServices;
using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

public class StopTests
{
    private const string ToJsonLines = "deliver: [{ jsonl: { path: out.jsonl } }]\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Timeout_PhaseThatHeedsTheToken_TimesOutAndLeavesTheOldFile()
    {
        await using var host = new Host();
        await host.RunAsync(ToJsonLines);
        var before = await host.ReadAsync("out.jsonl");
        var result = await host.RunAsync(ToJsonLines + "timeout: 50ms", new Script { Fetch = (_, ct) => OneAndThen(Task.Delay(-1, ct)) }).WaitAsync(Patience);
        await Assert.That(result.Status).IsEqualTo(RunStatus.TimedOut);
        await Assert.That(result.ErrorMessage!).Contains("it took longer than 0.05 s");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(before);
    }

    [Test]
    [Arguments("fetch")]
    [Arguments("postprocess")]
    [Arguments("deliver")]
    public async Task Timeout_PhaseThatHeedsTheToken_IsNamed(string phase)
    {
        await using var host = new Host();
        var script = phase switch
        {
            "fetch" => new Script { Fetch = (_, ct) => OneAndThen(Task.Delay(-1, ct)) },
            "postprocess" => new Script { Stream = (_, _, ct) => OneAndThen(Task.Delay(-1, ct)) },
            _ => new Script { Deliver = (_, _, ct) => Task.Delay(-1, ct) },
        };
        var result = await host.RunAsync(ToJsonLines + "timeout: 200ms", script).WaitAsync(Patience);
        await Assert.That(result.ErrorMessage!).Contains($"timed out in {phase}: it took longer than 0.2 s");
    }

    [Test]
    [Arguments("fetch")]
    [Arguments("deliver")]
    public async Task Timeout_PhaseOfPagesThatHeedsTheToken_IsNamed(string phase)
    {
        await using var host = new Host();
        var script = new PagedScript
        {
            Fetch = (_, _, ct) => Pages(phase == "fetch" ? Task.Delay(-1, ct) : Task.CompletedTask),
            Deliver = phase == "fetch" ? null : static (_, _, ct) => Task.Delay(-1, ct),
        };
        var batch = await host.RunAsync(new BatchOptions { Integrations = [PagedScript.Descriptor(ToJsonLines.Replace("out.jsonl", "out.jsonl, mode: append", StringComparison.Ordinal) + "timeout: 200ms", () => script)] }).WaitAsync(Patience);
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains($"timed out in {phase}: it took longer than 0.2 s");

        static async IAsyncEnumerable<SourcePage<Item>> Pages(Task wait)
        {
            yield return new SourcePage<Item>([new Item(1, "a")], "1");
            await wait;
        }
    }

    [Test]
    public async Task Timeout_OverWhileAPageIsCommitted_GivesTheRunUpAfterwards()
    {
        await using var host = new Host();
        var never = new TaskCompletionSource();
        var commits = 0;
        FaultPoints.Listen(step =>
        {
            // The first says that the sink is at work. The second takes longer than the timeout and its grace time together.
            if (step.StartsWith("before commit of CommitPage", StringComparison.Ordinal) && ++commits == 2)
            {
                Thread.Sleep(1500);
            }
        });
        var script = new PagedScript { Fetch = (_, _, _) => Pages() };
        var config = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }]\ntimeout: 300ms\ngrace: 100ms";
        var batch = await host.RunAsync(new BatchOptions { Integrations = [PagedScript.Descriptor(config, () => script)] }).WaitAsync(Patience);
        FaultPoints.Listen(null);
        await Assert.That(commits).IsEqualTo(2);
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.TimedOut);
        await Assert.That(batch.Runs[0].ErrorMessage!).Contains("was given up");
        await Assert.That(batch.Runs[0].Counters.Delivered).IsEqualTo(1);
        await Assert.That(await host.QueryAsync("SELECT status, records_delivered FROM runs")).IsEquivalentTo(["timed_out,1"]);
        never.SetResult();

        async IAsyncEnumerable<SourcePage<Item>> Pages()
        {
            yield return new SourcePage<Item>([new Item(1, "a")], "1");
            await never.Task;
            yield return new SourcePage<Item>([new Item(2, "a")], "2");
        }
    }

    [Test]
    public async Task Timeout_CodeThatIgnoresIt_CountsNothingAsDelivered()
    {
        await using var host = new Host();
        var never = new TaskCompletionSource();
        var result = await host.RunAsync(
            ToJsonLines + "page: { records: 1 }\ntimeout: 300ms\ngrace: 50ms", new Script { Fetch = (_, _) => OneAndThen(never.Task) }).WaitAsync(Patience);
        await Assert.That(result.Status).IsEqualTo(RunStatus.TimedOut);
        await Assert.That(result.Counters.Delivered).IsEqualTo(0);
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();
        never.SetResult();
    }

    [Test]
    public async Task Timeout_SourceThatEndsQuietlyWhenTold_DoesNotPassForTheWholeData()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "timeout: 50ms", new Script { Fetch = (_, ct) => Quiet(ct) }).WaitAsync(Patience);
        await Assert.That(result.Status).IsEqualTo(RunStatus.TimedOut);
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();

        static async IAsyncEnumerable<Item> Quiet([EnumeratorCancellation] CancellationToken ct)
        {
            while (!ct.IsCancellationRequested)
            {
                yield return new Item(1, null);
                await Task.Delay(5, CancellationToken.None);
            }
        }
    }

    [Test]
    public async Task Stop_RunThatHeedsTheToken_IsCancelledAndLaterOnesAreNotStarted()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var batch = await host.RunAsync(
            new BatchOptions
            {
                Integrations =
                [
                    Host.Integration("first", ToJsonLines, () => new Script
                    {
                        Fetch = (_, ct) =>
                        {
                            stop.CancelAfter(20);
                            return OneAndThen(Task.Delay(-1, ct));
                        },
                    }),
                    Host.Integration("second", "", () => new Script()),
                ],
            },
            stop.Token).WaitAsync(Patience);
        await Assert.That(batch.Runs.Select(run => run.Status)).IsEquivalentTo([RunStatus.Cancelled, RunStatus.Cancelled]);
        await Assert.That(batch.Runs[1].RunId).IsNull();
        await Assert.That(await host.QueryAsync("SELECT integration, status FROM runs")).IsEquivalentTo(["first,cancelled"]);
    }

    [Test]
    public async Task Stop_DeliveryThatIsNearlyDone_MayEndWithinTheGraceTime()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var result = await host.RunAsync(ToJsonLines, new Script
        {
            Deliver = async (records, run, ct) =>
            {
                await run.DeliverToSinksAsync(records, ct);
                await stop.CancelAsync();
                await Task.Delay(50, CancellationToken.None);
            },
        }, stop.Token).WaitAsync(Patience);
        await Assert.That(result.Counters.Delivered).IsEqualTo(result.Status == RunStatus.Succeeded ? 3 : 0);
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsEqualTo(result.Status == RunStatus.Succeeded);
    }

    [Test]
    public async Task Hang_PhaseThatIgnoresTheToken_IsGivenUpFencedAndKeepsItsLock()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        using var blocked = new ManualResetEventSlim();
        var late = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = new Script
        {
            Fetch = (_, ct) => Script.Items(10, CancellationToken.None),
            Deliver = async (records, run, _) =>
            {
                await stop.CancelAsync();
                blocked.Wait(Patience, CancellationToken.None);
                try
                {
                    await run.DeliverToSinksAsync(records, CancellationToken.None);
                    late.SetResult(null);
                }
                catch (Exception error)
                {
                    late.SetResult(error);
                    throw;
                }
            },
        };
        const string config = ToJsonLines + "grace: 30ms";
        var result = await host.RunAsync(config, hanging, stop.Token).WaitAsync(Patience, CancellationToken.None);
        await Assert.That(result.Status).IsEqualTo(RunStatus.TimedOut);
        await Assert.That(result.ErrorMessage!).Contains("deliver did not end within the grace time of 0.03 s after it was told to stop");
        await Assert.That(await host.QueryAsync("SELECT status FROM runs")).IsEquivalentTo(["timed_out"]);

        var second = await host.RunAsync(config);
        await Assert.That(second.Status).IsEqualTo(RunStatus.Skipped);

        blocked.Set();
        await Assert.That((await late.Task.WaitAsync(Patience))!.Message).Contains("The run of 'script' is closed");
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();

        RunResult third;
        do
        {
            third = await host.RunAsync(ToJsonLines);
        }
        while (third.Status == RunStatus.Skipped);
        await Assert.That(third.Status).IsEqualTo(RunStatus.Succeeded);
    }

    [Test]
    public async Task Hang_InOneRun_DoesNotHoldUpTheNext()
    {
        await using var host = new Host();
        using var blocked = new ManualResetEventSlim();
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations =
            [
                Host.Integration("hangs", "timeout: 20ms\ngrace: 20ms\nconcurrency: { group: g, limit: 1 }", () => new Script
                {
                    Each = (raw, _) =>
                    {
                        blocked.Wait(Patience, CancellationToken.None);
                        return raw;
                    },
                }),
                Host.Integration("works", "concurrency: { group: g, limit: 1 }", () => new Script()),
            ],
        }).WaitAsync(Patience);
        blocked.Set();
        await Assert.That(batch.Runs.Select(run => run.Status)).IsEquivalentTo([RunStatus.TimedOut, RunStatus.Succeeded]);
    }

    [Test]
    public async Task Hang_AfterEverythingWasDelivered_IsASuccess()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        using var blocked = new ManualResetEventSlim();
        var result = await host.RunAsync(ToJsonLines + "grace: 30ms", new HangsAtTheEnd(stop, blocked), stop.Token).WaitAsync(Patience, CancellationToken.None);
        blocked.Set();
        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(result.ErrorMessage!).Contains("delivered everything, but does not end");
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(3);
    }

    private sealed class HangsAtTheEnd(CancellationTokenSource stop, ManualResetEventSlim blocked) : Script, IDisposable
    {
        public void Dispose()
        {
            stop.Cancel();
            blocked.Wait(Patience, CancellationToken.None);
        }
    }

    private static async IAsyncEnumerable<Item> OneAndThen(Task wait)
    {
        yield return new Item(1, null);
        await wait;
    }
}
