using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Framework.Tests.Telemetry;

public class TelemetryReaderTests
{
    [Test]
    public async Task OpenAsync_NoDatabase_ReadsAsEmptyAndMakesNone()
    {
        using var folder = new TelemetryFolder();
        await using var reader = await TelemetryReader.OpenAsync(folder.Database, folder.Time);

        await Assert.That(await reader.LastRunAsync()).IsNull();
        await Assert.That(await reader.Database.ScalarAsync<long>("SELECT count(*) FROM telemetry")).IsEqualTo(0);
        await Assert.That(async () => await reader.Database.ExecuteAsync("DELETE FROM runs")).Throws<IntegrationFramework.SqlQueryException>();
        await Assert.That(Directory.GetFileSystemEntries(folder.Root)).IsEmpty();
    }

    [Test]
    public async Task RunsAsync_APeriod_GivesTheLatestFirst()
    {
        using var folder = new TelemetryFolder();
        var ids = new List<string>();
        await using (var store = folder.Open())
        {
            for (var day = 0; day < 4; day++)
            {
                var run = folder.Opening();
                ids.Add(run.RunId);
                await store.TryOpenRunAsync(run);
                await store.CloseRunAsync(folder.Closing(run) with { Counters = new RunCounters(5, 4, 1, 0, 100) });
                folder.Time.Advance(TimeSpan.FromDays(1));
            }
        }

        await using var reader = await TelemetryReader.OpenAsync(folder.Database, folder.Time);
        var from = new DateTimeOffset(2026, 3, 15, 15, 9, 26, TimeSpan.Zero);
        var found = new List<RunRecord>();
        await foreach (var run in reader.RunsAsync(from, from.AddDays(2)))
        {
            found.Add(run);
        }

        await Assert.That(string.Join(" ", found.Select(run => run.RunId))).IsEqualTo($"{ids[2]} {ids[1]}");
        await Assert.That((await reader.LastRunAsync())!.RunId).IsEqualTo(ids[3]);
        await Assert.That(found[1]).IsEqualTo(new RunRecord
        {
            RunId = ids[1],
            BatchId = "batch",
            Integration = "hello_world",
            Status = RunStatus.Succeeded,
            StartedAt = from,
            Duration = TimeSpan.FromMilliseconds(1500),
            Counters = new RunCounters(5, 4, 1, 0, 100),
        });
    }

    [Test]
    public async Task FindRunsAsync_BeginningOfAnId_GivesTheOneOrTwo()
    {
        using var folder = new TelemetryFolder();
        await using (var store = folder.Open())
        {
            foreach (var id in new[] { "abc1", "abc2", "b" })
            {
                await store.RecordSkippedAsync(folder.Opening() with { RunId = id }, "test");
            }
        }

        await using var reader = await TelemetryReader.OpenAsync(folder.Database, folder.Time);

        await Assert.That((await reader.FindRunsAsync("abc1")).Single().RunId).IsEqualTo("abc1");
        await Assert.That((await reader.FindRunsAsync("abc")).Count).IsEqualTo(2);
        await Assert.That((await reader.FindRunsAsync("b")).Single().RunId).IsEqualTo("b");
        await Assert.That(await reader.FindRunsAsync("%")).IsEmpty();
    }

    [Test]
    public async Task LogsAsync_ALevel_LeavesOutWhatIsBelow()
    {
        using var folder = new TelemetryFolder();
        await using (var store = folder.Open())
        {
            foreach (var level in new[] { LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical })
            {
                store.Log(new LogEntry("run", folder.Time.GetUtcNow(), level, "test", $"{level}", "{}"));
                store.Log(new LogEntry("another", folder.Time.GetUtcNow(), level, "test", "not this one"));
            }
        }

        await using var reader = await TelemetryReader.OpenAsync(folder.Database, folder.Time);
        var lines = new List<string>();
        await foreach (var line in reader.LogsAsync("run", LogLevel.Warning))
        {
            lines.Add($"{line.Level}={line.Message}");
        }

        await Assert.That(string.Join(" ", lines)).IsEqualTo("Warning=Warning Error=Error Critical=Critical");
    }

    [Test]
    public async Task LogsAsync_FollowOfARunWhoseProcessIsKilled_Ends()
    {
        using var folder = new TelemetryFolder();
        await using var store = TelemetryStore.Open(folder.Database, TimeProvider.System);
        var alive = BatchLock.Take(folder.Locks, "batch");
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);

        await using var reader = await TelemetryReader.OpenAsync(folder.Database, TimeProvider.System);
        await using var lines = reader.LogsAsync(run.RunId, follow: true).GetAsyncEnumerator();
        var next = lines.MoveNextAsync();
        alive.Dispose();

        await Assert.That(await next.AsTask().WaitAsync(TimeSpan.FromSeconds(60))).IsFalse();
        await Assert.That((await reader.LastRunAsync())!.Status).IsEqualTo(RunStatus.Crashed);
    }

    [Test]
    public async Task RunsAsync_TimeThatIsNone_SaysThatTheDatabaseIsDamaged()
    {
        using var folder = new TelemetryFolder();
        await using (var store = TelemetryStore.Open(folder.Database, TimeProvider.System))
        {
            await store.TryOpenRunAsync(folder.Opening());
        }

        await using (var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE runs SET started_at = '2026-11-30T16208'";
            await command.ExecuteNonQueryAsync();
        }

        await using var reader = await TelemetryReader.OpenAsync(folder.Database, TimeProvider.System);
        await Assert.That(async () => await reader.LastRunAsync()).Throws<TelemetryException>().WithMessageContaining("it is damaged, or somebody has changed it");
    }

    [Test]
    public async Task LogsAsync_Follow_GivesLinesAsTheyComeUntilTheRunEnds()
    {
        using var folder = new TelemetryFolder();
        using var alive = BatchLock.Take(folder.Locks, "batch");
        await using var store = TelemetryStore.Open(folder.Database, TimeProvider.System);
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        await LogAsync("first");

        await using var reader = await TelemetryReader.OpenAsync(folder.Database, TimeProvider.System);
        await using var lines = reader.LogsAsync(run.RunId, follow: true).GetAsyncEnumerator();

        await Assert.That(await lines.MoveNextAsync()).IsTrue();
        await Assert.That(lines.Current.Message).IsEqualTo("first");

        var next = lines.MoveNextAsync();
        await LogAsync("second");
        await Assert.That(await next).IsTrue();
        await Assert.That(lines.Current.Message).IsEqualTo("second");

        await LogAsync("last");
        await store.CloseRunAsync(folder.Closing(run));
        await Assert.That(await lines.MoveNextAsync()).IsTrue();
        await Assert.That(lines.Current.Message).IsEqualTo("last");
        await Assert.That(await lines.MoveNextAsync()).IsFalse();

        async Task LogAsync(string message)
        {
            store.Log(new LogEntry(run.RunId, folder.Time.GetUtcNow(), LogLevel.Information, "test", message));
            await store.FlushAsync();
        }
    }
}
