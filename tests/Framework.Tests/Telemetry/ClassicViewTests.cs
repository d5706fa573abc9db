using IntegrationFramework.Telemetry;

namespace Framework.Tests.Telemetry;

public class ClassicViewTests
{
    [Test]
    [Arguments(RunStatus.Succeeded, "success")]
    [Arguments(RunStatus.SucceededWithDeadLetters, "success")]
    [Arguments(RunStatus.Failed, "failed")]
    [Arguments(RunStatus.Cancelled, "failed")]
    [Arguments(RunStatus.TimedOut, "failed")]
    [Arguments(RunStatus.Crashed, "failed")]
    public async Task Telemetry_RunThatEnded_HasTheClassicShape(RunStatus status, string classic)
    {
        using var folder = new TelemetryFolder();
        var run = folder.Opening();
        await using (var store = folder.Open())
        {
            await store.TryOpenRunAsync(run);
            folder.Time.Advance(TimeSpan.FromSeconds(2));
            await store.CloseRunAsync(folder.Closing(run, status) with { ErrorMessage = "why" });
        }

        var row = (await folder.RowsAsync("SELECT * FROM telemetry")).Single();
        await Assert.That(string.Join("|", row.Values)).IsEqualTo($"{run.RunId}|hello_world|{classic}|1.5|2026-03-14T15:09:26.000Z|why");
    }

    [Test]
    public async Task Telemetry_RunningAndSkippedRuns_AreNotInIt()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        await store.TryOpenRunAsync(folder.Opening());
        await store.RecordSkippedAsync(folder.Opening(), "It is running already.");

        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM telemetry")).IsEqualTo(0);
        await Assert.That(await folder.ScalarAsync<string>("SELECT error_message FROM runs WHERE status = 'skipped'")).IsEqualTo("It is running already.");
    }

    [Test]
    public async Task ToText_EveryStatus_ReadsBack()
    {
        foreach (var status in Enum.GetValues<RunStatus>())
        {
            await Assert.That(RunStatusExtensions.Parse(status.ToText())).IsEqualTo(status);
        }

        await Assert.That(() => RunStatusExtensions.Parse("done")).Throws<TelemetryException>();
    }
}
