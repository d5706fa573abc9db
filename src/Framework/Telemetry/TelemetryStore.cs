using IntegrationFramework.Security;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Telemetry;

/// <summary>
/// Writes the telemetry database: runs with their phases, logs, dead letters, issues and cursors. Safe for many threads, and for
/// several processes on one file. What an awaited method has written is committed when it returns; everything that waits at the
/// same time shares a commit.
/// </summary>
public sealed partial class TelemetryStore : IAsyncDisposable
{
    /// <summary>How many log lines wait at most; who logs faster than the disk takes it waits for room.</summary>
    private const int LogCapacity = 16_384;

    private readonly StoreWriter _writer;
    private readonly SemaphoreSlim _logRoom = new(LogCapacity);
    private Exception? _logFailure;

    private TelemetryStore(string path, StoreWriter writer)
    {
        Path = path;
        _writer = writer;
    }

    /// <summary>The database's file.</summary>
    public string Path { get; }

    /// <summary>Takes secrets out of every text before it is written.</summary>
    /// <value>By default one that knows no secrets.</value>
    public Redactor Redactor { get; init; } = new();

    internal StoreWriter Writer => _writer;

    /// <summary>What this process knows of shared limits, by key.</summary>
    internal System.Collections.Concurrent.ConcurrentDictionary<string, Http.LimitGate> Limits { get; } = new(StringComparer.Ordinal);

    internal string LocksFolder => BatchLock.FolderOf(System.IO.Path.GetDirectoryName(Path)!);

    /// <summary>
    /// Opens the database, making or migrating it where need be, and marks runs as crashed whose process is gone.
    /// </summary>
    /// <param name="path">The file; its folder is the root.</param>
    /// <param name="time">The clock.</param>
    /// <param name="redactor">Takes secrets out of every text before it is written.</param>
    /// <param name="onLongWait">
    /// Told in a sentence when the file has been locked by another process for 5 s, by any thread; it must not write to this store.
    /// </param>
    /// <param name="stop">
    /// Tells the host to stop. What another process has locked is waited for a minute; after a stop not at all to open the file, and 5 s to write.
    /// </param>
    /// <exception cref="TelemetryException">It can't be opened or written, is damaged, of a newer version, or no telemetry database.</exception>
    /// <exception cref="OperationCanceledException">The host is told to stop while another process has the file locked.</exception>
    public static TelemetryStore Open(
        string path, TimeProvider time, Redactor? redactor = null, Action<string>? onLongWait = null, CancellationToken stop = default)
    {
        path = System.IO.Path.GetFullPath(path);
        return Open(path, time, redactor, TelemetrySchema.Migrations, new LockWait(path, onLongWait, stop));
    }

