using IntegrationFramework.IO;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Telemetry;

/// <summary>
/// The one thread that writes. It takes whatever waits and commits it in one transaction, so that many runs at once cost few
/// commits, and a lone one waits for nobody. An operation that fails takes no other with it: the batch is undone and each of its
/// operations tried in a transaction of its own.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    /// <summary>How many operations go into one transaction at most, so that other processes get their turn.</summary>
    public const int BatchSize = 1000;

    private readonly SqliteConnection _connection;
    private readonly StoreStatements _statements;
    private readonly LockWait _wait;
    private readonly Func<Exception, Exception> _explain;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<StoreOperation> _waiting = [];
    private List<StoreOperation> _taken = [];
    private bool _started;
    private bool _closing;
    private bool _isFull;

    /// <param name="connection">Used by the writer's thread alone from now on, and closed with it.</param>
    /// <param name="wait">How long other processes' locks are waited for.</param>
    /// <param name="explain">Puts SQLite's errors into words.</param>
    public StoreWriter(SqliteConnection connection, LockWait wait, Func<Exception, Exception> explain)
    {
        _connection = connection;
        _statements = new StoreStatements(connection);
        _wait = wait;
        _explain = explain;
    }

    /// <summary>The connection, for tests that look at it while nothing is being written.</summary>
    internal SqliteConnection Connection => _connection;

    /// <summary>Adds an operation to those that the next transaction takes.</summary>
    /// <exception cref="ObjectDisposedException">The writer is closed.</exception>
    public void Add(StoreOperation operation)
    {
        bool wake;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(TelemetryStore));
            if (!_started)
            {
                _started = true;
                new Thread(Run) { IsBackground = true, Name = "telemetry writer" }.Start();
            }

            wake = _waiting.Count == 0;
            _waiting.Add(operation);
        }

        if (wake)
        {
            _arrived.Release();
        }
    }

    /// <summary>Writes what waits, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_closing)
            {
                _closing = true;
                if (!_started)
                {
                    _ended.TrySetResult();
                }
            }
        }

        _arrived.Release();
        await _ended.Task.ConfigureAwait(false);
        _statements.Dispose();
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private void Run()
    {
        while (Take() is { } operations)
        {
            for (var from = 0; from < operations.Count; from += BatchSize)
            {
                Write(operations, from, Math.Min(operations.Count, from + BatchSize));
            }

            operations.Clear();
        }

        _ended.TrySetResult();
    }

    private List<StoreOperation>? Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    (_waiting, _taken) = (_taken, _waiting);
                    return _taken;
                }

                if (_closing)
                {
                    return null;
                }
            }

            _arrived.Wait();
        }
    }

    private void Write(List<StoreOperation> operations, int from, int to)
    {
        if (TryCommit(operations, from, to) is not { } error)
        {
            for (var i = from; i < to; i++)
            {
                operations[i].Complete();
            }
        }
        else if (to - from > 1 && IsOneOperationsFault(error))
        {
            for (var i = from; i < to; i++)
            {
                Write(operations, i, i + 1);
            }
        }
        else
        {
            error = _explain(error);
            for (var i = from; i < to; i++)
            {
                operations[i].Fail(error);
            }
        }
    }

    // Whatever goes wrong goes to those who wait for the operations; the thread itself must live on.
    private Exception? TryCommit(List<StoreOperation> operations, int from, int to)
    {
        try
        {
            UseSynchronous(AnyDurable(operations, from, to));
            var step = FaultPoint.IsEnabled ? StepOf(operations, from, to) : null;
            _wait.ToFinish(() => _statements.Begin.Execute());
            _statements.Transaction++;
            for (var i = from; i < to; i++)
            {
                operations[i].Apply(_statements);
            }

            if (step is not null)
            {
                FaultPoint.Before(step);
            }

            _wait.ToFinish(() => _statements.Commit.Execute());
            if (step is not null)
            {
                FaultPoint.After(step);
            }

            return null;
        }
        catch (Exception error)
        {
            return Undo() ?? error;
        }
    }

    private SqliteException? Undo()
    {
        try
        {
            // A full disk and the like have rolled back already.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _statements.Rollback.Execute();
            }

            return null;
        }
        catch (SqliteException error)
        {
            return error;
        }
    }

    private void UseSynchronous(bool full)
    {
        if (full != _isFull)
        {
            SqliteException.ThrowExceptionForRC(
                raw.sqlite3_exec(_connection.Handle, full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"), _connection.Handle);
            _isFull = full;
        }
    }

    private static bool AnyDurable(List<StoreOperation> operations, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (operations[i].IsDurable)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a fault point calls the commit. Log lines come whenever they come, so they don't make one.</summary>
    private static string? StepOf(List<StoreOperation> operations, int from, int to)
    {
        var names = operations.Skip(from).Take(to - from).Where(static operation => operation is not (AddLog or Flush)).Select(static operation => operation.StepName);
        return string.Join(" and ", names) is { Length: > 0 } all ? $"commit of {all} in telemetry" : null;
    }

    /// <summary>Whether the others may do better alone: not where the disk or the file itself is at fault.</summary>
    private static bool IsOneOperationsFault(Exception error) =>
        error is not SqliteException sqlite
        || sqlite.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_ERROR or raw.SQLITE_RANGE;
}
