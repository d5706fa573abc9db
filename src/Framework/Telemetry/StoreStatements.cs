using IntegrationFramework.Sql;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Telemetry;

/// <summary>The statements of the writer, each prepared when it is first needed and then reused.</summary>
internal sealed class StoreStatements(SqliteConnection connection) : IDisposable
{
    private readonly List<SqliteStatement> _prepared = [];

    public SqliteStatement Begin => field ??= Prepare("BEGIN IMMEDIATE");

    public SqliteStatement Commit => field ??= Prepare("COMMIT");

    public SqliteStatement Rollback => field ??= Prepare("ROLLBACK");

    /// <summary>Changes no row where the integration is running already; all other conflicts are errors.</summary>
    public SqliteStatement OpenRun => field ??= Prepare("""
        INSERT INTO runs (id, batch_id, integration, version, status, trigger, started_at, host, process_id, cursor_before)
        VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?6, ?7, ?8,
                CASE WHEN ?9 THEN (SELECT cursor FROM state WHERE integration = ?3 AND stream = 'default') END)
        ON CONFLICT (integration) WHERE status = 'running' DO NOTHING
        """);

    public SqliteStatement SkipRun => field ??= Prepare("""
        INSERT INTO runs (id, batch_id, integration, version, status, trigger, started_at, finished_at, duration_ms, attempts,
                          error_message, host, process_id)
        VALUES (?1, ?2, ?3, ?4, 'skipped', ?5, ?6, ?6, 0, 0, ?7, ?8, ?9)
        """);

    /// <summary>A run that was taken for crashed, since its lock file was deleted, may still end and say how.</summary>
    public SqliteStatement CloseRun => field ??= Prepare("""
        UPDATE runs
        SET status = ?2, finished_at = ?3, duration_ms = ?4, records_fetched = ?5, records_delivered = ?6, records_dropped = ?7,
            records_dead = ?8, bytes = ?9, attempts = ?10, error_type = ?11, error_message = ?12
        WHERE id = ?1 AND status IN ('running', 'crashed')
        """);

    public SqliteStatement AddPhase => field ??= Prepare("INSERT INTO phases (run_id, phase, duration_ms, records) VALUES (?1, ?2, ?3, ?4)");

    public SqliteStatement AddLog => field ??= Prepare(
        "INSERT INTO logs (run_id, time, level, category, message, properties) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    public SqliteStatement AddDeadLetter => field ??= Prepare("""
        INSERT INTO dead_letters (run_id, integration, phase, payload, error_type, error_message, attempt, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """);

    /// <summary>An issue that was closed and is seen again is open again.</summary>
    public SqliteStatement CountIssue => field ??= Prepare("""
        INSERT INTO issues (fingerprint, integration, type, message, count, first_seen, last_seen)
        VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)
        ON CONFLICT (fingerprint) DO UPDATE
        SET count = count + 1, message = excluded.message, last_seen = max(last_seen, excluded.last_seen), status = 'open'
        RETURNING id, count, first_seen
        """);

    public SqliteStatement SetCursor => field ??= Prepare("""
        INSERT INTO state (integration, stream, cursor, run_id, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (integration, stream) DO UPDATE SET cursor = excluded.cursor, run_id = excluded.run_id, updated_at = excluded.updated_at
        """);

    public SqliteStatement SetReceipt => field ??= Prepare("""
        INSERT INTO receipts (integration, sink, position, is_open, run_id, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (integration, sink) DO UPDATE
        SET position = excluded.position, is_open = excluded.is_open, run_id = excluded.run_id, updated_at = excluded.updated_at
        """);

    public SqliteStatement CloseReceipts => field ??= Prepare("UPDATE receipts SET is_open = 0 WHERE integration = ?1 AND is_open = 1");

    public SqliteStatement ForgetReceipts => field ??= Prepare("DELETE FROM receipts WHERE integration = ?1");

    public SqliteStatement IsRunning => field ??= Prepare("SELECT EXISTS (SELECT 1 FROM runs WHERE integration = ?1 AND status = 'running')");

    public SqliteStatement ForgetCursor => field ??= Prepare("DELETE FROM state WHERE integration = ?1");

    public SqliteStatement CountPage => field ??= Prepare("""
        UPDATE runs
        SET records_fetched = ?2, records_delivered = ?3, records_dropped = ?4, records_dead = ?5, bytes = ?6,
            cursor_after = coalesce(?7, cursor_after)
        WHERE id = ?1
        """);

    public void Dispose() => _prepared.ForEach(static statement => statement.Dispose());

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(connection, sql);
        _prepared.Add(statement);
        return statement;
    }
}
