using System.Runtime.CompilerServices;
using IntegrationFramework;
using IntegrationFramework.Running;
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

    [Test]
    [Arguments(1)]
    [Arguments(2)]
    [Arguments(7)]
    public async Task Run_SeveralWorkers_DeliverInOrder(int workers)
    {
        await using var host = new Host();
        var config = $"page: {{ records: 3 }}\npostprocess: {{ workers: {workers} }}\ndead_letters: {{ share: 1 }}\ndeliver: [{{ jsonl: {{ path: out.jsonl }} }}]";
        var run = await host.RunAsync(config, new Script
        {
            Fetch = (_, ct) => Script.Items(100, ct),
            Each = (item, _) =>
            {
                // The later a page, the sooner it is done.
                Thread.SpinWait((int)(100 - item.Id) * 500);
                return item.Id % 10 == 4 ? null : item.Id % 10 == 7 ? throw new FormatException($"bad {item.Id}") : item;
            },
        });
        var expected = Enumerable.Range(1, 100).Where(id => id % 10 is not (4 or 7)).Select(id => $$"""{"id":{{id}},"name":"item {{id}}"}""");
        await Assert.That((await File.ReadAllLinesAsync(host.Output("out.jsonl"))).SequenceEqual(expected)).IsTrue();
        await Assert.That((run.Counters.Fetched, run.Counters.Delivered, run.Counters.Dropped, run.Counters.Dead)).IsEqualTo((100, 80, 10, 10));
        await Assert.That((await host.QueryAsync("SELECT error_message FROM dead_letters ORDER BY id")).SequenceEqual(
            Enumerable.Range(0, 10).Select(i => $"bad {(i * 10) + 7}"))).IsTrue();
    }

    [Test]
    public async Task Run_SeveralWorkers_WorkAtOnce()
    {
        await using var host = new Host();
        using var both = new Barrier(2);
        var run = await host.RunAsync("page: { records: 1 }\npostprocess: { workers: 2 }", new Script
        {
            Fetch = (_, ct) => Script.Items(2, ct),
            Each = (item, _) => both.SignalAndWait(Patience) ? item : throw new TimeoutException("it was alone"),
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Dead).IsEqualTo(0);
    }

    [Test]
    public async Task Run_WorkerFails_FailsInPostprocess()
    {
        await using var host = new Host();
        var run = await host.RunAsync("page: { records: 1 }\npostprocess: { workers: 3 }\ndead_letters: { limit: 1, share: 1 }", new Script
        {
            Fetch = (_, ct) => Script.Items(20, ct),
            Each = (item, _) => throw new FormatException($"bad {item.Id}"),
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("More than 1 records could not be processed");
    }

    [Test]
    public async Task Run_WorkersForAWholeStream_IsWarnedOf()
    {
        await using var host = new Host();
        await host.RunAsync("postprocess: { workers: 3 }", new Script { Stream = (records, _, _) => records });
        await Assert.That(await host.QueryAsync("SELECT level FROM logs WHERE message LIKE '%postprocess.workers has no effect%'")).IsEquivalentTo(["warning"]);
    }

    [Test]
    public async Task Run_IncrementalSource_FetchesTheNextPageWhileOneIsDelivered()
    {
        await using var host = new Host();
        var secondPage = new TaskCompletionSource();
        var run = await RunAsync(host, new PagedScript
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 6, 3, from => { if (from == 3) { secondPage.SetResult(); } }, ct),
            Deliver = async (records, _, ct) =>
            {
                await foreach (var record in records.WithCancellation(ct))
                {
                    await secondPage.Task.WaitAsync(Patience, ct);
                }
            },
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Delivered).IsEqualTo(6);
    }

    [Test]
    public async Task Run_NextPageFails_CommitsTheOneBeforeAndNothingOfTheNext()
    {
        await using var host = new Host();
        var failed = new TaskCompletionSource();
        var run = await RunAsync(host, new PagedScript
        {
            Fetch = (_, context, _) => Pages(context),
            Deliver = async (records, context, ct) =>
            {
                await context.DeliverToSinksAsync(records, ct);
                await failed.Task.WaitAsync(Patience, ct);
            },
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("paged failed in fetch: the source has gone away");
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(1);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["1"]);

        async IAsyncEnumerable<SourcePage<Item>> Pages(RunContext context)
        {
            await Task.CompletedTask;
            yield return new SourcePage<Item>([new Item(1, "item 1")], "1");
            failed.SetResult();
            throw new IOException("the source has gone away");
        }
    }

    [Test]
    public async Task Run_DeadLetterOfThePageAhead_IsCommittedWithThatPage()
    {
        await using var host = new Host();
        var ahead = new TaskCompletionSource();
        var attempts = 0;
        var script = new PagedScript
        {
            Fetch = (cursor, context, _) => Pages(cursor, context),
            Deliver = async (records, context, ct) =>
            {
                await ahead.Task.WaitAsync(Patience, ct);
                await context.DeliverToSinksAsync(records, ct);
                if (++attempts == 2)
                {
                    throw new IOException("the target has gone away");
                }
            },
        };
        var run = await RunAsync(host, script, "retry: { attempts: 2, delay: 1ms }\n");
        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That((run.Counters.Fetched, run.Counters.Delivered, run.Counters.Dead)).IsEqualTo((3, 2, 1));
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(2);

        async IAsyncEnumerable<SourcePage<Item>> Pages(string? cursor, RunContext context)
        {
            await Task.CompletedTask;
            if (cursor is null)
            {
                yield return new SourcePage<Item>([new Item(1, "item 1")], "1");
            }

            context.DeadLetter("of the second page", new FormatException("unreadable"));
            ahead.TrySetResult();
            yield return new SourcePage<Item>([new Item(2, "item 2")], "2");
        }
    }

    [Test]
    public async Task Run_PageIsCommitted_SaysSoAndAgainWhenTheNextRunBegins()
    {
        await using var host = new Host();
        var committed = new List<string>();
        PagedScript Script(int count) => new()
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 3, null, ct),
            Committed = cursor =>
            {
                committed.Add($"{cursor}: {string.Join(' ', host.QueryAsync("SELECT cursor FROM state").GetAwaiter().GetResult())}");
            },
        };
        await RunAsync(host, Script(6));
        await RunAsync(host, Script(9));
        await Assert.That(committed.SequenceEqual(["3: 3", "6: 6", "6: 6", "9: 9"])).IsTrue();
    }

    [Test]
    public async Task Run_CursorStaysWhereItIs_SaysNothingOfCommits()
    {
        await using var host = new Host();
        var committed = new List<string>();
        var script = new PagedScript { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 6, 3, null, ct), Committed = committed.Add };
        await RunAsync(host, script, change: options => options with { DryRun = true });
        await RunAsync(host, script, change: options => options with { Limit = 6 });
        await Assert.That(committed).IsEmpty();
    }

    private static async Task<RunResult> RunAsync(Host host, PagedScript script, string config = "", Func<BatchOptions, BatchOptions>? change = null)
    {
        var options = new BatchOptions
        {
            Integrations = [PagedScript.Descriptor(config + "dead_letters: { share: 1 }\ndeliver: [{ jsonl: { path: out.jsonl, mode: append } }]", () => script)],
        };
        return (await host.RunAsync(change?.Invoke(options) ?? options)).Runs.Single();
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
