using Framework.Tests.Telemetry;
using IntegrationFramework.Reports;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Reports;

public class TelemetryReportTests
{
    private const string Header =
        "integration_name,run_count,success_count,error_count,avg_duration,error_rate,p50,p95,max,records,last_status,last_run\n";

    [Test]
    public async Task WriteCsvAsync_RunsOfSeveralKinds_AddsUpThoseThatEnded()
    {
        using var folder = new TelemetryFolder();
        using var alive = BatchLock.Take(folder.Locks, "batch");
        await using (var store = folder.Open())
        {
            // 1, 2 … 20 seconds: the nearest ranks are 10 and 19.
            for (var i = 1; i <= 20; i++)
            {
                await RecordAsync(folder, store, "steady", i == 20 ? RunStatus.SucceededWithDeadLetters : RunStatus.Succeeded, TimeSpan.FromSeconds(i));
            }

            await RecordAsync(folder, store, "shaky", RunStatus.Succeeded, TimeSpan.FromMilliseconds(250));
            await RecordAsync(folder, store, "shaky", RunStatus.TimedOut, TimeSpan.FromMilliseconds(750));
            await store.TryOpenRunAsync(folder.Opening("shaky"));
            await store.RecordSkippedAsync(folder.Opening("shaky"), "running already");
        }

        await Assert.That(await ReportAsync(folder, "2026-03")).IsEqualTo(
            Header
            + "shaky,2,1,1,0.5,0.5,0.25,0.75,0.75,14,timed_out,2026-03-14T15:31:26.000Z\n"
            + "steady,20,20,0,10.5,0,10,19,20,140,succeeded_with_dead_letters,2026-03-14T15:29:26.000Z\n");
    }

    [Test]
    [Arguments("2026-02", false)]
    [Arguments("2026-03", true)]
    [Arguments("2026-04", false)]
    public async Task WriteCsvAsync_RunAtTheFirstInstantOfAMonth_IsInThatMonthAlone(string month, bool isIn)
    {
        using var folder = new TelemetryFolder();
        await using (var store = folder.Open())
        {
            var run = folder.Opening() with { StartedAt = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) };
            await store.TryOpenRunAsync(run);
            await store.CloseRunAsync(folder.Closing(run));
        }

        await Assert.That((await ReportAsync(folder, month)).Contains("hello_world", StringComparison.Ordinal)).IsEqualTo(isIn);
    }

    [Test]
    public async Task WriteCsvAsync_CrashedRun_CountsAsErrorWithoutDuration()
    {
        using var folder = new TelemetryFolder();
        await using (var store = folder.Open())
        {
            await store.TryOpenRunAsync(folder.Opening());
        }

        await Assert.That(await ReportAsync(folder, "2026-03")).IsEqualTo(Header + "hello_world,1,0,1,,1,,,,0,crashed,2026-03-14T15:09:26.000Z\n");
    }

    [Test]
    public async Task WriteCsvAsync_NoTelemetryYet_WritesTheHeaderAndMakesNoDatabase()
    {
        using var folder = new TelemetryFolder();

        await Assert.That(await ReportAsync(folder, "2026-03")).IsEqualTo(Header);
        await Assert.That(File.Exists(folder.Database)).IsFalse();
    }

    [Test]
    public async Task WriteCsvAsync_NameThatASpreadsheetWouldRun_IsDefused()
    {
        using var folder = new TelemetryFolder();
        await using (var store = folder.Open())
        {
            await RecordAsync(folder, store, "=cmd|' /C calc'!A0", RunStatus.Succeeded, TimeSpan.FromSeconds(1));
        }

        await Assert.That(await ReportAsync(folder, "2026-03")).Contains("\n\"'=cmd|");
    }

    [Test]
    public async Task WriteCsvAsync_DatabaseWithoutTheTable_LeavesTheOldReport()
    {
        using var folder = new TelemetryFolder();
        await using (folder.Open())
        {
        }

        await using var reader = await TelemetryReader.OpenAsync(folder.Database, folder.Time);
        await using (var database = new IntegrationFramework.SqlQueryManager(folder.Root).Open("telemetry.db"))
        {
            await database.ExecuteAsync("DROP VIEW telemetry; DROP TABLE runs");
        }

        var path = Path.Combine(folder.Root, "report.csv");
        await File.WriteAllTextAsync(path, "the old report");
        await Assert.That(async () => await TelemetryReport.WriteCsvAsync(reader, ReportPeriod.ParseMonth("2026-03"), path))
            .Throws<IntegrationFramework.SqlQueryException>();
        await Assert.That(await File.ReadAllTextAsync(path)).IsEqualTo("the old report");
        await Assert.That(Directory.GetFiles(folder.Root, ".*")).IsEmpty();
    }

    private static async Task RecordAsync(TelemetryFolder folder, TelemetryStore store, string integration, RunStatus status, TimeSpan duration)
    {
        folder.Time.Advance(TimeSpan.FromMinutes(1));
        var run = folder.Opening(integration);
        await store.TryOpenRunAsync(run);
        await store.CloseRunAsync(folder.Closing(run, status) with { Duration = duration, Counters = new RunCounters(Fetched: 9, Delivered: 7) });
    }

    private static async Task<string> ReportAsync(TelemetryFolder folder, string month)
    {
        var period = ReportPeriod.ParseMonth(month);
        var path = Path.Combine(folder.Root, "output", TelemetryReport.FileNameOf(period));
        await using var reader = await TelemetryReader.OpenAsync(folder.Database, folder.Time);
        await TelemetryReport.WriteCsvAsync(reader, period, path);
        return await File.ReadAllTextAsync(path);
    }
}
