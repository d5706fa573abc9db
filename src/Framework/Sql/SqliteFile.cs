using IntegrationFramework.IO;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Sql;

/// <summary>Opens SQLite files the same way everywhere, and puts SQLite's errors into words.</summary>
internal static class SqliteFile
{
    private const string AnotherPath = "choose another path";

    /// <summary>How long a statement waits for another connection's lock before it is refused.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">For what.</param>
    /// <param name="busyTimeout">How long a statement waits for another connection's lock; <see cref="BusyTimeout"/> by default.</param>
    /// <exception cref="SqliteException">It can't be opened, or isn't a database.</exception>
    public static SqliteConnection Open(string path, SqliteOpenMode mode, TimeSpan? busyTimeout = null)
    {
        var timeout = busyTimeout ?? BusyTimeout;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,

            // A pooled connection would keep the file open after Dispose.
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(timeout.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();
            _ = raw.sqlite3_busy_timeout(connection.Handle, (int)timeout.TotalMilliseconds);

            // Opening reads nothing yet: only the first look at the header finds out that a file is no database.
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA schema_version";
            command.ExecuteScalar();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether a result code says that the file itself is no sound database.</summary>
    public static bool IsDamaged(int code) => code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>Says what stands in a database's place, and what to do; <see langword="null"/> for a file, or where nothing is.</summary>
    /// <param name="path">The path.</param>
    /// <param name="elsewhere">How to get to another path.</param>
    public static string? OtherThanFile(string path, string elsewhere = AnotherPath) => FileKinds.Of(path) switch
    {
        FileKind.Folder => $"it is a folder. Move it away or {elsewhere}.",
        var kind => FileKinds.OtherThanFile(kind) is { } other ? $"it is {other} and no file. Move it away or {elsewhere}." : null,
    };

    /// <summary>Says what is wrong with a file that could not be opened or written, and what to do.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">What SQLite says.</param>
    /// <param name="elsewhere">How to get to another path.</param>
    public static string Explain(string path, SqliteException error, string elsewhere = AnotherPath)
    {
        if (OtherThanFile(path, elsewhere) is { } other)
        {
            return other;
        }

        var folder = Path.GetDirectoryName(path);
        return error.SqliteErrorCode switch
        {
            raw.SQLITE_NOTADB => "it is not a SQLite database. It is left as it is; move it away, or " + elsewhere + ".",
            raw.SQLITE_CORRUPT =>
                "it is damaged (" + Words(error).TrimEnd('.') + "). It is left as it is; restore a backup, or move it away and save what "
                + "can be saved with 'sqlite3 FILE .recover'.",
            raw.SQLITE_FULL => "the disk is full. Make room and try again; what was committed before is kept.",
            raw.SQLITE_READONLY => "it can't be written: it, or the folder it is in, is read-only. Give this user the right to write both.",
            raw.SQLITE_PERM => "this user may not open it. Give this user the right to read and write it.",
            raw.SQLITE_IOERR => "the disk reported an error (" + Words(error).TrimEnd('.') + "). Look at the disk and its free space.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another process has held it locked for a long time. Find out which, and try again.",
            raw.SQLITE_CANTOPEN when folder is not null && !Directory.Exists(folder) => $"there is no folder '{folder}'. Make it, or {elsewhere}.",
            raw.SQLITE_CANTOPEN when TargetOf(path) is { } target =>
                $"it is a symbolic link to '{target}', which is not there and can't be made. Correct or remove the link, or {elsewhere}.",
            raw.SQLITE_CANTOPEN when !File.Exists(path) => "there is no such file, or this user may not make it.",
            raw.SQLITE_CANTOPEN => "this user may not open it, or not write in its folder. Give this user the right to read and write both.",
            _ => Words(error),
        };
    }

    /// <summary>Where a symbolic link leads that leads to nothing.</summary>
    private static string? TargetOf(string path) => FileKinds.Of(path) == FileKind.None ? new FileInfo(path).LinkTarget : null;

    /// <summary>SQLite's own words, as a sentence and without the result code that the library wraps around them.</summary>
    public static string Words(Exception error)
    {
        if (error is SqliteException { SqliteErrorCode: raw.SQLITE_AUTH })
        {
            return "the statement would do more than read.";
        }

        var text = error.Message;
        if (error is SqliteException && text.IndexOf('\'') is var start and >= 0 && text.LastIndexOf('\'') is var end && end > start)
        {
            text = text[(start + 1)..end];
        }

        return text.EndsWith('.') ? text : text + ".";
    }
}
