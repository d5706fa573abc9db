using System.Runtime.CompilerServices;
using IntegrationFramework;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>The phases at work side by side: what they may do ahead of each other, and what must come of it all the same.</summary>
public class SideBySideTests
{
    private const string SmallPages = "page: { records: 2 }\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Run_DeliveryIsSlow_FetchesTheNextPageMeanwhile()
    {
        await using var host = new Host();
        var thirdPage = new TaskCompletionSource();
        var run = await host.RunAsync(SmallPages, new Script
        {
            Fetch = (_, _) => Items(10, id => id == 5, thirdPage),
            Deliver = async (records, _, ct) =>
            {
                await foreach (var record in records.WithCancellation(ct))
                {
                    // Would wait for good if nothing were fetched before the first page is delivered.
                    await thirdPage.Task.WaitAsync(Patience, ct);
                }
            },
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Delivered).IsEqualTo(10);
    }

    [Test]
    public async Task Run_PostprocessIsSlow_FetchesTheNextPageMeanwhile()
    {
        await using var host = new Host();
        var thirdPage = new TaskCompletionSource();
        var run = await host.RunAsync(SmallPages + "deliver: [{ jsonl: { path: out.jsonl } }]", new Script
        {
            Fetch = (_, _) => Items(10, id => id == 5, thirdPage),
            Each = (item, _) =>
            {
                if (item.Id == 3)
                {
                    thirdPage.Task.WaitAsync(Patience).GetAwaiter().GetResult();
                }

                return item;
            },
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(10);
    }

    [Test]
    public async Task Run_FetchFailsAhead_SaysSoInFetch()
    {
        await using var host = new Host();
        var run = await host.RunAsync(SmallPages + "deliver: [{ jsonl: { path: out.jsonl } }]", new Script
        {
            Fetch = (_, ct) => FailingAfter(9, ct),
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("script failed in fetch: the source has gone away");
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();
    }

    [Test]
    public async Task Run_DeliveryFailsWhileFetchWaits_TellsFetchToStop()
    {
        await using var host = new Host();
        var (waits, wasTold) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = await host.RunAsync(SmallPages, new Script
        {
            Fetch = (_, ct) => WaitingAfter(4, waits, wasTold, ct),
            Deliver = async (records, _, _) =>
            {
                await foreach (var record in records)
                {
                    await waits.Task;
                    throw new IOException("the target has gone away");
                }
            },
        }).WaitAsync(Patience);
        await Assert.That(wasTold.Task.IsCompleted).IsTrue();
        await Assert.That(run.ErrorMessage!).Contains("script failed in deliver: the target has gone away");
    }

    [Test]
    public async Task Run_DeadLettersOfAllPhases_AreNamedByTheirOwn()
    {
        await using var host = new Host();
        var run = await host.RunAsync(SmallPages + "dead_letters: { share: 1 }\ndeliver: [{ jsonl: { path: out.jsonl } }]", new Script
        {
            Fetch = (context, ct) => WithBadOnes(context, ct),
            Each = (item, _) => item.Id % 3 == 0 ? throw new FormatException("no third one") : item,
        });
        await Assert.That(run.Counters.Fetched).IsEqualTo(40);
        await Assert.That(run.Counters.Delivered).IsEqualTo(20);
        await Assert.That(await host.QueryAsync("SELECT phase, count(*) FROM dead_letters GROUP BY 1 ORDER BY 1"))
            .IsEquivalentTo(["fetch,10", "postprocess,10"]);

        static async IAsyncEnumerable<Item> WithBadOnes(RunContext context, [EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var item in Script.Items(30, ct))
            {
                if (item.Id % 3 == 1)
                {
                    context.DeadLetter($"before {item.Id}", new FormatException("unreadable"));
                }

                yield return item;
            }
        }
    }

    [Test]
    public async Task Run_PhasesOverlap_EachIsTimedByItself()
    {
        await using var host = new Host();
        await host.RunAsync(SmallPages, new Script
        {
            Fetch = (_, ct) => Slowly(ct),
            Deliver = async (records, _, _) =>
            {
                await foreach (var record in records)
                {
                }
            },
        });

        // Deliver did nothing but wait, which is fetch's time and not its own.
        await Assert.That(await host.QueryAsync(
            "SELECT (SELECT duration_ms FROM phases WHERE phase = 'fetch') > 2 * (SELECT duration_ms FROM phases WHERE phase = 'deliver')")).IsEquivalentTo(["1"]);

        static async IAsyncEnumerable<Item> Slowly([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var item in Script.Items(20, ct))
            {
                await Task.Delay(20, ct);
                yield return item;
            }
        }
    }

    private static async IAsyncEnumerable<Item> Items(int count, Func<long, bool> isReached, TaskCompletionSource reached)
    {
        await foreach (var item in Script.Items(count))
        {
            if (isReached(item.Id))
            {
                reached.TrySetResult();
            }

            yield return item;
        }
    }

    private static async IAsyncEnumerable<Item> FailingAfter(int count, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in Script.Items(count, ct))
        {
            yield return item;
        }

        throw new IOException("the source has gone away");
    }

    private static async IAsyncEnumerable<Item> WaitingAfter(
        int count, TaskCompletionSource waits, TaskCompletionSource wasTold, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in Script.Items(count, ct))
        {
            yield return item;
        }

        try
        {
            waits.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        }
        finally
        {
            wasTold.SetResult();
        }
    }
}
