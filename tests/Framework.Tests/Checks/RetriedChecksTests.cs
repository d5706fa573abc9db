using Framework.Tests.Running;
using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Checks;

/// <summary>Checks of an incremental run whose attempts fail: they hold over all that the run has delivered, whatever attempt.</summary>
public class RetriedChecksTests
{
    private const string Retried = "retry: { attempts: 3, delay: 1ms }\ndead_letters: { share: 1 }\ndeliver: [{ jsonl: { path: out.jsonl, mode: append } }]\n";
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Test]
    public async Task Unique_ValueOfAPageOfTheAttemptBefore_IsKnown()
    {
        await using var host = new Host();
        var run = await RunAsync(host, "checks: { records: [{ unique: [id] }] }\n");
        await Assert.That(run.Attempts).IsEqualTo(3);
        await Assert.That(run.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 6, Delivered: 4, Dead: 2)).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT json_extract(payload, '$.name'), attempt, status FROM dead_letters ORDER BY id")).IsEquivalentTo(["one again,2,open", "three again,3,open"]);
        await Assert.That((await host.ReadAsync("out.jsonl")).Split('\n').Length - 1).IsEqualTo(4);
    }

    [Test]
    public async Task Unique_PageThatWasNotCommitted_IsForgotten()
    {
        await using var host = new Host();
        var run = await RunAsync(host, "checks: { records: [{ unique: [id] }] }\n", (cursor, context) => Pages(context));
        await Assert.That(run.Attempts).IsEqualTo(2);
        await Assert.That(run.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 3)).Because(run.ErrorMessage ?? "");

        static async IAsyncEnumerable<SourcePage<Sale>> Pages(RunContext run)
        {
            await Task.Yield();
            if (run.Attempt == 1)
            {
                yield return new SourcePage<Sale>([new(1)], "1");

                // Delivered, and not committed, since no cursor follows.
                yield return new SourcePage<Sale>([new(2), new(3)], null);
                throw new IOException("gone");
            }

            yield return new SourcePage<Sale>([new(2), new(3)], "3");
        }
    }

    [Test]
    public async Task Volume_OfSeveralAttempts_CountsWhatAllOfThemDelivered()
    {
        await using var host = new Host();
        var run = await RunAsync(host, "checks: { run: [{ volume: { min: 6, max: 6 } }] }\n");
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
    }

    [Test]
    public async Task Volume_OfARunWithoutACursor_CountsTheAttemptThatDelivers()
    {
        await using var host = new Host();
        var attempts = 0;
        const string config = "retry: { attempts: 2, delay: 1ms }\npage: { records: 1 }\nchecks: { records: [{ unique: [id] }], run: [{ volume: { max: 2 } }] }\ndeliver: [{ jsonl: { path: out.jsonl } }]\n";
        var run = (await host.RunAsync(new BatchOptions { Integrations = [Sales.Descriptor(config, Two())] })).Runs[0];
        await Assert.That(run.Attempts).IsEqualTo(2);
        await Assert.That(run.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 2, Delivered: 2)).Because(run.ErrorMessage ?? "");

        IEnumerable<Sale> Two()
        {
            yield return new Sale(1);
            yield return new Sale(2);
            if (attempts++ == 0)
            {
                throw new IOException("gone");
            }
        }
    }

    [Test]
    public async Task Freshness_NewestValueOfAnAttemptBefore_Counts()
    {
        await using var host = new Host();
        var run = await RunAsync(host, "checks: { run: [{ freshness: { field: at, within: 1h } }] }\n");
        await Assert.That(run.Attempts).IsEqualTo(3);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
    }

    /// <summary>Three pages, before each but the first of which an attempt fails.</summary>
    private static async IAsyncEnumerable<SourcePage<Sale>> ThreePages(string? cursor, RunContext run)
    {
        await Task.Yield();
        Sale[][] pages = [[new(1, At: Now), new(2)], [new(3), new(1, "one again")], [new(4, At: Now.AddDays(-9)), new(3, "three again")]];
        for (var page = int.Parse(cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture); page < pages.Length; page++)
        {
            if (page >= run.Attempt)
            {
                throw new IOException("the source has gone away");
            }

            yield return new SourcePage<Sale>(pages[page], (page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static async Task<RunResult> RunAsync(Host host, string checks, Func<string?, RunContext, IAsyncEnumerable<SourcePage<Sale>>>? pages = null) =>
        (await host.RunAsync(new BatchOptions { Integrations = [PagedSales.Descriptor(Retried + checks, pages ?? ThreePages)] })).Runs[0];
}
