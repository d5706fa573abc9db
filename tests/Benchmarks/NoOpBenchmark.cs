using System.Globalization;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Benchmarks;

/// <summary>Integrations that do nothing, run as the host runs them, against a loop that only records that many runs.</summary>
internal static class NoOpBenchmark
{
    private const double Budget = 1.5;

    public static async Task RunAsync(string[] args)
    {
        var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        int[] parallel = args.Length > 1 ? [int.Parse(args[1], CultureInfo.InvariantCulture)] : [16, runs];
        var folder = Directory.CreateTempSubdirectory("ifw-benchmark-");
        try
        {
            var registry = Registry(runs);
            foreach (var atOnce in parallel)
            {
                await Measure.CompareAsync(
                    $"{runs} no-op integrations, {atOnce} at once",
                    "batch runner", () => BatchAsync(TelemetryBenchmark.NewFile(folder), registry, atOnce),
                    $"loop, {TelemetryBenchmark.BatchSize} a commit", () => TelemetryBenchmark.LoopAsync(TelemetryBenchmark.NewFile(folder), runs),
                    Budget);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IntegrationRegistry Registry(int count)
    {
        var registry = new IntegrationRegistry();
        for (var i = 0; i < count; i++)
        {
            var name = TelemetryBenchmark.Name(i);
            registry.Add(new IntegrationDescriptor<Nothing, Nothing>(name, static (_, _) => new NoOp(), Nothing.Schema, Nothing.Schema)
            {
                Metadata = new IntegrationMetadata { Version = "1.0.0" },
            });
        }

        return registry;
    }

    private static async Task BatchAsync(string path, IntegrationRegistry registry, int atOnce)
    {
        var root = Path.GetDirectoryName(path)!;
        await using var store = TelemetryStore.Open(path, TimeProvider.System);
        var sources = new ConfigurationSources { Root = root, Variables = new Dictionary<string, string>() };
        var runner = new BatchRunner(root, sources, store, NullLoggerFactory.Instance, TimeProvider.System);
        var result = await runner.RunAsync(new BatchOptions { Integrations = [.. registry.Integrations], Parallelism = atOnce });
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException(result.Runs.First(run => run.ErrorMessage is not null).ErrorMessage);
        }
    }

    private sealed class NoOp : Integration<Nothing>
    {
        protected override IAsyncEnumerable<Nothing> FetchAsync(RunContext run, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Nothing>();
    }

    private sealed record Nothing
    {
        public static RecordSchema<Nothing> Schema { get; } = new NothingSchema();

        private sealed class NothingSchema() : RecordSchema<Nothing>(nameof(Nothing))
        {
            public override void Write(Nothing record, RecordWriter writer)
            {
            }
        }
    }
}
