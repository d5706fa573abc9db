using System.Runtime.CompilerServices;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Framework.Tests.Running;

public class RetryTests
{
    private const string Quick = "retry: { attempts: 3, delay: 1ms, max_delay: 2ms }\n";

    [Test]
    public async Task Run_FirstAttemptFailsHalfway_NothingOfItIsDelivered()
    {
        await using var host = new Host();
        var attempts = new List<int>();
        await host.RunAsync("deliver: [{ jsonl: { path: out.jsonl, mode: append } }]", new Script { Fetch = (_, ct) => Script.Items(1, ct) });
        var result = await host.RunAsync(
            Quick + "page: { records: 2 }\ndeliver: [{ jsonl: { path: out.jsonl, mode: append } }, { sqlite: { path: out.db, table: items } }]",
            new Script
            {
                Fetch = (run, ct) =>
                {
                    attempts.Add(run.Attempt);
                    return FailsAfter(run.Attempt == 1 ? 5 : int.MaxValue, ct);
                },
            });
        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(attempts).IsEquivalentTo([1, 2]);
        await Assert.That(result.Attempts).IsEqualTo(2);
        await Assert.That(result.Counters.Delivered).IsEqualTo(7);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(8);
        await Assert.That(await host.QueryAsync("SELECT count(*), min(id), max(id) FROM items", host.Output("out.db"))).IsEquivalentTo(["7,1,7"]);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM logs WHERE level = 'warning' AND message LIKE 'script: attempt 1 of 3 failed%'")).IsEquivalentTo(["1"]);
    }

    [Test]
    public async Task Run_AllAttemptsFail_FailsWithTheLastErrorAndCountsAttempts()
    {
        await using var host = new Host();
        var result = await host.RunAsync(Quick, new Script { Fetch = (run, _) => throw new IOException($"away {run.Attempt}") });
        await Assert.That(result.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(result.ErrorMessage!).StartsWith("script failed in fetch: away 3.");
        await Assert.That(await host.QueryAsync("SELECT status, attempts FROM runs")).IsEquivalentTo(["failed,3"]);
    }

    [Test]
    public async Task Run_TooManyDeadLetters_IsNotTriedAgain()
    {
        await using var host = new Host();
        var result = await host.RunAsync(Quick + "dead_letters: { limit: 1 }", new Script { Each = (_, _) => throw new FormatException("bad") });
        await Assert.That(result.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(result.Attempts).IsEqualTo(1);
    }

    [Test]
    [Arguments(false, 1)]
    [Arguments(true, 3)]
    public async Task Run_RefusedByAService_IsTriedAgainOnlyIfThatMayHelp(bool isTransient, int attempts)
    {
        await using var host = new Host();
        var result = await host.RunAsync(
            Quick, new Script { Fetch = (_, _) => throw new ServiceException("The key is wrong. Get another.") { IsTransient = isTransient } });
        await Assert.That(result.Attempts).IsEqualTo(attempts);
        await Assert.That(result.ErrorMessage).IsEqualTo("script failed in fetch: The key is wrong. Get another.");
    }

    [Test]
    public async Task Run_IntegrationIsMadeAnewForEachAttempt_AndDisposed()
    {
        await using var host = new Host();
        var made = 0;
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations =
            [
                Host.Integration("script", Quick, () =>
                {
                    made++;
                    return made < 3 ? throw new InvalidOperationException("not yet") : new Script();
                }),
            ],
        });
        await Assert.That(batch.Runs[0].Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(made).IsEqualTo(3);
    }

    [Test]
    [Arguments(1, 0.0, 2000)]
    [Arguments(1, 1.0, 1000)]
    [Arguments(3, 0.0, 8000)]
    [Arguments(6, 0.0, 60000)]
    [Arguments(100, 1.0, 30000)]
    public async Task DelayAfter_Attempt_DoublesUpToTheLongestLessTheJitter(int attempt, double random, int milliseconds)
    {
        var config = new RetryConfig { Attempts = 100, Delay = TimeSpan.FromSeconds(2), MaxDelay = TimeSpan.FromMinutes(1) };
        await Assert.That(Retry.DelayAfter(config, attempt, random)).IsEqualTo(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Test]
    public async Task Run_BetweenAttempts_WaitsByTheClockThatItWasGiven()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = new Host(time);
        var attempts = 0;
        var run = host.RunAsync("retry: { attempts: 2, delay: 1h, max_delay: 1h }", new Script
        {
            Fetch = (context, ct) => Interlocked.Increment(ref attempts) == 1 ? throw new IOException("away") : Script.Items(1, ct),
        });
        while (await host.QueryAsync("SELECT 1 FROM logs WHERE message LIKE '%attempt 1 of 2%'") is [])
        {
            await Task.Delay(10);
        }

        time.Advance(TimeSpan.FromMinutes(29));
        await Task.Delay(50);
        await Assert.That(attempts).IsEqualTo(1);
        RunResult? result = null;
        while (result is null)
        {
            // The wait may begin a moment after the log line: time goes on until it is over.
            time.Advance(TimeSpan.FromMinutes(31));
            await Task.WhenAny(run, Task.Delay(20));
            result = run.IsCompleted ? await run : null;
        }

        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(attempts).IsEqualTo(2);
    }

    [Test]
    public async Task Run_StoppedWhileItWaitsForTheNextAttempt_IsCancelledAtOnce()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var run = host.RunAsync("retry: { attempts: 2, delay: 1h, max_delay: 1h }", new Script
        {
            Fetch = (_, _) =>
            {
                stop.CancelAfter(50);
                throw new IOException("away");
            },
        }, stop.Token);
        var result = await run.WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.That(result.Status).IsEqualTo(RunStatus.Cancelled);
    }

    private static async IAsyncEnumerable<Item> FailsAfter(int count, [EnumeratorCancellation] CancellationToken ct)
    {
        var given = 0;
        await foreach (var item in Script.Items(7, ct))
        {
            yield return given++ < count ? item : throw new IOException("broke off");
        }
    }
}
