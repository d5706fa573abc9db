using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>An incremental source whose next page is fetched while one is delivered: what of it counts, and when it is told of commits.</summary>
public class PagesSideBySideTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
}
