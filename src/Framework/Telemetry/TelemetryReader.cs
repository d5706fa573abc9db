using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace IntegrationFramework.Telemetry;

/// <summary>A run as it was recorded.</summary>
public sealed record RunRecord
{
    /// <summary>The run's identifier.</summary>
    public required string RunId { get; init; }

    /// <summary>The batch that it belongs to.</summary>
    public required string BatchId { get; init; }

    /// <summary>The integration's name.</summary>
    public required string Integration { get; init; }

    /// <summary>What became of it.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    /// <value><see langword="null"/> where it isn't known: while it runs, and after a crash.</value>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many records went where.</summary>
    public RunCounters Counters { get; init; }

    /// <summary>The message of the error that ended it.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>A log line as it was recorded.</summary>
/// <param name="Time">When.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Category">The logger's name.</param>
/// <param name="Message">The text.</param>
/// <param name="Properties">The named values in it and the exception's detail, as a JSON object.</param>
public sealed record LogLine(DateTimeOffset Time, LogLevel Level, string Category, string Message, string? Properties);

/// <summary>Reads the telemetry database. Where there is none yet it reads as empty.</summary>
public sealed partial class TelemetryReader : IAsyncDisposable
{
    private const string RunColumns =
        "id, batch_id, integration, status, started_at, duration_ms, records_fetched, records_delivered, records_dropped, records_dead, bytes, error_message";

    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>How long reading waits for another process that writes, only to mark what has crashed.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>After how many looks at a run that is followed it is asked whether its process still lives.</summary>
    private const int LooksPerCheck = 10;

    private readonly string _path;
    private readonly TimeProvider _time;

    private TelemetryReader(SqlDatabase database, string path, TimeProvider time)
    {
        Database = database;
        _path = path;
        _time = time;
    }

    /// <summary>The database, read-only.</summary>
    public SqlDatabase Database { get; }

