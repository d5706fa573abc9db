using System.Globalization;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>A sink of an author's own in a process that is killed: what was delivered and not committed comes again, under the same token.</summary>
[NotInParallel, Category("Crash")]
public class SinkCrashTests
{
    private const string CommitOfAPage = "before commit of CommitPage in telemetry";
    private static readonly int[] Numbers = [1, 2, 3, 4, 5];

    [Test]
    public async Task Run_EndedAtEveryStepOfAnIncrementalSource_EachTokenHoldsItsPageOnce()
    {
        using var scenario = Ledger(async root =>
        {
            await Assert.That(await ShelfAsync(root)).IsEquivalentTo(Numbers.Select(Json));
            await Assert.That(await OutputFiles.LinesAsync(root, "ledger.jsonl")).IsEquivalentTo(Numbers.Select(Json));
        });
        var points = await scenario.PointsAsync();
        await Assert.That(points).Contains("after delivery to an author's sink");
        await Assert.That(await scenario.CrashAsync(points)).IsEmpty();
    }

    [Test]
    public async Task Run_EndedBetweenDeliveryAndCommit_DeliversUnderTheSameTokenAgain()
    {
        using var scenario = Ledger(static _ => Task.CompletedTask);
        var points = await scenario.PointsAsync();

        // The first commit opens the receipts, the second is the first page's.
        var uncommitted = points.Index().Where(point => point.Item == CommitOfAPage).ElementAt(1).Index + 1;
        await scenario.LeaveAtAsync(scenario.Before, uncommitted);
        await Assert.That((await TestHost.RunHereAsync(scenario.Before, "ledger", scenario.Sets)).ErrorMessage).IsNull();

        var arrivals = await OutputFiles.LinesAsync(scenario.Before, "shelf.arrivals");
        await Assert.That(arrivals.Length).IsEqualTo(3);
        await Assert.That(arrivals[1]).IsEqualTo(arrivals[0]);
        await Assert.That(arrivals[0]).StartsWith("ledger.shelf.").And.Contains(".1.0 ");
        await Assert.That(arrivals[2]).Contains(".2.0 ");
    }

    [Test]
    public async Task Run_EndedBetweenDeliveryAndCommit_DeliversUnderTheSameTokenAlsoAfterAnotherRunBetween()
    {
        using var scenario = Ledger(static _ => Task.CompletedTask);
        var points = await scenario.PointsAsync();
        await scenario.LeaveAtAsync(scenario.Before, points.Index().Where(point => point.Item == CommitOfAPage).ElementAt(1).Index + 1);
        var limited = await TestHost.RunAsync(scenario.Before, ["run", "ledger", "--limit", "2", .. scenario.Sets.Select(set => $"--set={set}")]);
        await Assert.That(limited.ExitCode).IsEqualTo(0).Because(limited.ToString());
        await Assert.That((await TestHost.RunHereAsync(scenario.Before, "ledger", scenario.Sets)).ErrorMessage).IsNull();

        var arrivals = await OutputFiles.LinesAsync(scenario.Before, "shelf.arrivals");
        await Assert.That(arrivals.Length).IsEqualTo(4);
        await Assert.That(arrivals[1]).Contains(".limit-1.0 ");
        await Assert.That(arrivals[2]).IsEqualTo(arrivals[0]);
        await Assert.That(arrivals[3]).Contains(".2.0 ");
    }

    [Test]
    public async Task Run_EndedAtEveryStepOfAWholeRun_EachTokenIsOfARunThatSucceeded()
    {
        using var scenario = new CrashScenario
        {
            Integration = "journal",
            Sets = ["journal.deliver=[{shelf: {path: shelf}}, {jsonl: {path: journal.jsonl, mode: append}}]", "journal.page={records: 2}", "journal.settings.count=5"],
            Check = async root =>
            {
                var runs = int.Parse((await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'succeeded'")).Single(), CultureInfo.InvariantCulture);
                await Assert.That(await ShelfAsync(root)).IsEquivalentTo(Enumerable.Repeat(Numbers, runs).SelectMany(numbers => numbers).Select(Json));
                await Assert.That((await OutputFiles.LinesAsync(root, "journal.jsonl")).Length).IsEqualTo(runs * Numbers.Length);
            },
        };
        var points = await scenario.PointsAsync();
        await Assert.That(points.Count(point => point == "before delivery to an author's sink")).IsEqualTo(3);
        await Assert.That(await scenario.CrashAsync(points)).IsEmpty();
    }

    private static CrashScenario Ledger(Func<TemporaryRoot, Task> check) => new()
    {
        Integration = "ledger",
        Sets =
        [
            "ledger.deliver=[{shelf: {path: shelf}}, {jsonl: {path: ledger.jsonl, mode: append}}]",
            string.Create(CultureInfo.InvariantCulture, $"ledger.settings.count={Numbers.Length}"),
            "ledger.settings.page_size=3",
        ],
        Check = check,
    };

    /// <summary>The lines under all tokens.</summary>
    private static async Task<IReadOnlyList<string>> ShelfAsync(TemporaryRoot root)
    {
        var lines = new List<string>();
        foreach (var file in Directory.EnumerateFiles(root.Path("output"), "shelf.*.shelf.*"))
        {
            lines.AddRange(await File.ReadAllLinesAsync(file));
        }

        return lines;
    }

    private static string Json(int number) => $$"""{"number":{{number}},"text":"entry {{number}}"}""";
}
