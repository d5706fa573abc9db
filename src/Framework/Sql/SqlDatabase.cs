using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework;

/// <summary>
/// An open SQLite database. Rows come as dictionaries, or typed by a function that reads them, one after the other as they are
/// asked for. One connection: not for several threads at once.
/// </summary>
/// <remarks>
/// A statement that meets another process's lock waits for it. Values bind as SQLite knows them: whole numbers and booleans as
/// INTEGER, floating-point numbers as REAL, byte arrays as BLOB, all else as TEXT; points in time in UTC as ISO 8601.
/// </remarks>
public sealed class SqlDatabase : IAsyncDisposable, IDisposable
{
    private readonly SqliteConnection _connection;

    private SqlDatabase(SqliteConnection connection, string path)
    {
        _connection = connection;
        Path = path;
    }

    /// <summary>The file's absolute path.</summary>
    public string Path { get; }

    /// <summary>Runs a query and gives its rows as dictionaries from column to value.</summary>
    /// <remarks>A value is a <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, byte array or <see langword="null"/>. Of columns of the same name the last counts.</remarks>
    /// <exception cref="SqlQueryException">The statement failed.</exception>
    public IAsyncEnumerable<IReadOnlyDictionary<string, object?>> QueryAsync(SqlQuery query, CancellationToken cancellationToken = default) =>
        QueryAsync(query, ToDictionary, cancellationToken);

    /// <summary>Runs a query and gives its rows as <paramref name="read"/> makes them.</summary>
    /// <param name="query">The statement; an interpolated string's holes become parameters.</param>
    /// <param name="read">Reads the current row; it may look at nothing but that row.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <exception cref="SqlQueryException">The statement failed.</exception>
    public async IAsyncEnumerable<T> QueryAsync<T>(
        SqlQuery query, Func<DbDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = CreateCommand(query);
        await using var reader = Run(query, command, static c => c.ExecuteReader());
        while (Run(query, reader, static r => r.Read()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return read(reader);
        }
    }

    /// <summary>Runs a query and gives the names of its columns together with its rows as arrays.</summary>
    /// <remarks>For statements that nobody knows beforehand: the columns' names are there even where no row is.</remarks>
    /// <exception cref="SqlQueryException">The statement failed, has no value for a placeholder or a value too many, or is followed by another.</exception>
    public SqlResult Query(SqlQuery query)
    {
        if (Sql.StatementCheck.Problem(_connection.Handle!, query) is { } problem)
        {
            throw new SqlQueryException($"{problem} In the statement: {query.Excerpt}", query.Text);
        }

        var command = CreateCommand(query);
        try
        {
            var reader = Run(query, command, static c => c.ExecuteReader());
            return new SqlResult(command, reader, step => Run(query, reader, step));
        }
        catch (SqlQueryException)
        {
            command.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement and gives the number of rows it changed.</summary>
    /// <exception cref="SqlQueryException">The statement failed.</exception>
    public async Task<int> ExecuteAsync(SqlQuery query, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = CreateCommand(query);
        return Run(query, command, static c => c.ExecuteNonQuery());
    }

    /// <summary>Runs a query and gives the first column of its first row.</summary>
    /// <returns>The value, or the default where there is no row or the value is NULL.</returns>
    /// <exception cref="SqlQueryException">The statement failed, or the value is of another type.</exception>
    public async Task<T?> ScalarAsync<T>(SqlQuery query, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = CreateCommand(query);
        return Run(query, command, static c =>
        {
            using var reader = c.ExecuteReader();
            return reader.Read() && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
        });
    }

    /// <summary>Runs <paramref name="work"/> in one transaction: all of it is kept, or, where it throws, nothing.</summary>
    /// <exception cref="SqlQueryException">A statement failed, or there is a transaction already.</exception>
    public async Task InTransactionAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default)
    {
        // IMMEDIATE takes the write lock at once: a transaction that begins by reading can be refused it later without waiting.
        await ExecuteAsync("BEGIN IMMEDIATE", cancellationToken).ConfigureAwait(false);
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync("COMMIT", CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            // Some errors, such as a full disk, have rolled back already.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                await ExecuteAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Closes the database.</summary>
    public void Dispose() => _connection.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    internal static SqlDatabase Open(string path, SqliteOpenMode mode)
    {
        try
        {
            return new SqlDatabase(Sql.SqliteFile.Open(path, mode), path);
        }
        catch (SqliteException error)
        {
            throw new SqlQueryException(
                $"The database '{path}' can't be opened: {Sql.SqliteFile.Explain(path, error)}", null, error.SqliteErrorCode, error);
        }
    }

    /// <summary>
    /// Refuses, from now on, every statement that does more than read: on a connection that is open for reading, ATTACH and
    /// VACUUM INTO would still make files.
    /// </summary>
    internal void RefuseWriting() => Sql.ReadingAuthorizer.Set(_connection.Handle!);

    private SqliteCommand CreateCommand(SqlQuery query)
    {
        var command = _connection.CreateCommand();
        command.CommandText = query.Text;
        foreach (var (name, value) in query.Parameters)
        {
            command.Parameters.AddWithValue(name, Sql.SqlValue.ToSqlite(name, value, query));
        }

        return command;
    }

    private TResult Run<TSource, TResult>(SqlQuery query, TSource source, Func<TSource, TResult> run)
    {
        try
        {
            return run(source);
        }
        catch (SqliteException error) when (Sql.SqliteFile.IsDamaged(error.SqliteErrorCode))
        {
            // Whatever the statement: it is the file that has to be looked at.
            throw new SqlQueryException($"The database '{Path}', or one attached to it, can't be read: {Sql.SqliteFile.Explain(Path, error)}", query.Text, error.SqliteErrorCode, error);
        }
        catch (Exception error) when (error is SqliteException or InvalidOperationException or InvalidCastException)
        {
            var code = (error as SqliteException)?.SqliteErrorCode ?? 0;
            throw new SqlQueryException($"{Sql.SqliteFile.Words(error)} In the statement: {query.Excerpt}", query.Text, code, error);
        }
    }

    private static Dictionary<string, object?> ToDictionary(DbDataReader reader)
    {
        var row = new Dictionary<string, object?>(reader.FieldCount, StringComparer.Ordinal);
        for (var i = 0; i < reader.FieldCount; i++)
        {
            row[reader.GetName(i)] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        }

        return row;
    }
}
