using System.Globalization;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Benchmarks;

/// <summary>Integrations that do nothing, run by the engine, against a loop that does no more than write the same rows.</summary>
internal static class NoOpBenchmark
{
    private const double Budget = 1.5;

    public static async Task RunAsync(string[] args)
    {
        var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        var parallelism = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100;
        var schema = new Schema();
        var integrations = Enumerable.Range(0, runs)
            .Select(i => (IntegrationDescriptor)new IntegrationDescriptor<Nothing, Nothing>(
                string.Create(CultureInfo.InvariantCulture, $"integration_{i}"), static (_, _) => new NoOp(), schema, schema))
            .ToList();
        var folder = Directory.CreateTempSubdirectory("ifw-benchmark-");
        try
        {
            await Measure.CompareAsync(
                string.Create(CultureInfo.InvariantCulture, $"{runs} no-op integrations, {parallelism} at once"),
                "engine", () => EngineAsync(folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName, integrations, parallelism),
                "loop, 100 a commit", () => TelemetryBenchmark.Loop(TelemetryBenchmark.NewFile(folder), runs),
                Budget);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task EngineAsync(string root, List<IntegrationDescriptor> integrations, int parallelism)
    {
        await using var store = TelemetryStore.Open(Path.Combine(root, "telemetry.db"), TimeProvider.System);
        var runner = new BatchRunner(root, new ConfigurationSources { Root = root }, store, NullLoggerFactory.Instance, TimeProvider.System);
        var result = await runner.RunAsync(new BatchOptions { Integrations = integrations, Parallelism = parallelism });
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException(result.Runs.First(run => run.ErrorMessage is not null).ErrorMessage);
        }
    }

    private sealed record Nothing;

    private sealed class Schema() : RecordSchema<Nothing>("Nothing")
    {
        public override void Write(Nothing record, RecordWriter writer)
        {
        }
    }

    private sealed class NoOp : Integration<Nothing>
    {
        protected override async IAsyncEnumerable<Nothing> FetchAsync(
            RunContext run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
