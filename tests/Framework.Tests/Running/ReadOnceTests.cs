using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using static Framework.Tests.Running.Replays;

namespace Framework.Tests.Running;

/// <summary>Authors' code that reads a stream twice, or stops before its end: no record goes missing without a word.</summary>
public class ReadOnceTests
{
    private const string ToFile = "deliver:\n  - jsonl: { path: out.jsonl }\n";
    private const string ReadTwice = "The records of a run can be read only once, since they come straight from the source; a look at the first of them counts. Read them in one loop, and hand on from there.";

    /// <summary>A look at the first record, and then the rest to the sinks.</summary>
    private static readonly Func<IAsyncEnumerable<Item>, RunContext, CancellationToken, Task> LookFirst = static async (records, run, ct) =>
    {
        if (await records.AnyAsync(ct))
        {
            await run.DeliverToSinksAsync(records, ct);
        }
    };

    private static readonly Func<IAsyncEnumerable<Item>, RunContext, CancellationToken, Task> TakeOne = static async (records, _, ct) =>
        await records.FirstAsync(ct);

    [Test]
    [Arguments(3)]
    [Arguments(1500)]
    public async Task Run_DeliverThatLooksAtTheFirstRecord_FailsAndLeavesTheTarget(int count)
    {
        await using var host = new Host();
        await host.RunAsync(ToFile, new Script { Fetch = (_, ct) => Script.Items(1, ct) });
        var run = await host.RunAsync(ToFile, new Script { Fetch = (_, ct) => Script.Items(count, ct), Deliver = LookFirst });

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage).Contains(ReadTwice);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo("{\"id\":1,\"name\":\"item 1\"}\n");
    }

    [Test]
    public async Task Run_DeliverThatGivesTheStreamToTheSinksTwice_Fails()
    {
        await using var host = new Host();
        var run = await host.RunAsync(ToFile, new Script
        {
            Deliver = static async (records, run, ct) =>
            {
                await run.DeliverToSinksAsync(records, ct);
                await run.DeliverToSinksAsync(records, ct);
            },
        });

        await Assert.That(run.ErrorMessage).Contains(ReadTwice);
    }

    [Test]
    public async Task Run_DeliverThatGivesTwoStreamsAtOnce_Fails()
    {
        await using var host = new Host();
        var run = await host.RunAsync(ToFile, new Script
        {
            Deliver = static async (records, run, ct) =>
            {
                var began = new TaskCompletionSource();
                var end = new TaskCompletionSource();
                var first = run.DeliverToSinksAsync(Held(began, end), ct);
                await began.Task;
                try
                {
                    await run.DeliverToSinksAsync(records, ct);
                }
                finally
                {
                    end.SetResult();
                    await first;
                }
            },
        });

        await Assert.That(run.ErrorMessage).Contains("'script' delivers to its sinks already: await one DeliverToSinksAsync before the next.");

        static async IAsyncEnumerable<Item> Held(TaskCompletionSource began, TaskCompletionSource end)
        {
            began.SetResult();
            await end.Task;
            yield return new Item(9, "late");
        }
    }

    [Test]
    public async Task Run_DeliverThatGivesOneStreamAfterTheOther_DeliversBoth()
    {
        await using var host = new Host();
        var run = await host.RunAsync(ToFile, new Script
        {
            Deliver = static async (records, run, ct) =>
            {
                await run.DeliverToSinksAsync(records, ct);
                await run.DeliverToSinksAsync(new[] { new Item(4, "the last") }.ToAsyncEnumerable(), ct);
            },
        });

        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That((await host.ReadAsync("out.jsonl")).Split('\n').Length).IsEqualTo(5);
    }

    [Test]
    public async Task Run_DeliverThatStopsWithinTheLastPage_SaysSoAndCountsWhatItTook()
    {
        var log = new LogList();
        await using var host = new Host { Loggers = log };
        var run = await host.RunAsync("deliver: []\n", new Script { Fetch = (_, ct) => Script.Items(30, ct), Deliver = TakeOne });

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Delivered).IsEqualTo(1);
        await Assert.That(log.Lines).Contains("script: DeliverAsync returned before it had read all records; the rest was not fetched.");
    }

    [Test]
    public async Task Run_PostprocessThatStops_SaysSo()
    {
        var log = new LogList();
        await using var host = new Host { Loggers = log };
        var run = await host.RunAsync(ToFile, new Script
        {
            Fetch = (_, ct) => Script.Items(3000, ct),
            Stream = static (records, _, _) => records.TakeWhile(record => record.Id < 10),
        });

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Delivered).IsEqualTo(9);
        await Assert.That(log.Lines).IsEquivalentTo(
            ["script: PostprocessAsync ended without reading to the end; the rest was not fetched. Where that is meant, stop in FetchAsync."]);
    }

    [Test]
    public async Task Run_PhasesThatReadToTheEnd_SayNothing()
    {
        var log = new LogList();
        await using var host = new Host { Loggers = log };
        await host.RunAsync(ToFile, new Script
        {
            Fetch = (_, ct) => Script.Items(3000, ct),
            Stream = static (records, _, _) => records.Where(record => record.Id < 10),
            Deliver = static (records, run, ct) => run.DeliverToSinksAsync(records.Where(record => record.Id > 1), ct),
        });

        await Assert.That(log.Lines).IsEmpty();
    }

    [Test]
    public async Task Run_PagedDeliverThatLooksAtTheFirstRecord_FailsAndMovesNoCursor()
    {
        await using var host = new Host();
        var run = await RunPagedAsync(host, LookFirst);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage).Contains(ReadTwice);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM state")).IsEquivalentTo(["0"]);
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task Run_PagedDeliverThatStopsWithinThePage_FailsAndMovesNoCursor(bool hasStream)
    {
        await using var host = new Host();
        var run = await RunPagedAsync(host, TakeOne, hasStream ? static records => records.Select(static record => record) : null);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage).Contains("DeliverAsync returned before it had read all records of the page.");
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM state")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task Replay_DeliverThatLooksAtTheRecord_KeepsTheLetter()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        var replay = await ReplayAsync(host, Append, new Script { Deliver = LookFirst });

        await Assert.That(replay.ErrorMessage).Contains(ReadTwice);
        await Assert.That(await host.QueryAsync("SELECT status FROM dead_letters")).IsEquivalentTo(["open"]);
    }

    private static async Task<RunResult> RunPagedAsync(
        Host host, Func<IAsyncEnumerable<Item>, RunContext, CancellationToken, Task> deliver, Func<IAsyncEnumerable<Item>, IAsyncEnumerable<Item>>? stream = null)
    {
        var descriptor = PagedScript.Descriptor("deliver:\n  - sqlite: { path: out.db, table: plain }\n", () => new PagedScript
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 9, 3, cancellationToken: ct),
            Stream = stream,
            Deliver = deliver,
        });
        return (await host.RunAsync(new BatchOptions { Integrations = [descriptor] })).Runs[0];
    }
}
