using IntegrationFramework.IO;
using IntegrationFramework.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Telemetry;

/// <summary>Opens the telemetry database for writing: in WAL mode, migrated to the schema of this version.</summary>
internal static class TelemetryFile
{
    private const string Elsewhere = "work in another root (--root)";

    /// <exception cref="TelemetryException">It can't be opened or written, is damaged, of a newer version, or no telemetry database.</exception>
    /// <exception cref="OperationCanceledException">The host is told to stop while another process has it locked.</exception>
    public static SqliteConnection Open(string path, IReadOnlyList<string> migrations, LockWait wait)
    {
        SqliteConnection? connection = null;
        try
        {
            RequireWritable(path);
            wait.ToBegin(() => connection = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate, LockWait.Slice));
            var opened = connection!;
            if (raw.sqlite3_db_readonly(opened.Handle, "main") == 1)
            {
                throw ReadOnly();
            }

            // Migrated first: a file that turns out not to be ours is left without a trace.
            wait.ToBegin(() => Migrate(opened, path, migrations));
            wait.ToBegin(() => UseWriteAheadLog(opened));
            Configure(opened);
            return opened;
        }
        catch (SqliteException error)
        {
            connection?.Dispose();
            throw Failure(path, error);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    public static TelemetryException Failure(string path, SqliteException error) =>
        Failure(path, SqliteFile.Explain(path, error, Elsewhere), error);

    /// <summary>Whether an error says that the file or its disk is at fault, and not who wrote what, or another process that has it locked.</summary>
    public static bool IsAtFault(Exception error)
    {
        var cause = error;
        while (cause is TelemetryException or AggregateException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return error != cause && cause is SqliteException
        {
            SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM,
        };
    }

    /// <summary>Refuses a file that a newer version has written, or that holds something else.</summary>
    public static void CheckVersion(long version, bool isEmpty, string path, int known)
    {
        if (version > known)
        {
            throw new TelemetryException(
                $"The telemetry database '{path}' has version {version}, made by a newer ifw; this one knows versions up to {known}. "
                + "Use the newer ifw, or another root.");
        }

        if (version == 0 && !isEmpty)
        {
            throw new TelemetryException(
                $"'{path}' is a SQLite database, but not one of telemetry. It is left as it is; move it away or choose another root.");
        }
    }

    private static TelemetryException Failure(string path, string problem, Exception? error) =>
        new($"The telemetry database '{path}' can't be used: {problem}", error);

    /// <summary>
    /// Finds out what may only be read before SQLite does: that would leave its log and the log's index beside the file as read-only as the
    /// file, where they stay when it may be written again.
    /// </summary>
    private static void RequireWritable(string path)
    {
        if (SqliteFile.OtherThanFile(path, Elsewhere) is { } other)
        {
            throw Failure(path, other, error: null);
        }

        if (FileKinds.Of(path) != FileKind.File)
        {
            return;
        }

        if (!FileRights.MayWrite(path))
        {
            throw Failure(path, "this user may only read it. Give this user the right to write it, and the folder it is in.", ReadOnly());
        }

        // SQLite has them beside what a link leads to.
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        AllowWriting(path, file, file + "-wal");
        AllowWriting(path, file, file + "-shm");
    }

    /// <summary>Gives a file beside the database, which was left while that was read-only, the database's mode.</summary>
    private static void AllowWriting(string path, string file, string beside)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(beside) || FileRights.MayWrite(beside))
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(beside, File.GetUnixFileMode(file));
        }
        catch (FileNotFoundException)
        {
            // Whoever had the database open has just closed it.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(path, $"this user may only read '{beside}', which belongs to it. Give this user the right to write all three files.", ReadOnly());
        }
    }

    private static SqliteException ReadOnly() => new("attempt to write a readonly database", raw.SQLITE_READONLY);

    private static void UseWriteAheadLog(SqliteConnection connection)
    {
        // The switch needs the file for itself, so it is asked for only where it isn't made yet.
        if (!string.Equals((string?)Scalar(connection, "PRAGMA journal_mode"), "wal", StringComparison.OrdinalIgnoreCase))
        {
            FaultPoint.Before("switch of telemetry to the write-ahead log");
            Scalar(connection, "PRAGMA journal_mode = WAL");
            FaultPoint.After("switch of telemetry to the write-ahead log");
        }
    }

    private static void Configure(SqliteConnection connection)
    {
        Scalar(connection, "PRAGMA synchronous = NORMAL");

        // Thousands of runs at once keep more pages in use than the default's 2 MB.
        Scalar(connection, "PRAGMA cache_size = -8000");

        // A checkpoint waits for the disk; many small commits fill the default's 4 MB of log soon. As many pages as the limit below holds.
        Scalar(connection, "PRAGMA wal_autocheckpoint = 8000");
        Scalar(connection, "PRAGMA journal_size_limit = 33554432");
    }

    private static void Migrate(SqliteConnection connection, string path, IReadOnlyList<string> migrations)
    {
        while ((long)Scalar(connection, "PRAGMA user_version")! != migrations.Count)
        {
            Scalar(connection, "BEGIN IMMEDIATE");
            try
            {
                // Read again, now that nobody else can write: another process may have been faster.
                var version = (long)Scalar(connection, "PRAGMA user_version")!;
                CheckVersion(version, IsEmpty(connection), path, migrations.Count);
                if (version < migrations.Count)
                {
                    // Of a script of several statements a command would swallow the errors of the later ones.
                    SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, migrations[(int)version]), connection.Handle);
                    Scalar(connection, $"PRAGMA user_version = {version + 1}");
                }

                FaultPoint.Before("commit of a migration of telemetry");
                Scalar(connection, "COMMIT");
                FaultPoint.After("commit of a migration of telemetry");
            }
            catch
            {
                if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
                {
                    Scalar(connection, "ROLLBACK");
                }

                throw;
            }
        }
    }

    private static bool IsEmpty(SqliteConnection connection) => (long)Scalar(connection, "SELECT count(*) FROM sqlite_schema")! == 0;

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
