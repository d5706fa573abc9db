using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Framework.Tests.Running;

/// <summary>A root in a temporary folder, with a telemetry database, in which integrations are registered by hand and run.</summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly string _folder;
    private readonly TimeProvider _time;

    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="folder">A root that is there; by default a new one. It is deleted in the end, unless <see cref="IsKept"/>.</param>
    public Host(TimeProvider? time = null, string? folder = null)
    {
        _folder = folder ?? Directory.CreateTempSubdirectory("ifw-running-").FullName;
        _time = time ?? TimeProvider.System;
        Store = TelemetryStore.Open(Path.Combine(_folder, "telemetry.db"), _time);
    }

    public string Root => _folder;

    public TelemetryStore Store { get; }

    public MemoryStream StandardOutput { get; } = new();

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    public IBatchObserver? Observer { get; init; }

    /// <summary>Whether the folder stays.</summary>
    public bool IsKept { get; init; }

    public Dictionary<string, string> Variables { get; } = [];

    public static IntegrationDescriptor Integration(string name, string config, Func<Script> script) =>
        new IntegrationDescriptor<Item, Item>(name, (_, _) => script(), Item.Schema, Item.Schema)
        {
            Metadata = new IntegrationMetadata { Version = "1.2.3" },
            Files = [new CompiledFile(CompiledFileKind.Config, $"integrations/{name}/config.yaml", config)],
        };

    public BatchRunner Runner(TelemetryStore? store = null) => new(
        Root, new ConfigurationSources { Root = Root, Variables = Variables }, store ?? Store, Loggers, _time, Observer)
    {
        StandardOutput = StandardOutput,
    };

    public async Task<RunResult> RunAsync(string config, Script? script = null, CancellationToken stop = default) =>
        (await RunAsync(new BatchOptions { Integrations = [Integration("script", config, () => script ?? new Script())] }, stop)).Runs[0];

    public Task<BatchResult> RunAsync(BatchOptions options, CancellationToken stop = default) => Runner().RunAsync(options, stop);

    public string Output(string file) => Path.Combine(Root, "output", file);

    public async Task<string> ReadAsync(string file) => await File.ReadAllTextAsync(Output(file));

    /// <summary>The rows of a query on a database, by default telemetry; values as text, joined by commas.</summary>
    public async Task<List<string>> QueryAsync(string sql, string? database = null)
    {
        await Store.FlushAsync();
        return await RowsAsync(database ?? Store.Path, sql);
    }

    /// <summary>The rows of a query on any database; values as text, joined by commas.</summary>
    public static async Task<List<string>> RowsAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join(",", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (!IsKept)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
