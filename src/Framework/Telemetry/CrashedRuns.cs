using IntegrationFramework.IO;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Telemetry;

/// <summary>Finds the runs whose process ended without closing them, and marks them <c>crashed</c>.</summary>
internal static class CrashedRuns
{
    /// <exception cref="SqliteException">The database can't be read or written.</exception>
    public static void Mark(SqliteConnection connection, string locksFolder, TimeProvider time)
    {
        foreach (var run in Running(connection))
        {
            if (!IsAlive(run, locksFolder))
            {
                Mark(connection, run, time.GetUtcNow());
            }
        }

        BatchLock.DeleteStale(locksFolder);
    }

    private static bool IsAlive(RunningRun run, string locksFolder) => BatchLock.IsTaken(locksFolder, BatchLock.NameFor(locksFolder, run.BatchId, run.RunId));

    private static List<RunningRun> Running(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, batch_id, host, process_id FROM runs WHERE status = 'running'";
        using var reader = command.ExecuteReader();
        var runs = new List<RunningRun>();
        while (reader.Read())
        {
            runs.Add(new RunningRun(
                reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? 0 : reader.GetInt64(3)));
        }

        return runs;
    }

    private static void Mark(SqliteConnection connection, RunningRun run, DateTimeOffset now)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            UPDATE runs
            SET status = 'crashed', finished_at = @now, error_type = 'Crashed', error_message = @message
            WHERE id = @id AND status = 'running'
            """;
        command.Parameters.AddWithValue("@id", run.RunId);
        command.Parameters.AddWithValue("@now", UtcText.From(now));
        command.Parameters.AddWithValue(
            "@message", $"The process {run.ProcessId} on {run.Host ?? "an unknown host"} ended without closing the run. Run the integration again.");
        FaultPoint.Before("marking of a crashed run");
        command.ExecuteNonQuery();
        FaultPoint.After("marking of a crashed run");

        command.CommandText = "DELETE FROM http_claims WHERE run_id = @id";
        command.ExecuteNonQuery();
    }

    private sealed record RunningRun(string RunId, string BatchId, string? Host, long ProcessId);
}