    internal static TelemetryStore Open(string path, TimeProvider time, Redactor? redactor, IReadOnlyList<string> migrations, LockWait wait)
    {
        var connection = TelemetryFile.Open(path, migrations, wait);
        try
        {
            wait.ToBegin(() => CrashedRuns.Mark(connection, BatchLock.FolderOf(System.IO.Path.GetDirectoryName(path)!), time));
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw TelemetryFile.Failure(path, error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        var writer = new StoreWriter(connection, wait, error => error is SqliteException sqlite ? TelemetryFile.Failure(path, sqlite) : error);
        return new TelemetryStore(path, writer) { Redactor = redactor ?? new() };
    }

    /// <summary>Records that a run begins.</summary>
    /// <returns>Whether it may: not where the same integration is running already, in this process or another.</returns>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    public async ValueTask<bool> TryOpenRunAsync(RunOpening run, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return (await OpenRunAsync(run).ConfigureAwait(false)).IsOpen;
    }

    /// <summary>As <see cref="TryOpenRunAsync"/>, and gives the contract that the run is held to.</summary>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    internal ValueTask<OpenedRun> OpenRunAsync(RunOpening run) => Write(new OpenRun(run));

    /// <summary>Whether an integration is running, in this process or another.</summary>
    /// <exception cref="TelemetryException">The database can't be read.</exception>
    internal ValueTask<bool> IsRunningAsync(string integration) => Write(new AskWhetherRunning(integration));

    /// <summary>Records a run that did not start.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    public ValueTask RecordSkippedAsync(RunOpening run, string reason) => RecordNotStartedAsync(run, RunStatus.Skipped, reason);

    /// <summary>Records a run that did not start, with what became of it.</summary>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    internal async ValueTask RecordNotStartedAsync(RunOpening run, RunStatus status, string reason) =>
        await Write(new SkipRun(run, status, reason)).ConfigureAwait(false);

    /// <summary>Records how a run ended. What it logged before is committed with it or earlier.</summary>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    /// <exception cref="InvalidOperationException">The run isn't open.</exception>
    public ValueTask CloseRunAsync(RunClosing run)
    {
        if (run.ErrorMessage is not null || run.DeadLetters.Count > 0 || run.Contract?.Payload is not null)
        {
            run = run with
            {
                ErrorMessage = Redact(run.ErrorMessage),
                DeadLetters = Redact(run.DeadLetters),
                Contract = run.Contract is { } contract ? contract with { Payload = Redact(contract.Payload) } : null,
            };
        }

        return Commit(new CloseRun(run));
    }

    /// <summary>Keeps records that could not be processed.</summary>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    public async ValueTask DeadLettersAsync(IReadOnlyList<DeadLetter> letters) =>
        await Write(new AddDeadLetters(Redact(letters))).ConfigureAwait(false);

    /// <summary>Counts a problem: its first sighting makes a row, each repeat adds one to its count.</summary>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    public ValueTask<IssueCount> CountIssueAsync(IssueSighting issue) =>
        Write(new CountIssue(issue with { Type = Redactor.Redact(issue.Type), Message = Redactor.Redact(issue.Message) }));

    /// <summary>Commits a page of an incremental integration; on the disk when it returns.</summary>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    internal async ValueTask CommitPageAsync(PageCommit page) =>
        await Write(new CommitPage(page with
        {
            DeadLetters = Redact(page.DeadLetters),
            Outcomes = page.Outcomes.Count == 0
                ? page.Outcomes
                : [.. page.Outcomes.Select(outcome => outcome.Failure is { } failure ? outcome with { Failure = Redact([failure])[0] } : outcome)],
        })).ConfigureAwait(false);

    /// <summary>Says that nothing stands behind the last commit of some of an integration's sinks.</summary>
    /// <param name="integration">The integration's name.</param>
    /// <param name="sinks">The sinks.</param>
    /// <param name="isDurable">Whether it has to be on the disk when it returns.</param>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    internal async ValueTask CloseReceiptsAsync(string integration, IReadOnlyCollection<string> sinks, bool isDurable = false) =>
        await Write(new CloseReceipts(integration, sinks, isDurable)).ConfigureAwait(false);

    /// <summary>Lets the next run of an incremental integration go on from another cursor; on the disk when it returns.</summary>
    /// <param name="integration">The integration's name.</param>
    /// <param name="cursor">The cursor, in the words of the source; <see langword="null"/> to begin at the beginning, with new receipts for the sinks.</param>
    /// <param name="time">When.</param>
    /// <returns><see langword="false"/> where the integration is running: it would move the cursor itself.</returns>
    /// <exception cref="TelemetryException">The database can't be written, or another user's lock keeps secret whether a run lives.</exception>
    public async ValueTask<bool> TryMoveCursorAsync(string integration, string? cursor, DateTimeOffset time)
    {
        if (await Write(new MoveCursor(integration, cursor, "", time)).ConfigureAwait(false))
        {
            return true;
        }

        return await FindDoubtAsync(integration).ConfigureAwait(false) is { } doubt ? throw new TelemetryException(doubt) : false;
    }

    /// <summary>
    /// Writes a log line soon, without waiting for it. Only where more than some ten thousand wait already does it wait for room:
    /// no line is dropped. What goes wrong is told by the next <see cref="FlushAsync"/>.
    /// </summary>
    public void Log(in LogEntry entry)
    {
        var redacted = entry with { Message = Redactor.Redact(entry.Message), Properties = Redact(entry.Properties) };
        _logRoom.Wait();
        try
        {
            _writer.Add(new AddLog(redacted, this));
        }
        catch (ObjectDisposedException)
        {
            _logRoom.Release();
            throw;
        }
    }

    /// <summary>Waits until everything that was given before is committed.</summary>
    /// <exception cref="TelemetryException">A log line could not be written since the last flush.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        TelemetryException? failure = null;
        try
        {
            await Write(new Flush()).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TelemetryException error)
        {
            failure = error;
        }

        if ((Interlocked.Exchange(ref _logFailure, null) ?? failure) is { } cause)
        {
            throw new TelemetryException($"What was logged could not be written. {cause.Message}", cause);
        }
    }

    /// <summary>Waits until everything that was given before is committed, or could not be; who gave it is told which.</summary>
    internal async Task WhenWrittenAsync() =>
        await ((Task)Write(new Flush()).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Writes what waits, and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _logRoom.Dispose();
    }

    internal void OnLogWritten(Exception? error)
    {
        if (error is not null)
        {
            Interlocked.CompareExchange(ref _logFailure, error, null);
        }

        _logRoom.Release();
    }

    internal ValueTask<TResult> Write<TResult>(StoreOperation<TResult> operation)
    {
        _writer.Add(operation);
        return new ValueTask<TResult>(operation.Task);
    }

    private ValueTask Commit(StoreOperation<bool> operation)
    {
        _writer.Add(operation);
        return new ValueTask(operation.Task);
    }

    private string? Redact(string? text) => text is null ? null : Redactor.Redact(text);

    private IReadOnlyList<DeadLetter> Redact(IReadOnlyList<DeadLetter> letters) =>
        letters.Count == 0
            ? letters
            : [.. letters.Select(Redact)];

    private DeadLetter Redact(DeadLetter letter)
    {
        var payload = Redact(letter.Payload);
        return letter with
        {
            Payload = payload,
            ErrorMessage = Redactor.Redact(letter.ErrorMessage),
            IsRedacted = letter.IsRedacted || !string.Equals(payload, letter.Payload, StringComparison.Ordinal),
        };
    }
}
