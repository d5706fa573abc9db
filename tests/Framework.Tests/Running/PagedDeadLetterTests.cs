using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>Whether a page of an incremental source has too many dead letters to be committed.</summary>
public class PagedDeadLetterTests
{
    private const int Count = 300;
    private const string Config = "dead_letters: { share: 0.02 }\ndeliver: [{ jsonl: { path: out.jsonl, mode: append } }]\n";

    [Test]
    public async Task Share_BrokenByAPage_StopsThereAndLeavesTheCursorBeforeIt()
    {
        await using var host = new Host();
        var run = await RunAsync(host, item => item.Id > 60);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("30 of 90 records could not be processed, more than the share of 0.02 that is allowed (dead_letters.share)");
        await Assert.That(run.Counters with { Bytes = 0, Dead = 0 }).IsEqualTo(new RunCounters(Fetched: 90, Delivered: 60));
        await ExpectAsync(host, 60);
        await Assert.That(await host.QueryAsync("SELECT status, count(*) FROM dead_letters GROUP BY status")).IsEquivalentTo(["void,30"]);

        var mended = await RunAsync(host, static _ => false);
        await Assert.That(mended.Status).IsEqualTo(RunStatus.Succeeded);
        await ExpectAsync(host, Count);
    }

    [Test]
    public async Task Letters_FromManyThreadsOfAPageThatIsFetchedAhead_AreAllKept()
    {
        const int count = 20_000;
        await using var host = new Host();
        var script = new PagedScript { Fetch = static (_, run, _) => Pages(run) };
        var options = new BatchOptions
        {
            Integrations = [PagedScript.Descriptor("dead_letters: { limit: 1000000, share: 1 }\ndeliver: [{ jsonl: { path: out.jsonl, mode: append } }]", () => script)],
        };
        var run = (await host.RunAsync(options)).Runs.Single();
        await Assert.That(run.Counters.Dead).IsEqualTo(count).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT count(DISTINCT payload) FROM dead_letters")).IsEquivalentTo([$"{count}"]);

        static async IAsyncEnumerable<SourcePage<Item>> Pages(RunContext run)
        {
            yield return new SourcePage<Item>([new Item(1, "a")], "1");
            await Task.Run(() => Parallel.For(0, count, i => run.DeadLetter($"bad {i}", new FormatException("bad"))));
            yield return new SourcePage<Item>([new Item(2, "b")], "2");
        }
    }

    [Test]
    public async Task Share_AFewAtTheBeginning_AreJudgedOverAllRecords()
    {
        await using var host = new Host();
        var run = await RunAsync(host, item => item.Id <= 6);
        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["300"]);
    }

    [Test]
    public async Task Share_TooLargeOnlyInAll_FailsWithTheLettersOpen()
    {
        await using var host = new Host();
        var run = await RunAsync(host, item => item.Id % 30 == 0);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("10 of 300 records could not be processed");
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["300"]);
        await Assert.That(await host.QueryAsync("SELECT status, count(*) FROM dead_letters GROUP BY status")).IsEquivalentTo(["open,10"]);
    }

    [Test]
    public async Task Share_TooLargeInPagesWithoutACursor_DeliversNothingOfThem()
    {
        await using var host = new Host();
        var run = await RunAsync(host, item => item.Id % 30 == 0, pages: static pages => pages.Select(static page => page with { Cursor = null }));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Counters.Delivered).IsEqualTo(0);
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();
    }

    [Test]
    public async Task Share_BrokenByASinkOfAnAuthorsOwn_LeavesTheCursorBeforeThePage()
    {
        await using var host = new Host();
        var receiver = new Receiver
        {
            Take = static page =>
            {
                for (var i = 0; i < page.Count; i++)
                {
                    page.Refuse(i, new InvalidDataException("no"));
                }
            },
        };
        var run = await RunAsync(host, static _ => false, receiver);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("30 of 30 records could not be processed");
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM state")).IsEquivalentTo(["0"]);
    }

    private static async Task ExpectAsync(Host host, int count)
    {
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo([$"{count}"]);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).IsEquivalentTo(Enumerable.Range(1, count).Select(id => $$"""{"id":{{id}},"name":"item {{id}}"}"""));
    }

    private static async Task<RunResult> RunAsync(
        Host host, Func<Item, bool> isBad, Receiver? receiver = null, string config = Config, Func<IAsyncEnumerable<SourcePage<Item>>, IAsyncEnumerable<SourcePage<Item>>>? pages = null)
    {
        var descriptor = PagedScript.Descriptor(receiver is null ? config : config.Replace("jsonl: { path: out.jsonl, mode: append }", "hook: {}", StringComparison.Ordinal), () => new PagedScript
        {
            Fetch = (cursor, _, ct) =>
            {
                var all = PagedScript.PagesAsync(cursor, Count, 30, null, ct);
                return pages is null ? all : pages(all);
            },
            Each = item => isBad(item) ? throw new FormatException($"bad {item.Id}") : item,
        });
        return (await host.RunAsync(new BatchOptions { Integrations = [receiver is null ? descriptor : HookSink.Into(receiver, descriptor)] })).Runs.Single();
    }
}
