using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>What a further attempt makes of that which the one before it has committed, and what becomes of a run that waits for one.</summary>
public class AttemptTests
{
    private const string Config = "retry: { attempts: 2, delay: 1ms }\ndeliver:\n  - jsonl: { path: out.jsonl, mode: append }\n  - sqlite: { path: out.db, table: items }\n";

    private static async Task<RunResult> RunAsync(Host host, Func<BatchOptions, BatchOptions> change, string config = Config)
    {
        var script = new PagedScript
        {
            Fetch = (cursor, run, ct) => PagedScript.PagesAsync(cursor, 10, 3, from => Refuse(run.Attempt == 1 && from == 6), ct),
        };
        var batch = await host.RunAsync(change(new BatchOptions { Integrations = [PagedScript.Descriptor(config, () => script)] }));
        return batch.Runs.Single();
    }

    private static void Refuse(bool refuses)
    {
        if (refuses)
        {
            throw new IOException("the source is gone");
        }
    }

    private static async Task ExpectAsync(Host host, int count)
    {
        await Assert.That(await host.QueryAsync("SELECT count(*), count(DISTINCT id), max(id) FROM items", host.Output("out.db")))
            .IsEquivalentTo([$"{count},{count},{count}"]);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(count);
    }

    [Test]
    public async Task FullRefresh_SecondAttempt_GoesOnBehindThePagesThatAreDelivered()
    {
        await using var host = new Host();
        var run = await RunAsync(host, static options => options with { FullRefresh = true });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(run.Attempts).IsEqualTo(2);
        await Assert.That(run.Counters.Delivered).IsEqualTo(10);
        await ExpectAsync(host, 10);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["10"]);
    }

    [Test]
    public async Task FullRefresh_UniqueCheck_MeetsNoRecordTwice()
    {
        await using var host = new Host();
        var run = await RunAsync(host, static options => options with { FullRefresh = true }, Config + "checks: { records: [ { unique: [id] } ] }\n");
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await ExpectAsync(host, 10);
    }

    [Test]
    public async Task Limit_SecondAttempt_DeliversTheRestAndLeavesTheCursor()
    {
        await using var host = new Host();
        var run = await RunAsync(host, static options => options with { Limit = 8 });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(run.Attempts).IsEqualTo(2);
        await ExpectAsync(host, 8);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM state")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task DryRun_SecondAttempt_BeginsAtTheBeginning()
    {
        await using var host = new Host();
        var run = await RunAsync(host, static options => options with { DryRun = true });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(run.Counters.Fetched).IsEqualTo(10);
    }

    [Test]
    public async Task Stop_WhileTheNextAttemptIsWaitedFor_NamesTheErrorAndKeepsLettersOnce()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var script = new Script { Fetch = (run, _) => Source(run) };
        var result = await host.RunAsync("retry: { attempts: 3, delay: 1m }", script, stop.Token);
        await Assert.That(result.Status).IsEqualTo(RunStatus.Cancelled);
        await Assert.That(result.ErrorMessage!).Contains("was cancelled while it waited for attempt 2 of 3; attempt 1 had failed in fetch: the source is gone.");
        await Assert.That(await host.QueryAsync("SELECT payload, status FROM dead_letters")).IsEquivalentTo(["\"bad\",void"]);

        async IAsyncEnumerable<Item> Source(RunContext run)
        {
            run.DeadLetter("bad", new FormatException("no number"));
            yield return new Item(1, "a");
            await Task.Yield();
            stop.CancelAfter(200);
            throw new IOException("the source is gone");
        }
    }

    [Test]
    public async Task Timeout_WhileTheNextAttemptIsWaitedFor_NamesTheError()
    {
        await using var host = new Host();
        var result = await host.RunAsync(
            "timeout: 200ms\nretry: { attempts: 5, delay: 1m }", new Script { Fetch = static (_, _) => throw new IOException("the source is gone") });
        await Assert.That(result.Status).IsEqualTo(RunStatus.TimedOut);
        await Assert.That(result.ErrorMessage!).IsEqualTo(
            "script timed out while it waited for attempt 2 of 5; attempt 1 had failed in fetch: the source is gone (it took longer than 0.2 s). "
            + "Look at that error first; timeout in config.yaml is for all attempts together.");
    }
}
