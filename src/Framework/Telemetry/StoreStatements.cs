using IntegrationFramework.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Telemetry;

/// <summary>The statements of the writer, each prepared when it is first needed and then reused.</summary>
internal sealed class StoreStatements(SqliteConnection connection) : IDisposable
{
    private readonly List<SqliteStatement> _prepared = [];

    /// <summary>How many transactions were begun.</summary>
    public long Transaction { get; set; }

    public SqliteStatement Begin => field ??= Prepare("BEGIN IMMEDIATE");

    public SqliteStatement Commit => field ??= Prepare("COMMIT");

    public SqliteStatement Rollback => field ??= Prepare("ROLLBACK");

    /// <summary>Changes no row where the integration is running already; all other conflicts are errors.</summary>
    public SqliteStatement OpenRun => field ??= Prepare("""
        INSERT INTO runs (id, batch_id, integration, version, status, trigger, started_at, host, process_id, cursor_before, is_partial)
        VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?6, ?7, ?8,
                CASE WHEN ?9 THEN (SELECT cursor FROM state WHERE integration = ?3 AND stream = 'default') END, ?10)
        ON CONFLICT (integration) WHERE status = 'running' DO NOTHING
        """);

    public SqliteStatement SkipRun => field ??= Prepare("""
        INSERT INTO runs (id, batch_id, integration, version, status, trigger, started_at, finished_at, duration_ms, attempts,
                          error_message, host, process_id)
        VALUES (?1, ?2, ?3, ?4, ?10, ?5, ?6, ?6, 0, 0, ?7, ?8, ?9)
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
        INSERT INTO dead_letters (run_id, integration, phase, payload, error_type, error_message, attempt, created_at, payload_kind, is_redacted, taken_by, status)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """);

    /// <summary>Those of the attempt that delivered; the others stay void.</summary>
    public SqliteStatement OpenDeadLetters => field ??= Prepare(
        "UPDATE dead_letters SET status = 'open' WHERE run_id = ?1 AND attempt = ?2 AND status = 'void'");

    /// <summary>Only an open one: what was dropped meanwhile stays dropped.</summary>
    public SqliteStatement SettleDeadLetter => field ??= Prepare(
        "UPDATE dead_letters SET status = 'replayed', replay_run_id = ?2, updated_at = ?3 WHERE id = ?1 AND status = 'open'");

    public SqliteStatement FailDeadLetter => field ??= Prepare("""
        UPDATE dead_letters
        SET phase = ?2, error_type = ?3, error_message = ?4, attempt = attempt + 1, taken_by = ?5, replay_run_id = ?6, updated_at = ?7
        WHERE id = ?1 AND status = 'open'
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

    public SqliteStatement CloseReceipt => field ??= Prepare("UPDATE receipts SET is_open = 0 WHERE integration = ?1 AND sink = ?2 AND is_open = 1");

    /// <summary>The sinks whose receipts are open, a line for each; no row where there is none.</summary>
    public SqliteStatement ReadOpenReceipts => field ??= Prepare(
        "SELECT group_concat(sink, char(10)) FROM receipts WHERE integration = ?1 AND is_open = 1 HAVING count(*) > 0");

    public SqliteStatement ForgetReceipts => field ??= Prepare("DELETE FROM receipts WHERE integration = ?1");

    public SqliteStatement MarkWindow => field ??= Prepare("""
        INSERT INTO backfills (integration, backfill, window_from, window_to, run_id, done_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (integration, backfill, window_from) DO UPDATE SET run_id = excluded.run_id, done_at = excluded.done_at
        """);

    public SqliteStatement ForgetBackfill => field ??= Prepare("DELETE FROM backfills WHERE integration = ?1 AND backfill = ?2");

    public SqliteStatement ReadContract => field ??= Prepare("SELECT integration, record, payload, run_id, updated_at FROM contracts WHERE integration = ?1");

    public SqliteStatement KeepContract => field ??= Prepare("""
        INSERT INTO contracts (integration, record, payload, run_id, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (integration) DO UPDATE
        SET record = excluded.record, payload = excluded.payload, run_id = excluded.run_id, updated_at = excluded.updated_at
        """);

    public SqliteStatement IntegrationOf => field ??= Prepare("SELECT integration FROM runs WHERE id = ?1");

    private SqliteStatement IsRunning => field ??= Prepare("SELECT EXISTS (SELECT 1 FROM runs WHERE integration = ?1 AND status = 'running')");

    /// <summary>Whether an integration is running, in this process or another.</summary>
    public bool HasRunning(string integration) => IsRunning.Bind(1, integration).Read(static row => raw.sqlite3_column_int64(row, 0)) != 0;

    public SqliteStatement ForgetCursor => field ??= Prepare("DELETE FROM state WHERE integration = ?1");

    public SqliteStatement CountPage => field ??= Prepare("""
        UPDATE runs
        SET records_fetched = ?2, records_delivered = ?3, records_dropped = ?4, records_dead = ?5, bytes = ?6,
            cursor_after = coalesce(?7, cursor_after)
        WHERE id = ?1
        """);

    public SqliteStatement AddHttp => field ??= Prepare("""
        INSERT INTO http (run_id, host, requests, retries, wait_ms, bytes, cached, statuses) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """);

    /// <summary>A run that already has a claim keeps the slots that it holds.</summary>
    public SqliteStatement Claim => field ??= Prepare("""
        INSERT INTO http_claims (key, run_id, pace, slack, concurrency) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key, run_id) DO NOTHING
        """);

    public SqliteStatement DropClaims => field ??= Prepare("DELETE FROM http_claims WHERE run_id = ?1");

    /// <summary>The strictest of what running runs claim, and how many slots they hold.</summary>
    public SqliteStatement ReadClaims => field ??= Prepare("""
        SELECT max(c.pace), min(c.slack), min(c.concurrency), coalesce(sum(c.held), 0)
        FROM http_claims c JOIN runs r ON r.id = c.run_id
        WHERE c.key = ?1 AND r.status = 'running'
        """);

    public SqliteStatement ReadLimit => field ??= Prepare("""
        SELECT coalesce(max(next_at), 0), coalesce(max(blocked_until), 0), coalesce(max(used), 0), coalesce(max(allowed), 0), coalesce(max(exhausted_until), 0)
        FROM http_limits WHERE key = ?1
        """);

    public SqliteStatement SetNextTurn => field ??= Prepare("""
        INSERT INTO http_limits (key, next_at) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET next_at = excluded.next_at
        """);

    public SqliteStatement Block => field ??= Prepare("""
        INSERT INTO http_limits (key, blocked_until) VALUES (?1, ?2)
        ON CONFLICT (key) DO UPDATE SET blocked_until = max(blocked_until, excluded.blocked_until)
        """);

    public SqliteStatement SetUsage => field ??= Prepare("""
        INSERT INTO http_limits (key, used, allowed, exhausted_until) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (key) DO UPDATE SET used = excluded.used, allowed = excluded.allowed, exhausted_until = excluded.exhausted_until
        """);

    public SqliteStatement ChangeHeld => field ??= Prepare("""
        INSERT INTO http_claims (key, run_id, held) VALUES (?1, ?2, max(?3, 0))
        ON CONFLICT (key, run_id) DO UPDATE SET held = max(held + ?3, 0)
        """);

    /// <summary>The connection, for what isn't done often enough to be prepared.</summary>
    public SqliteConnection Connection => connection;

    public void Dispose() => _prepared.ForEach(static statement => statement.Dispose());

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(connection, sql);
        _prepared.Add(statement);
        return statement;
    }
}
