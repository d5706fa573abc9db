using Microsoft.Data.Sqlite;

namespace IntegrationFramework;

/// <summary>What a query gave: the names of its columns, and its rows as they are asked for.</summary>
public sealed class SqlResult : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteDataReader _reader;
    private readonly Func<Func<SqliteDataReader, bool>, bool> _guard;

    internal SqlResult(SqliteCommand command, SqliteDataReader reader, Func<Func<SqliteDataReader, bool>, bool> guard)
    {
        _command = command;
        _reader = reader;
        _guard = guard;
        Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    /// <summary>The columns' names, in the order of the query.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows, each with a value per column: <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, byte array or <see langword="null"/>.</summary>
    /// <exception cref="SqlQueryException">The statement failed on the way.</exception>
    public IEnumerable<IReadOnlyList<object?>> Rows()
    {
        while (_guard(static reader => reader.Read()))
        {
            var row = new object?[Columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = _reader.IsDBNull(i) ? null : _reader.GetValue(i);
            }

            yield return row;
        }
    }

    /// <summary>Ends the query.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _command.Dispose();
    }
}
