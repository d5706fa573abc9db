using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace Framework.Tests.Telemetry;

public class TelemetryStoreTests
{
    [Test]
    public async Task CloseRunAsync_OpenRun_HoldsAllThatWasSaid()
    {
        using var folder = new TelemetryFolder();
        var run = folder.Opening();
        await using (var store = folder.Open())
        {
            await store.TryOpenRunAsync(run);
            await store.CloseRunAsync(folder.Closing(run, RunStatus.Failed) with
            {
                Counters = new RunCounters(10, 7, 2, 1, 4096),
                Attempts = 3,
                ErrorType = "TimeoutException",
                ErrorMessage = "too slow",
                Phases = [new("fetch", TimeSpan.FromMilliseconds(1000.5), 10), new("deliver", TimeSpan.FromMilliseconds(499.5), 7)],
                DeadLetters = [new(run.RunId, run.Integration, "postprocess", "{}", "FormatException", "bad", 1, folder.Time.GetUtcNow())],
            });
        }

        var row = (await folder.RowsAsync("SELECT * FROM runs")).Single();
        await Assert.That(string.Join("|", row.Values)).IsEqualTo(
            $"{run.RunId}|batch|hello_world|1.2.3|failed|manual|2026-03-14T15:09:26.000Z|2026-03-14T15:09:26.000Z|1500|10|7|2|1|4096|3|"
            + $"TimeoutException|too slow|test|{Environment.ProcessId}|||0");
        await Assert.That(await folder.ScalarAsync<string>("SELECT group_concat(phase || ':' || duration_ms || ':' || records) FROM phases"))
            .IsEqualTo("deliver:499.5:7,fetch:1000.5:10");
        await Assert.That(await folder.ScalarAsync<string>("SELECT phase || payload || error_type || error_message || attempt || status FROM dead_letters"))
            .IsEqualTo("postprocess{}FormatExceptionbad1void");
    }

    [Test]
    public async Task Open_NewFile_HasTheTablesAndColumnsOfTheDesign()
    {
        using var folder = new TelemetryFolder();
        await using (folder.Open())
        {
        }

        var columns = await folder.RowsAsync(
            "SELECT m.name AS name, group_concat(c.name) AS columns FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') GROUP BY m.name");
        await Assert.That(columns.ToDictionary(row => (string)row["name"]!, row => (string)row["columns"]!)).IsEquivalentTo(new Dictionary<string, string>
        {
            ["runs"] = "id,batch_id,integration,version,status,trigger,started_at,finished_at,duration_ms,records_fetched,records_delivered,records_dropped,"
                + "records_dead,bytes,attempts,error_type,error_message,host,process_id,cursor_before,cursor_after,is_partial",
            ["phases"] = "run_id,phase,duration_ms,records",
            ["logs"] = "run_id,time,level,category,message,properties",
            ["issues"] = "id,fingerprint,integration,type,message,count,first_seen,last_seen,status",
            ["state"] = "integration,stream,cursor,run_id,updated_at",
            ["receipts"] = "integration,sink,position,is_open,run_id,updated_at",
            ["dead_letters"] = "id,run_id,integration,phase,payload,error_type,error_message,attempt,created_at,status,payload_kind,is_redacted,taken_by,replay_run_id,updated_at",
            ["contracts"] = "integration,record,payload,run_id,updated_at",
            ["backfills"] = "integration,backfill,window_from,window_to,run_id,done_at",
            ["http"] = "run_id,host,requests,retries,wait_ms,bytes,cached,statuses",
            ["http_limits"] = "key,next_at,blocked_until,used,allowed,exhausted_until",
            ["http_claims"] = "key,run_id,pace,slack,concurrency,held",
            ["telemetry"] = "id,integration_name,status,duration,timestamp,error",
        });
        await Assert.That(await folder.ScalarAsync<string>("PRAGMA journal_mode")).IsEqualTo("wal");
        await Assert.That(await folder.ScalarAsync<long>("PRAGMA user_version")).IsEqualTo(TelemetrySchema.Migrations.Count);
    }

    [Test]
    public async Task TryOpenRunAsync_SameIntegrationRunning_Refuses()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        var first = folder.Opening();

        await Assert.That(await store.TryOpenRunAsync(first)).IsTrue();
        await Assert.That(await store.TryOpenRunAsync(folder.Opening())).IsFalse();
        await Assert.That(await store.TryOpenRunAsync(folder.Opening("another"))).IsTrue();

        await store.CloseRunAsync(folder.Closing(first));
        await Assert.That(await store.TryOpenRunAsync(folder.Opening())).IsTrue();
    }

    [Test]
    public async Task CloseRunAsync_RunThatIsNotOpen_Throws()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        await store.CloseRunAsync(folder.Closing(run));

        await Assert.That(async () => await store.CloseRunAsync(folder.Closing(run))).Throws<InvalidOperationException>();
        await Assert.That(async () => await store.CloseRunAsync(folder.Closing(folder.Opening()))).Throws<InvalidOperationException>();
    }

    [Test]
    public async Task Log_ManyMoreLinesThanMayWait_LosesNone()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        const int Threads = 4, Lines = 20_000;

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Lines; i++)
            {
                store.Log(new LogEntry($"run {thread}", folder.Time.GetUtcNow(), LogLevel.Information, "test", $"line {i}"));
            }
        })));
        await store.FlushAsync();

        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM logs")).IsEqualTo(Threads * Lines);
        await Assert.That(await folder.ScalarAsync<long>(
            "SELECT count(*) FROM (SELECT message, 'line ' || (row_number() OVER (PARTITION BY run_id ORDER BY rowid) - 1) AS expected FROM logs) WHERE message <> expected"))
            .IsEqualTo(0);
    }

    [Test]
    public async Task AllTexts_WithSecrets_AreRedacted()
    {
        using var folder = new TelemetryFolder();
        const string Secret = "hunter2 & co";
        var redactor = new Redactor();
        redactor.Add([Secret]);
        await using (var store = TelemetryStore.Open(folder.Database, folder.Time, redactor))
        {
            var run = folder.Opening();
            await store.TryOpenRunAsync(run);
            store.Log(new LogEntry(run.RunId, folder.Time.GetUtcNow(), LogLevel.Error, "test", $"failed with {Secret}", $"{{\"key\":\"{Secret}\"}}"));
            await store.CountIssueAsync(new IssueSighting("f", null, "type", $"issue {Secret}", folder.Time.GetUtcNow()));
            await store.CloseRunAsync(folder.Closing(run, RunStatus.Failed) with
            {
                ErrorMessage = $"https://example.com/?key={Uri.EscapeDataString(Secret)}",
                DeadLetters = [new(run.RunId, run.Integration, "fetch", Secret, "Exception", Secret, 1, folder.Time.GetUtcNow())],
            });
        }

        var bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.Database));
        await Assert.That(bytes).DoesNotContain("hunter2");
        await Assert.That(await folder.ScalarAsync<string>("SELECT error_message FROM runs")).IsEqualTo("https://example.com/?key=***");
    }
}