    /// <summary>Opens the database for reading, after marking runs as crashed whose process is gone.</summary>
    /// <param name="path">The file; its folder is the root.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="TelemetryException">It can't be opened, is damaged, of a newer version, or no telemetry database.</exception>
    public static async Task<TelemetryReader> OpenAsync(string path, TimeProvider time)
    {
        path = Path.GetFullPath(path);
        var isMissing = !File.Exists(path) && !Directory.Exists(path);
        SqlDatabase? database = null;
        try
        {
            if (!isMissing)
            {
                await BringUpToDateAsync(path, time).ConfigureAwait(false);
            }

            database = isMissing ? SqlQueryManager.OpenInMemory() : SqlDatabase.Open(path, SqliteOpenMode.ReadOnly);
            await PrepareAsync(database, path, isMissing).ConfigureAwait(false);
            database.RefuseWriting();
            return new TelemetryReader(database, path, time);
        }
        catch (SqlQueryException error)
        {
            database?.Dispose();
            throw error.InnerException is SqliteException sqlite ? TelemetryFile.Failure(path, sqlite) : new TelemetryException(error.Message, error);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>The runs that started in a period, the latest first.</summary>
    /// <param name="since">The first instant in it.</param>
    /// <param name="until">The first instant after it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<RunRecord> RunsAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        Database.QueryAsync(
            new SqlQuery(
                $"SELECT {RunColumns} FROM runs WHERE started_at >= @since AND started_at < @until ORDER BY started_at DESC, id DESC",
                ("since", UtcText.From(since)), ("until", UtcText.From(until))),
            ReadRun,
            cancellationToken);

    /// <summary>The run that started last.</summary>
    public Task<RunRecord?> LastRunAsync(CancellationToken cancellationToken = default) =>
        FirstAsync(new SqlQuery($"SELECT {RunColumns} FROM runs ORDER BY started_at DESC, id DESC LIMIT 1"), cancellationToken);

    /// <summary>The runs whose identifier is or begins with <paramref name="id"/>, at most two: none, the one, or not the only one.</summary>
    public async Task<IReadOnlyList<RunRecord>> FindRunsAsync(string id, CancellationToken cancellationToken = default)
    {
        var runs = new List<RunRecord>(2);
        var query = new SqlQuery(
            $"SELECT {RunColumns} FROM runs WHERE id >= @id AND substr(id, 1, length(@id)) = @id ORDER BY id LIMIT 2", ("id", id));
        await foreach (var run in Database.QueryAsync(query, ReadRun, cancellationToken).ConfigureAwait(false))
        {
            runs.Add(run);
        }

        return runs;
    }

    /// <summary>What a run logged, in order.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="minimum">Lines below this level are left out.</param>
    /// <param name="follow">Whether to wait for more until the run has ended.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<LogLine> LogsAsync(
        string runId, LogLevel minimum = LogLevel.Trace, bool follow = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var last = 0L;
        for (var looks = 1; ; looks++)
        {
            if (follow && looks % LooksPerCheck == 0)
            {
                await MarkCrashedAsync().ConfigureAwait(false);
            }

            // Asked before the lines are read: a run that had ended by then has no more of them afterwards.
            var isRunning = follow && await IsRunningAsync(runId, cancellationToken).ConfigureAwait(false);
            var query = new SqlQuery(
                "SELECT rowid, time, level, category, message, properties FROM logs WHERE run_id = @run AND rowid > @last ORDER BY rowid",
                ("run", runId), ("last", last));
            await foreach (var (id, line) in Database.QueryAsync(query, ReadLine, cancellationToken).ConfigureAwait(false))
            {
                last = id;
                if (line.Level >= minimum)
                {
                    yield return line;
                }
            }

            if (!isRunning)
            {
                yield break;
            }

            await Task.Delay(FollowInterval, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the database.</summary>
    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static async Task BringUpToDateAsync(string path, TimeProvider time)
    {
        try
        {
            await using var store = TelemetryStore.Open(
                path, time, redactor: null, TelemetrySchema.Migrations, new LockWait(path) { Limit = LongestWait });
        }
        catch (TelemetryException error) when (error.InnerException is SqliteException sqlite
            && (sqlite.SqliteErrorCode is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM || LockWait.IsLocked(sqlite)))
        {
            // Who may only read, now or at all, can't mark anything, but can read what is there.
        }
    }

    /// <summary>Marks the run that is followed, if its process is gone. Where that can't be done, its lines can be read all the same.</summary>
    private async Task MarkCrashedAsync()
    {
        try
        {
            if (File.Exists(_path))
            {
                await BringUpToDateAsync(_path, _time).ConfigureAwait(false);
            }
        }
        catch (TelemetryException)
        {
            // Whoever writes to the database next meets the same, and says it.
        }
    }

    private static async Task PrepareAsync(SqlDatabase database, string path, bool isMissing)
    {
        if (isMissing)
        {
            foreach (var migration in TelemetrySchema.Migrations)
            {
                await database.ExecuteAsync(migration).ConfigureAwait(false);
            }

            await database.ExecuteAsync("PRAGMA query_only = ON").ConfigureAwait(false);
        }
        else
        {
            TelemetryFile.CheckVersion(
                await database.ScalarAsync<long>("PRAGMA user_version").ConfigureAwait(false), isEmpty: false, path, TelemetrySchema.Migrations.Count);
        }
    }

    private static RunRecord ReadRun(DbDataReader row) => new()
    {
        RunId = row.GetString(0),
        BatchId = row.GetString(1),
        Integration = row.GetString(2),
        Status = RunStatusExtensions.Parse(row.GetString(3)),
        StartedAt = UtcText.Parse(row.GetString(4)),
        Duration = row.IsDBNull(5) ? null : TimeSpan.FromMilliseconds(row.GetDouble(5)),
        Counters = new RunCounters(row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10)),
        ErrorMessage = row.IsDBNull(11) ? null : row.GetString(11),
    };

    private static (long Id, LogLine Line) ReadLine(DbDataReader row) => (
        row.GetInt64(0),
        new LogLine(
            UtcText.Parse(row.GetString(1)),
            (LogLevel)Math.Max(0, AddLog.LevelNames.IndexOf(row.GetString(2))),
            row.GetString(3),
            row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5)));

    private async Task<bool> IsRunningAsync(string runId, CancellationToken cancellationToken) =>
        await Database.ScalarAsync<long>($"SELECT count(*) FROM runs WHERE id = {runId} AND status = 'running'", cancellationToken).ConfigureAwait(false) > 0;

    private async Task<RunRecord?> FirstAsync(SqlQuery query, CancellationToken cancellationToken)
    {
        await foreach (var run in Database.QueryAsync(query, ReadRun, cancellationToken).ConfigureAwait(false))
        {
            return run;
        }

        return null;
    }
}
