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
        VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?6, ?7, ?8, ?9)
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
            records_dead = ?8, bytes = ?9, attempts = ?10, error_type = ?11, error_message = ?12, cursor_after = ?13
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

    public void Dispose() => _prepared.ForEach(static statement => statement.Dispose());

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(connection, sql);
        _prepared.Add(statement);
        return statement;
    }
}
