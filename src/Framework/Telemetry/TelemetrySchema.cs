namespace IntegrationFramework.Telemetry;

/// <summary>
/// The database's schema, as the list of steps that led to it. A file's <c>user_version</c> is the number of steps it has seen.
/// Steps are only ever added at the end.
/// </summary>
internal static class TelemetrySchema
{
    public static IReadOnlyList<string> Migrations { get; } = [Version1, Version2, Version3, Version4, Version5, Version6];

    // runs is clustered by id: identifiers sort by time, so that new rows go to the end and there is no second tree to keep.
    private const string Version1 = """
        CREATE TABLE runs (
            id TEXT NOT NULL PRIMARY KEY,
            batch_id TEXT NOT NULL,
            integration TEXT NOT NULL,
            version TEXT,
            status TEXT NOT NULL,
            trigger TEXT NOT NULL DEFAULT 'manual',
            started_at TEXT NOT NULL,
            finished_at TEXT,
            duration_ms REAL,
            records_fetched INTEGER NOT NULL DEFAULT 0,
            records_delivered INTEGER NOT NULL DEFAULT 0,
            records_dropped INTEGER NOT NULL DEFAULT 0,
            records_dead INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 1,
            error_type TEXT,
            error_message TEXT,
            host TEXT,
            process_id INTEGER,
            cursor_before TEXT,
            cursor_after TEXT
        ) STRICT, WITHOUT ROWID;

        CREATE UNIQUE INDEX runs_running ON runs (integration) WHERE status = 'running';
        CREATE INDEX runs_started_at ON runs (started_at);

        CREATE TABLE phases (
            run_id TEXT NOT NULL,
            phase TEXT NOT NULL,
            duration_ms REAL NOT NULL,
            records INTEGER NOT NULL,
            PRIMARY KEY (run_id, phase)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE logs (
            run_id TEXT NOT NULL,
            time TEXT NOT NULL,
            level TEXT NOT NULL,
            category TEXT NOT NULL,
            message TEXT NOT NULL,
            properties TEXT
        ) STRICT;

        CREATE INDEX logs_run_id ON logs (run_id);

        CREATE TABLE issues (
            id INTEGER NOT NULL PRIMARY KEY,
            fingerprint TEXT NOT NULL UNIQUE,
            integration TEXT,
            type TEXT NOT NULL,
            message TEXT NOT NULL,
            count INTEGER NOT NULL,
            first_seen TEXT NOT NULL,
            last_seen TEXT NOT NULL,
            status TEXT NOT NULL DEFAULT 'open'
        ) STRICT;

        CREATE TABLE state (
            integration TEXT NOT NULL,
            stream TEXT NOT NULL,
            cursor TEXT NOT NULL,
            run_id TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (integration, stream)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE dead_letters (
            id INTEGER NOT NULL PRIMARY KEY,
            run_id TEXT NOT NULL,
            integration TEXT NOT NULL,
            phase TEXT NOT NULL,
            payload TEXT,
            error_type TEXT,
            error_message TEXT,
            attempt INTEGER NOT NULL DEFAULT 1,
            created_at TEXT NOT NULL,
            status TEXT NOT NULL DEFAULT 'open'
        ) STRICT;

        CREATE INDEX dead_letters_run_id ON dead_letters (run_id);

        -- The classic shape: runs that came to an end, whether good or bad. One that is still running or was skipped is neither.
        CREATE VIEW telemetry AS
        SELECT id,
               integration AS integration_name,
               CASE WHEN status IN ('succeeded', 'succeeded_with_dead_letters') THEN 'success' ELSE 'failed' END AS status,
               round(duration_ms / 1000.0, 6) AS duration,
               started_at AS timestamp,
               error_message AS error
        FROM runs
        WHERE status NOT IN ('running', 'skipped');
        """;

    // How far each sink of an incremental integration has got; committed together with its cursor.
    private const string Version2 = """
        CREATE TABLE receipts (
            integration TEXT NOT NULL,
            sink TEXT NOT NULL,
            position TEXT NOT NULL,
            is_open INTEGER NOT NULL,
            run_id TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (integration, sink)
        ) STRICT, WITHOUT ROWID;
        """;

    // Times of limits are microseconds since 1970: turns lie closer together than the milliseconds of the other tables.
    private const string Version3 = """
        CREATE TABLE http (
            run_id TEXT NOT NULL,
            host TEXT NOT NULL,
            requests INTEGER NOT NULL,
            retries INTEGER NOT NULL,
            wait_ms REAL NOT NULL,
            bytes INTEGER NOT NULL,
            cached INTEGER NOT NULL,
            statuses TEXT NOT NULL,
            PRIMARY KEY (run_id, host)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE http_limits (
            key TEXT NOT NULL PRIMARY KEY,
            next_at INTEGER NOT NULL DEFAULT 0,
            blocked_until INTEGER NOT NULL DEFAULT 0,
            used INTEGER NOT NULL DEFAULT 0,
            allowed INTEGER NOT NULL DEFAULT 0,
            exhausted_until INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE http_claims (
            key TEXT NOT NULL,
            run_id TEXT NOT NULL,
            pace INTEGER,
            slack INTEGER,
            concurrency INTEGER,
            held INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (key, run_id)
        ) STRICT, WITHOUT ROWID;
        """;

    // What the replay of a dead letter has to know: what its payload is, whether it is whole, which sinks have the record already. Letters of
    // runs that delivered nothing are void, since their records are fetched again.
    private const string Version4 = """
        ALTER TABLE dead_letters ADD COLUMN payload_kind TEXT;
        ALTER TABLE dead_letters ADD COLUMN is_redacted INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE dead_letters ADD COLUMN taken_by TEXT;
        ALTER TABLE dead_letters ADD COLUMN replay_run_id TEXT;
        ALTER TABLE dead_letters ADD COLUMN updated_at TEXT;

        -- A run that read only some of its source, or delivered nothing of it on purpose: no measure for others.
        ALTER TABLE runs ADD COLUMN is_partial INTEGER NOT NULL DEFAULT 0;

        CREATE INDEX dead_letters_status ON dead_letters (status, integration);

        UPDATE dead_letters SET status = 'void'
        WHERE EXISTS (
            SELECT 1 FROM runs
            WHERE runs.id = dead_letters.run_id AND runs.cursor_after IS NULL
              AND (runs.status NOT IN ('succeeded', 'succeeded_with_dead_letters') OR runs.attempts <> dead_letters.attempt));
        """;

    // Which windows of a backfill are delivered; committed together with their receipts.
    private const string Version5 = """
        CREATE TABLE backfills (
            integration TEXT NOT NULL,
            backfill TEXT NOT NULL,
            window_from TEXT NOT NULL,
            window_to TEXT NOT NULL,
            run_id TEXT NOT NULL,
            done_at TEXT NOT NULL,
            PRIMARY KEY (integration, backfill, window_from)
        ) STRICT, WITHOUT ROWID;
        """;

    // What the records, and the data that the integration showed, were like in the last run that succeeded; committed as that run is closed.
    private const string Version6 = """
        CREATE TABLE contracts (
            integration TEXT NOT NULL PRIMARY KEY,
            record TEXT NOT NULL,
            payload TEXT,
            run_id TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;
}
