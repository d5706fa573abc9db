using IntegrationFramework.Telemetry;

namespace Framework.Tests.Telemetry;

/// <summary>Several processes on one file, some of them killed.</summary>
public class SeveralProcessesTests
{
    [Test]
    public async Task Record_FourProcessesOnANewFile_LosesNothing()
    {
        using var folder = new TelemetryFolder();
        const int Processes = 4, Runs = 150;

        var processes = Enumerable.Range(0, Processes).Select(i => TelemetryProcess.Start("record", folder.Root, $"batch{i}", $"{Runs}")).ToList();
        foreach (var process in processes)
        {
            var (exitCode, output, error) = await process.EndAsync();
            process.Dispose();
            await Assert.That(error).IsEmpty();
            await Assert.That(exitCode).IsEqualTo(0);
            await Assert.That(output.Length).IsEqualTo(Runs);
        }

        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM runs WHERE status = 'succeeded'")).IsEqualTo(Processes * Runs);
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM phases")).IsEqualTo(Processes * Runs);
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM logs")).IsEqualTo(Processes * Runs);
        await Assert.That(await folder.ScalarAsync<long>("SELECT count FROM issues")).IsEqualTo(Processes * Runs);
        await Assert.That(await folder.ScalarAsync<string>("PRAGMA integrity_check")).IsEqualTo("ok");
        await Assert.That(Directory.GetFiles(folder.Locks)).IsEmpty();
    }

    [Test]
    public async Task Kill_ProcessInTheMiddleOfWriting_KeepsWhatItSaidWasCommitted()
    {
        using var folder = new TelemetryFolder();
        var said = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            using var process = TelemetryProcess.Start("record", folder.Root, $"batch{round}", "0");
            for (var i = 0; i < 20 + (round * 37); i++)
            {
                said.Add((await process.ReadLineAsync())!);
            }

            process.Kill();
            var (_, rest, _) = await process.EndAsync();

            // The last line may be cut off by the kill.
            said.AddRange(rest.Where(line => Guid.TryParse(line, out _)));
        }

        await using (folder.Open())
        {
        }

        var recorded = (await folder.RowsAsync("SELECT id FROM runs WHERE status = 'succeeded'")).Select(row => (string)row["id"]!).ToHashSet();
        await Assert.That(said.Where(id => !recorded.Contains(id))).IsEmpty();
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM runs WHERE status = 'running'")).IsEqualTo(0);
        await Assert.That(await folder.ScalarAsync<long>(
            "SELECT count(*) FROM runs WHERE (status = 'succeeded') <> (SELECT count(*) FROM phases WHERE run_id = id)")).IsEqualTo(0);
        await Assert.That(await folder.ScalarAsync<string>("PRAGMA integrity_check")).IsEqualTo("ok");
        await Assert.That(Directory.GetFiles(folder.Locks)).IsEmpty();
    }

    [Test]
    public async Task Open_RunOfALivingProcess_StaysRunningAndRefusesOverlap()
    {
        using var folder = new TelemetryFolder();
        using var process = TelemetryProcess.Start("hang", folder.Root, "other", "hello_world");
        var runId = await process.ReadLineAsync();

        await using var store = folder.Open();

        await Assert.That(await folder.ScalarAsync<string>("SELECT id || status FROM runs")).IsEqualTo($"{runId}running");
        await Assert.That(await store.TryOpenRunAsync(folder.Opening())).IsFalse();
    }

    [Test]
    public async Task Open_RunOfAKilledProcess_IsMarkedAsCrashedAndMayRunAgain()
    {
        using var folder = new TelemetryFolder();
        using var process = TelemetryProcess.Start("hang", folder.Root, "other", "hello_world");
        var runId = await process.ReadLineAsync();
        process.Kill();
        await process.EndAsync();

        await using var store = folder.Open();

        var run = (await folder.RowsAsync("SELECT * FROM runs")).Single();
        await Assert.That(run["id"]).IsEqualTo(runId);
        await Assert.That(run["status"]).IsEqualTo("crashed");
        await Assert.That(run["finished_at"]).IsEqualTo("2026-03-14T15:09:26.000Z");
        await Assert.That((string)run["error_message"]!).Contains("ended without closing the run");
        await Assert.That(Directory.GetFiles(folder.Locks)).IsEmpty();
        await Assert.That(await store.TryOpenRunAsync(folder.Opening())).IsTrue();
    }

    [Test]
    public async Task Open_KilledChildOfALivingBatch_IsMarkedAsCrashed()
    {
        using var folder = new TelemetryFolder();
        using var batch = BatchLock.Take(folder.Locks, "batch");
        using var child = TelemetryProcess.Start("hang", folder.Root, BatchLock.NameOf("batch", "run1"), "hello_world", "batch");
        await Assert.That(await child.ReadLineAsync()).IsEqualTo("run1");
        await using (folder.Open())
        {
            await Assert.That(await folder.ScalarAsync<string>("SELECT status FROM runs")).IsEqualTo("running");
        }

        child.Kill();
        await child.EndAsync();

        await using (folder.Open())
        {
            await Assert.That(await folder.ScalarAsync<string>("SELECT status FROM runs")).IsEqualTo("crashed");
        }
    }

    [Test]
    public async Task CloseRunAsync_RunTakenForCrashed_SaysHowItReallyEnded()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);

        // Nobody holds the lock, as after 'rm -r cache'.
        await using (folder.Open())
        {
            await Assert.That(await folder.ScalarAsync<string>("SELECT status FROM runs")).IsEqualTo("crashed");
        }

        await store.CloseRunAsync(folder.Closing(run));

        await Assert.That(await folder.ScalarAsync<string>("SELECT status || coalesce(error_message, '') FROM runs")).IsEqualTo("succeeded");
    }
}
