using IntegrationFramework.IO;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Sql;

/// <summary>
/// Tries again what another process's lock refused. SQLite's own busy handler does the waiting in most cases; it is not asked in
/// some, such as the switch to WAL mode or the recovery of a log.
/// </summary>
internal static class SqliteBusy
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(100);

    /// <exception cref="SqliteException">It failed for another reason, or was refused for a whole minute.</exception>
    public static void Retry(Action action)
    {
        // The system's clock, whatever the host's is: what is waited for here is another process.
        var started = TimeProvider.System.GetTimestamp();
        for (var delay = TimeSpan.FromMilliseconds(1); ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                action();
                return;
            }
            catch (SqliteException error) when (IsBusy(error) && TimeProvider.System.GetElapsedTime(started) < Limit)
            {
                Pause.For(delay);
            }
        }
    }

    private static bool IsBusy(SqliteException error) =>
        error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL;
}
