using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Sql;

/// <summary>
/// A statement that is prepared once and run many times, its values bound by position without boxing: what
/// <see cref="SqliteCommand"/> costs per execution is more than SQLite itself needs for an insert.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _database);
    }

    public SqliteStatement Bind(int position, ReadOnlySpan<char> value)
    {
        Check(raw.sqlite3_bind_text16(_statement, position, value));
        return this;
    }

    public SqliteStatement Bind(int position, string? value) => value is null ? BindNull(position) : Bind(position, value.AsSpan());

    public SqliteStatement Bind(int position, ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, position, utf8));
        return this;
    }

    public SqliteStatement BindBlob(int position, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, position, bytes));
        return this;
    }

    public SqliteStatement Bind(int position, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, position, value));
        return this;
    }

    public SqliteStatement Bind(int position, double value)
    {
        Check(raw.sqlite3_bind_double(_statement, position, value));
        return this;
    }

    public SqliteStatement BindNull(int position)
    {
        Check(raw.sqlite3_bind_null(_statement, position));
        return this;
    }

    /// <summary>Runs the statement to its end and gives the number of rows it changed.</summary>
    /// <exception cref="SqliteException">It failed; the statement is ready to be run again.</exception>
    public int Execute()
    {
        int result;
        do
        {
            result = raw.sqlite3_step(_statement);
        }
        while (result == raw.SQLITE_ROW);

        Finish(result);
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs the statement and reads its first row, before the row is gone.</summary>
    /// <exception cref="SqliteException">It failed, or gave no row.</exception>
    public T Read<T>(Func<sqlite3_stmt, T> read)
    {
        var result = raw.sqlite3_step(_statement);
        if (result != raw.SQLITE_ROW)
        {
            Finish(result);
            throw new InvalidOperationException("The statement gave no row.");
        }

        var value = read(_statement);
        Execute();
        return value;
    }

    /// <summary>As <see cref="Read"/>; <see langword="null"/> where there is no row.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public T? ReadOrNull<T>(Func<sqlite3_stmt, T> read)
        where T : class
    {
        var result = raw.sqlite3_step(_statement);
        if (result != raw.SQLITE_ROW)
        {
            Finish(result);
            return null;
        }

        var value = read(_statement);
        Execute();
        return value;
    }

    public void Dispose() => _statement.Dispose();

    private void Finish(int result)
    {
        // The error's text is read before the reset, which clears nothing of it but may replace it.
        try
        {
            if (result != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(result, _database);
            }
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
