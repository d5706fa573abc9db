using System.Text;
using System.Text.Json;
using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFramework.TestKit;

/// <summary>
/// A root of its own in a temporary folder, to run integrations in as a host does: with their compiled-in configuration, real sinks and
/// real telemetry. Gone, with all that is in it, when it is disposed.
/// </summary>
public sealed class IntegrationRoot : IDisposable
{
    private readonly IntegrationRegistry _registry = new();
    private readonly TimeProvider _time;

    /// <summary>Makes a root.</summary>
    /// <param name="register">Adds the integrations under test, as a generated registry's <c>AddTo</c> does.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public IntegrationRoot(Action<IntegrationRegistry> register, TimeProvider? time = null)
    {
        Path = Directory.CreateTempSubdirectory("ifw-").FullName;
        _time = time ?? TimeProvider.System;
        register(_registry);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Writes a file, in folders that are made for it.</summary>
    /// <returns>The file's absolute path.</returns>
    public string Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return full;
    }

    /// <summary>Copies a folder of the repository, such as an integration's <c>data</c>, to the same place in this root.</summary>
    /// <param name="folder">Relative to the repository's root.</param>
    /// <param name="only">Which of its files, by their absolute path; all by default.</param>
    public void CopyFromRepository(string folder, Func<string, bool>? only = null)
    {
        var source = System.IO.Path.Combine(Repository.Root, folder);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(file => only?.Invoke(file) ?? true))
        {
            Write(System.IO.Path.GetRelativePath(Repository.Root, file), File.ReadAllBytes(file));
        }
    }

    /// <summary>The text of a file under <c>output/</c>.</summary>
    public string ReadOutput(string path) => File.ReadAllText(OutputPath(path));

    /// <summary>The records of a JSON Lines file under <c>output/</c>.</summary>
    public IReadOnlyList<JsonElement> ReadJsonLines(string path) =>
        [.. File.ReadLines(OutputPath(path)).Select(line => JsonElement.Parse(line))];

    /// <summary>The rows of a query over a database under <c>output/</c>.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> QueryOutputAsync(string path, SqlQuery query)
    {
        await using var database = new SqlQueryManager(Path).OpenReadOnly(OutputPath(path));
        return await database.QueryAsync(query).ToListAsync();
    }

    /// <summary>Runs one integration.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sets">What to override in its config.yaml: <c>settings.records=10</c>.</param>
    public async Task<TestRun> RunAsync(string name, params string[] sets) =>
        (await RunAsync([name], [.. sets.Select(set => $"{name}.{set}")])).Single();

    /// <summary>Runs integrations, one after the other.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="sets">What to override: <c>sales_import.settings.pattern=*.txt</c>.</param>
    /// <param name="change">Changes the options of the batch.</param>
    public async Task<IReadOnlyList<TestRun>> RunAsync(
        IReadOnlyList<string> names, IReadOnlyList<string>? sets = null, Func<BatchOptions, BatchOptions>? change = null)
    {
        var options = new BatchOptions { Integrations = [.. names.Select(Find)] };
        var sources = ConfigurationSources.Open(Path, sets ?? [], new Dictionary<string, string>());
        BatchResult batch;
        options = change?.Invoke(options) ?? options;
        var telemetryFile = TelemetryFile(options.Mode);
        await using (var telemetry = TelemetryStore.Open(telemetryFile, _time))
        {
            var runner = new BatchRunner(Path, sources, telemetry, NullLoggerFactory.Instance, _time);
            batch = await runner.RunAsync(options, CancellationToken.None);
        }

        await using var reader = await TelemetryReader.OpenAsync(telemetryFile, _time);
        var runs = new List<TestRun>();
        foreach (var run in batch.Runs)
        {
            runs.Add(await TestRun.ReadAsync(reader, run));
        }

        return runs;
    }

    /// <summary>
    /// Runs an integration in the sandbox: its requests are answered from a cassette, nothing goes over the network, and what it delivers is under
    /// <c>output/sandbox/</c> (<c>ReadOutput("sandbox/weather.yaml")</c>).
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="cassette">The cassette's text; by default the one in the integration's folder of the repository.</param>
    /// <param name="sets">What to override in its config.yaml: <c>settings.city=Paris</c>.</param>
    public async Task<TestRun> RunSandboxAsync(string name, string? cassette = null, params string[] sets)
    {
        var file = System.IO.Path.Combine("integrations", Find(name).Folder, CassetteFile.Name);
        Write(file, cassette is null ? File.ReadAllBytes(System.IO.Path.Combine(Repository.Root, file)) : Encoding.UTF8.GetBytes(cassette));
        var runs = await RunAsync([name], [.. sets.Select(set => $"{name}.{set}")], options => options with { Mode = RunMode.Sandbox });
        return runs.Single();
    }

    /// <summary>Deletes the folder.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string TelemetryFile(RunMode mode)
    {
        if (mode != RunMode.Sandbox)
        {
            return System.IO.Path.Combine(Path, "telemetry.db");
        }

        Directory.CreateDirectory(SandboxFolder.Of(Path));
        return SandboxFolder.TelemetryFileOf(Path);
    }

    private string OutputPath(string path) => System.IO.Path.Combine(Path, "output", path);

    private IntegrationDescriptor Find(string name) =>
        _registry.TryGet(name, out var descriptor)
            ? descriptor
            : throw new ArgumentException($"There is no integration '{name}'; there are {string.Join(", ", _registry.Names)}.", nameof(name));
}
