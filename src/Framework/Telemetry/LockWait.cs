using System.Globalization;
using IntegrationFramework.IO;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Telemetry;

/// <summary>
/// Waits for another process that has the telemetry database locked, such as a backup: for a while, and no longer than it must once the host is
/// told to stop. SQLite's own waiting heeds no token, so it is asked for in slices; and in some cases, such as the switch to WAL mode or the
/// recovery of a log, it doesn't wait at all.
/// </summary>
/// <param name="path">The database's file.</param>
/// <param name="onLongWait">Told in a sentence when a wait gets long, by the thread that waits: it must not write to the database. Once a wait.</param>
/// <param name="stop">Tells the host to stop.</param>
internal sealed class LockWait(string path, Action<string>? onLongWait = null, CancellationToken stop = default)
{
    /// <summary>How long SQLite waits by itself.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(100);
    private bool _isHopeless;

    /// <summary>How long a lock is waited for.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How much longer what is in flight waits when the host is told to stop.</summary>
    public TimeSpan LimitAfterStop { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a wait is told.</summary>
    public TimeSpan LongWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Does what has to be done before anything begins: a stop ends the wait at once.</summary>
    /// <param name="action">Has no effect where it meets the lock.</param>
    /// <exception cref="OperationCanceledException">The host is told to stop while another process holds the lock.</exception>
    /// <exception cref="SqliteException">It failed for another reason, or was refused all the time.</exception>
    public void ToBegin(Action action) => Retry(action, _ =>
    {
        stop.ThrowIfCancellationRequested();
        return Limit;
    });

    /// <summary>Does what others wait for: after a stop they are kept waiting a short time only.</summary>
    /// <param name="action">Has no effect where it meets the lock.</param>
    /// <exception cref="SqliteException">It failed for another reason, or was refused all the time.</exception>
    public void ToFinish(Action action)
    {
        TimeSpan? stopped = null;
        Retry(action, elapsed =>
        {
            if (!stop.IsCancellationRequested)
            {
                return Limit;
            }

            // Whoever held it for the whole of a wait after the stop isn't waited for again.
            stopped ??= _isHopeless ? elapsed - LimitAfterStop : elapsed;
            _isHopeless = elapsed >= stopped + LimitAfterStop;
            return stopped.Value + LimitAfterStop < Limit ? stopped.Value + LimitAfterStop : Limit;
        });
    }

    private void Retry(Action action, Func<TimeSpan, TimeSpan> limit)
    {
        // The system's clock, whatever the host's is: what is waited for here is another process.
        var started = TimeProvider.System.GetTimestamp();
        var isTold = onLongWait is null;
        for (var delay = TimeSpan.FromMilliseconds(1); ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                action();
                _isHopeless = false;
                return;
            }
            catch (SqliteException error) when (IsLocked(error))
            {
                var elapsed = TimeProvider.System.GetElapsedTime(started);
                var longest = limit(elapsed);
                if (elapsed >= longest)
                {
                    throw;
                }

                if (!isTold && elapsed >= LongWait)
                {
                    isTold = true;
                    onLongWait!(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Another process has had the telemetry database '{path}' locked for {elapsed.TotalSeconds:0} s. Waiting for it, {(longest - elapsed).TotalSeconds:0} s more at most."));
                }

                Pause.For(delay);
            }
        }
    }

    /// <summary>Whether another connection's lock is at fault.</summary>
    public static bool IsLocked(SqliteException error) =>
        error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL;
}
