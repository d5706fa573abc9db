using IntegrationFramework;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Framework.Tests.Telemetry;

/// <summary>A folder of its own for a test that works with telemetry, deleted afterwards.</summary>
internal sealed class TelemetryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ifw-telemetry-");

    public string Root => _folder.FullName;

    public string Database => Path.Combine(Root, "telemetry.db");

    public string Locks => BatchLock.FolderOf(Root);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero));

    public TelemetryStore Open() => TelemetryStore.Open(Database, Time);

    public RunOpening Opening(string integration = "hello_world", string? batch = null) => new()
    {
        RunId = RunIds.Create(Time),
        BatchId = batch ?? "batch",
        Integration = integration,
        Version = "1.2.3",
        StartedAt = Time.GetUtcNow(),
        Host = "test",
        ProcessId = Environment.ProcessId,
    };

    public RunClosing Closing(RunOpening run, RunStatus status = RunStatus.Succeeded) => new()
    {
        RunId = run.RunId,
        Status = status,
        FinishedAt = Time.GetUtcNow(),
        Duration = TimeSpan.FromMilliseconds(1500),
    };

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var database = new SqlQueryManager(Root).OpenReadOnly("telemetry.db");
        return await database.ScalarAsync<T>(sql);
    }

    public async Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> RowsAsync(string sql)
    {
        await using var database = new SqlQueryManager(Root).OpenReadOnly("telemetry.db");
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        await foreach (var row in database.QueryAsync(sql))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Keeps everybody else from writing until it is disposed of, as another process would.</summary>
    public async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
