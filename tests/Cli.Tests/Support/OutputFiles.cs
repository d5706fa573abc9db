using Microsoft.Data.Sqlite;

namespace Cli.Tests.Support;

/// <summary>Looks into what runs have delivered.</summary>
public static class OutputFiles
{
    /// <summary>The lines of a file under <c>output/</c>; none where it isn't there.</summary>
    public static async Task<string[]> LinesAsync(TemporaryRoot root, string file) =>
        File.Exists(root.Path("output", file)) ? await File.ReadAllLinesAsync(root.Path("output", file)) : [];

    /// <summary>The rows of a query over a database under <c>output/</c>, each as its columns with a bar between.</summary>
    public static async Task<List<string>> RowsAsync(TemporaryRoot root, string file, string sql)
    {
        await using var connection = await OpenAsync(root, file, SqliteOpenMode.ReadOnly);
        await using var command = Command(connection, sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i))));
        }

        return rows;
    }

    /// <summary>Runs a statement in a database under <c>output/</c>.</summary>
    public static async Task ExecuteAsync(TemporaryRoot root, string file, string sql)
    {
        Directory.CreateDirectory(root.Path("output"));
        await using var connection = await OpenAsync(root, file, SqliteOpenMode.ReadWriteCreate);
        await using var command = Command(connection, sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<SqliteConnection> OpenAsync(TemporaryRoot root, string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = root.Path("output", file), Mode = mode, Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
