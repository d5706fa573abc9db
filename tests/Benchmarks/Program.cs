// Prints the figures that a program of one's own can take: Benchmarks NAME [ARGUMENTS].
using Benchmarks;

var benchmarks = new Dictionary<string, (string Help, Func<string[], Task> Run)>(StringComparer.Ordinal)
{
    ["cache"] = ("[RESPONSES]   responses from the HTTP cache, each against its budget", CacheBenchmark.RunAsync),
    ["http"] = ("[REQUESTS] [AT ONCE]   requests of 100 ms through all handlers against the ideal", HttpBenchmark.RunAsync),
    ["no-op"] = ("[RUNS] [AT ONCE]   integrations that do nothing against a loop that records as many runs", NoOpBenchmark.RunAsync),
    ["stream"] = ("[MEGABYTES…]   a JSON array from another process, record by record, against a hand-written loop, and its memory", StreamBenchmark.RunAsync),
    ["telemetry"] = ("[RUNS] [AT ONCE]   runs recorded by the telemetry store against a hand-written loop", TelemetryBenchmark.RunAsync),
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    Console.Error.WriteLine("Which benchmark?");
    foreach (var (name, (help, _)) in benchmarks)
    {
        Console.Error.WriteLine($"  {name} {help}");
    }

    return 2;
}

await benchmark.Run(args[1..]);
return 0;
