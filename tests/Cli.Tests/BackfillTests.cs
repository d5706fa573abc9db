using System.Globalization;
using System.Text.Json;
using Cli.Tests.Support;

namespace Cli.Tests;

public class BackfillTests
{
    private static readonly string[] ThreeDays = ["backfill", "diary", "--from", "2025-12-01", "--to", "2025-12-04"];
    private static readonly DateTime December = new(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc);

    [Test]
    public async Task Backfill_OfThreeDays_RunsEachByItselfAndLeavesTheCursor()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "diary");
        var outcome = await TestHost.RunAsync(root, ThreeDays);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("3 of 3 windows of diary are done.");
        await Assert.That(outcome.Error).Contains("2025-12-02 to 2025-12-03: succeeded, 24 records (2 of 3)");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT trigger, records_delivered, cursor_after FROM runs ORDER BY id"))
            .IsEquivalentTo(["manual|24|2026-01-02T00:00:00Z", "backfill|24|", "backfill|24|", "backfill|24|"]);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).IsEquivalentTo(["2026-01-02T00:00:00Z"]);
        await CheckAsync(root, new DateTime(2026, 1, 1), 24, 72);

        var again = await TestHost.RunAsync(root, ThreeDays);
        await Assert.That(again.ExitCode).IsEqualTo(0);
        await Assert.That(again.Output).Contains("3 of 3 windows of diary are done, all of them before: nothing was to be done. --restart begins anew.");
        await CheckAsync(root, new DateTime(2026, 1, 1), 24, 72);
    }

    [Test]
    public async Task Backfill_WhoseSecondWindowFails_StopsAndGoesOnThere()
    {
        using var root = new TemporaryRoot();
        var failed = await TestHost.RunAsync(root, [.. ThreeDays, "--format", "json", "--set", "diary.settings.bad_day=2025-12-02T00:00:00Z"]);
        await Assert.That(failed.ExitCode).IsEqualTo(1);
        using (var json = JsonDocument.Parse(failed.Output))
        {
            await Assert.That(json.RootElement.GetProperty("runs").GetArrayLength()).IsEqualTo(2);
            await Assert.That(json.RootElement.GetProperty("success").GetBoolean()).IsFalse();
            await Assert.That(json.RootElement.GetProperty("runs")[1].GetProperty("error").GetString()).Contains("Nobody wrote on 2025-12-02.");
        }

        var next = await TestHost.RunAsync(root, [.. ThreeDays, "--format", "json"]);
        await Assert.That(next.ExitCode).IsEqualTo(0).Because(next.ToString());
        using (var json = JsonDocument.Parse(next.Output))
        {
            await Assert.That(json.RootElement.GetProperty("done_before").GetInt32()).IsEqualTo(1);
            await Assert.That(json.RootElement.GetProperty("runs").GetArrayLength()).IsEqualTo(2);
        }

        await CheckAsync(root, December, 0, 72);
    }

    [Test]
    public async Task Backfill_DryRunAndRestart_DeliverNothingAndAllOver()
    {
        using var root = new TemporaryRoot();
        var dry = await TestHost.RunAsync(root, [.. ThreeDays, "--dry-run"]);
        await Assert.That(dry.ExitCode).IsEqualTo(0).Because(dry.ToString());
        await Assert.That(dry.Output).Contains("3 windows would be fetched well. Nothing was delivered: it was a dry run.");
        await Assert.That(Directory.Exists(root.Path("output"))).IsFalse();

        await TestHost.RunAsync(root, [.. ThreeDays, "--window", "36h"]);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT window_from, window_to FROM backfills ORDER BY window_from"))
            .IsEquivalentTo(["2025-12-01T00:00:00.000Z|2025-12-02T12:00:00.000Z", "2025-12-02T12:00:00.000Z|2025-12-04T00:00:00.000Z"]);
        await TestHost.RunAsync(root, [.. ThreeDays, "--window", "36h", "--restart"]);
        await Assert.That(await OutputFiles.RowsAsync(root, "diary.db", "SELECT count(*), count(DISTINCT hour) FROM diary")).IsEquivalentTo(["144|72"]);
    }

    [Test]
    public async Task Backfill_OverrideOfAnIntegrationThatIsNotThere_IsRefusedOrWarnedOf()
    {
        using var root = new TemporaryRoot();
        var set = await TestHost.RunAsync(root, [.. ThreeDays, "--set", "dairy.timeout=5m"]);
        await Assert.That(set.ExitCode).IsEqualTo(2).Because(set.ToString());
        await Assert.That(set.Error).Contains("There is no integration 'dairy'. Did you mean 'diary'?");

        var variable = await TestHost.RunAsync(root, new() { ["IFW__DAIRY__TIMEOUT"] = "5m" }, ThreeDays);
        await Assert.That(variable.ExitCode).IsEqualTo(0).Because(variable.ToString());
        await Assert.That(variable.Error).Contains("IFW__DAIRY__TIMEOUT changes nothing: there is no integration 'dairy'; did you mean 'diary'?");
    }

    [Test]
    [NotInParallel]
    public async Task Backfill_EndedAtAnyCommit_GoesOnAtTheFirstWindowThatIsNotDone()
    {
        using var before = new TemporaryRoot();
        var file = before.Path("points.txt");
        string[] twoDays = ["backfill", "diary", "--from", "2025-12-01", "--to", "2025-12-03"];
        await TestHost.RunAsync(before, new() { ["FAULT_POINTS_FILE"] = file }, twoDays);
        var points = await File.ReadAllLinesAsync(file);
        var commits = points.Index().Where(point => point.Item.Contains("commit of CommitPage", StringComparison.Ordinal) || point.Item.Contains("commit of the database", StringComparison.Ordinal)).ToList();
        await Assert.That(commits.Count).IsGreaterThanOrEqualTo(8);
        foreach (var (index, point) in commits)
        {
            using var root = new TemporaryRoot();
            var killed = await TestHost.RunAsync(root, new() { ["FAULT_POINT"] = (index + 1).ToString(CultureInfo.InvariantCulture) }, twoDays);
            await Assert.That(killed.ExitCode).IsEqualTo(128 + 9).Because(point);
            var next = await TestHost.RunAsync(root, twoDays);
            await Assert.That(next.ExitCode).IsEqualTo(0).Because($"{point}: {next}");
            await CheckAsync(root, December, 0, 48);
            await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'crashed'")).IsEquivalentTo(["1"]).Because(point);
        }
    }

    [Test]
    [Arguments("backfill", "ifw backfill needs an argument: NAME.")]
    [Arguments("backfill diary --to 2025-12-01", "needs --from")]
    [Arguments("backfill diary --from 2025-12-01", "needs --to")]
    [Arguments("backfill diary --from 2025-12-02 --to 2025-12-02", "--to has to be after --from")]
    [Arguments("backfill diary --from 2025-12-02 --to 2025-12-01", "--to has to be after --from")]
    [Arguments("backfill diary --from 1926-01-01 --to 2025-12-02 --window 1s", "and more than 50000 at once are not done. Take a longer --window, or a shorter span.")]
    [Arguments("backfill diary --from 2025-12-01 --to 2025-12-02 --window 0s", "--window takes a duration of a second or more, such as 6h or 7d, not '0s'.")]
    [Arguments("backfill dairy --from 2025-12-01 --to 2025-12-02", "Did you mean 'diary'?")]
    [Arguments("backfill ledger --from 2025-12-01 --to 2025-12-02", "ledger can't be asked for a window of time: for that its class derives from IncrementalIntegration and implements IWindowedSource, over the same record as it fetches. Those that do: diary.")]
    public async Task Backfill_WrongUsage_EndsWithTwoAndSaysWhat(string arguments, string message)
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, arguments.Split(' '));
        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(message);
        await Assert.That(File.Exists(root.Path("telemetry.db"))).IsFalse();
    }

    /// <summary>The regular run's hours come first, and then, once each, those of the days from the first of December on.</summary>
    private static async Task CheckAsync(TemporaryRoot root, DateTime regular, int regularHours, int hours)
    {
        List<string> expected =
        [
            .. Enumerable.Range(0, regularHours).Select(hour => Text(regular.AddHours(hour))),
            .. Enumerable.Range(0, hours).Select(hour => Text(December.AddHours(hour))),
        ];
        await Assert.That(await OutputFiles.LinesAsync(root, "diary.csv")).IsEquivalentTo(["hour", .. expected]);
        await Assert.That(await OutputFiles.RowsAsync(root, "diary.db", "SELECT hour FROM diary ORDER BY rowid")).IsEquivalentTo(expected);
    }

    private static string Text(DateTime hour) => hour.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture);
}
