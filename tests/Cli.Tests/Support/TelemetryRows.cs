using Microsoft.Data.Sqlite;

namespace Cli.Tests.Support;

/// <summary>Looks into a root's telemetry without the program under test.</summary>
public static class TelemetryRows
{
    /// <summary>The rows of a query, each as its columns with a bar between.</summary>
    public static Task<List<string>> QueryAsync(TemporaryRoot root, string sql) => QueryAsync(root.Path("telemetry.db"), sql);

    /// <summary>Keeps everybody else from writing until it is disposed of, as a process does that holds a transaction open.</summary>
    public static async Task<IAsyncDisposable> LockAsync(TemporaryRoot root)
    {
        var connection = new SqliteConnection($"Data Source={root.Path("telemetry.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>The rows of a query over any database.</summary>
    public static async Task<List<string>> QueryAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i))));
        }

        return rows;
    }
}
