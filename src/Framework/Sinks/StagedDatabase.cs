using IntegrationFramework.IO;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Sinks;

/// <summary>
/// A database file that one attempt delivers to, through one connection even where several sinks name it. Records are staged in a
/// temporary database that nobody else sees and that is gone when the connection closes; the file itself is locked only while
/// they are merged into it.
/// </summary>
internal sealed class StagedDatabase(string path, TimeProvider time) : IAsyncDisposable
{
    private const int Busy = 5;
    private const int Locked = 6;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private SqliteConnection? _connection;
    private bool _existed;
    private bool _merging;
    private bool _committed;
    private int _stagingTables;

    public string Path { get; } = path;

    public SqliteConnection Connection => _connection ?? throw new InvalidOperationException("The database was not opened.");

    public sqlite3 Handle => Connection.Handle!;

    /// <summary>What the call before has failed with.</summary>
    public SqliteException LastError(int code) =>
        new(raw.sqlite3_errmsg(Handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(Handle));

    /// <summary>
    /// Opens the file, unless another sink of this attempt has already, and begins to read it, waiting for whoever writes to it. What is
    /// looked at up to <see cref="EndReading"/> can't be refused any more.
    /// </summary>
    public async ValueTask BeginReadingAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            Open();

            // This reads the file's schema already.
            await WhenUnlockedAsync("ATTACH DATABASE '' AS staging", cancellationToken).ConfigureAwait(false);
            Execute("PRAGMA staging.synchronous = OFF");
            Execute("BEGIN");
        }

        await WhenUnlockedAsync("SELECT 1 FROM main.sqlite_schema LIMIT 1", cancellationToken).ConfigureAwait(false);
    }

    private void Open()
    {
        Folder.Make(System.IO.Path.GetDirectoryName(Path)!);
        FileKinds.RequireFile(Path);
        _existed = File.Exists(Path);
        using (File.Open(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            // SQLite opens a file that it can't write to read-only and would say so only at the end of the run.
        }

        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        _connection.Open();
    }

    /// <summary>Lets go of the file, which was looked at: whoever writes to it must not wait until the records are there.</summary>
    public void EndReading()
    {
        Execute("COMMIT");
        Execute("BEGIN");
    }

    /// <summary>Gives a name for a staging table that is not taken.</summary>
    public string NextStagingTable() => $"staging.s{_stagingTables++}";

    public void Execute(string sql) => Execute(sql, Connection.DefaultTimeout);

    private void Execute(string sql, int secondsForLocks)
    {
        using var command = Connection.CreateCommand();
        command.CommandTimeout = secondsForLocks;
#pragma warning disable CA2100 // Names of tables and columns can't be parameters; SqliteTable quotes them.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Ends the staging, and locks the file for the merge, waiting for whoever else writes to it.</summary>
    public async ValueTask BeginMergeAsync(CancellationToken cancellationToken)
    {
        if (_merging)
        {
            return;
        }

        Execute("COMMIT");
        await WhenUnlockedAsync("BEGIN IMMEDIATE", cancellationToken).ConfigureAwait(false);
        _merging = true;
    }

    /// <summary>Executes what another process's lock may refuse, again and again for a minute.</summary>
    private async ValueTask WhenUnlockedAsync(string sql, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Execute(sql);
                return;
            }
            catch (SqliteException error) when (error.SqliteErrorCode is Busy or Locked && time.GetElapsedTime(started) < LongestWait)
            {
                await Task.Yield();
            }
        }
    }

    public void Commit()
    {
        if (_merging && !_committed)
        {
            // Without a write-ahead log a commit waits for those who are reading.
            FaultPoint.Before("commit of the database");
            Execute("COMMIT", (int)LongestWait.TotalSeconds);
            FaultPoint.After("commit of the database");
            _committed = true;
        }
    }

    /// <summary>What was merged is committed for good; another page is staged next.</summary>
    public void EndPage()
    {
        if (_committed)
        {
            (_merging, _committed, _existed) = (false, false, true);
            Execute("BEGIN");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is null)
        {
            return;
        }

        // Closing rolls back whatever is open, unless a full disk has got in the way.
        await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
        if (!_committed && File.Exists(Path + "-journal"))
        {
            await RollBackAsync().ConfigureAwait(false);
        }

        if (!_existed && !_committed && new FileInfo(Path) is { Exists: true, Length: 0 })
        {
            File.Delete(Path);
        }
    }

    /// <summary>
    /// Rolls back what a connection has left that could not do it any more: the next one to read does. It gives the space back, and lets
    /// others read the database who may not write to it.
    /// </summary>
    private async ValueTask RollBackAsync()
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync().ConfigureAwait(false);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM sqlite_master";
            await command.ExecuteScalarAsync().ConfigureAwait(false);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is Busy or Locked)
        {
            // Somebody else writes to it, who had to do the same before.
        }
    }
}
