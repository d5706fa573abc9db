using Framework.Tests.Running;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Checks;

/// <summary>The check <c>volume</c> where a source goes on from a cursor, and may have nothing new.</summary>
public class IncrementalVolumeTests
{
    private readonly List<Sale> _sales = [];

    [Test]
    public async Task Volume_NothingNew_IsNoProblem()
    {
        await using var host = new Host();
        await ExpectAsync(host, "min: 1, at_least: 0.5", grow: 4);
        await ExpectAsync(host, "min: 1, at_least: 0.5", grow: 0);
    }

    [Test]
    public async Task Volume_NothingNewAndNotAllowed_Fails()
    {
        await using var host = new Host();
        await ExpectAsync(host, "min: 1, allow_empty: false", grow: 2);
        await ExpectAsync(host, "min: 1, allow_empty: false", grow: 0, "there are 0 records, fewer than 1 (volume.min). Its pages are delivered all the same");
    }

    [Test]
    public async Task Volume_RecordsOfWhichNonePasses_IsJudged()
    {
        await using var host = new Host();
        _sales.AddRange([new Sale(1, null), new Sale(2, null)]);
        const string config = "dead_letters: { share: 1 }\nchecks: { records: [{ not_null: [name] }], run: [{ volume: { min: 1 } }] }\n";
        var run = (await host.RunAsync(new BatchOptions { Integrations = [PagedSales.Descriptor(config, _sales)] })).Runs[0];
        await Assert.That(run.ErrorMessage!).Contains("there are 0 records, fewer than 1 (volume.min)");
    }

    [Test]
    public async Task Volume_AgainstTheLastRuns_ComparesWhatWasNewInEach()
    {
        await using var host = new Host();
        const string volume = "at_least: 0.5, at_most: 1.5";

        // The first run and a full refresh have everything: neither is judged, nor a measure for the others.
        await ExpectAsync(host, volume, grow: 100);
        await ExpectAsync(host, volume, grow: 10);
        await ExpectAsync(host, volume, grow: 0);
        await ExpectAsync(host, volume, grow: 0);
        await ExpectAsync(host, volume, grow: 0, change: options => options with { FullRefresh = true });
        await ExpectAsync(host, volume, grow: 12);
        await ExpectAsync(host, volume, grow: 4, "there are 4 records, fewer than 0.5 times the average of the last runs, which is 11 (volume.at_least)");
        await ExpectAsync(host, volume, grow: 18, "there are 18 records, more than 1.5 times the average of the last runs, which is 11 (volume.at_most)");
    }

    [Test]
    public async Task Volume_WholeRunThatMayBeEmpty_IsNoProblemAndNoMeasure()
    {
        await using var host = new Host();
        const string config = "checks: { run: [{ volume: { min: 1, at_least: 0.9, allow_empty: true } }] }\ndeliver: [{ jsonl: { path: out.jsonl } }]\n";
        foreach (var (count, status) in new[] { (10, RunStatus.Succeeded), (0, RunStatus.Succeeded), (0, RunStatus.Succeeded), (8, RunStatus.Failed) })
        {
            var run = (await host.RunAsync(new BatchOptions { Integrations = [Sales.Descriptor(config, New(count))] })).Runs[0];
            await Assert.That(run.Status).IsEqualTo(status).Because(run.ErrorMessage ?? "");
        }
    }

    [Test]
    public async Task Backfill_OfThePast_IsHeldToTheChecksOfItsRecordsAlone()
    {
        await using var host = new Host();
        const string config = "checks: { records: [{ range: { field: id, min: 2 } }], run: [{ volume: { min: 5, allow_empty: false } }, { freshness: { field: at, within: 1h } }] }\n";
        var january = BackfillWindow.Cut(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2020, 2, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(31)).Single();
        var run = (await host.RunAsync(new BatchOptions { Integrations = [PagedSales.Descriptor(config, _sales)], Window = january })).Runs[0];
        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT phase FROM dead_letters")).IsEquivalentTo(["check"]);
    }

    private async Task ExpectAsync(Host host, string volume, int grow, string? problem = null, Func<BatchOptions, BatchOptions>? change = null)
    {
        _sales.AddRange(New(grow));
        var config = $"checks: {{ run: [{{ volume: {{ {volume} }} }}] }}\ndeliver: [{{ jsonl: {{ path: out.jsonl, mode: append }} }}]\n";
        var options = new BatchOptions { Integrations = [PagedSales.Descriptor(config, _sales)] };
        var run = (await host.RunAsync(change?.Invoke(options) ?? options)).Runs[0];
        if (problem is null)
        {
            await Assert.That(run.ErrorMessage).IsNull();
        }
        else
        {
            await Assert.That(run.ErrorMessage ?? "").Contains(problem);
        }
    }

    private static IEnumerable<Sale> New(int count) => Enumerable.Range(1, count).Select(i => new Sale(i));
}
