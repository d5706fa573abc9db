// Prints the figures of DESIGN §10 that a program of one's own can take: Benchmarks NAME [ARGUMENTS].
using Benchmarks;

var benchmarks = new Dictionary<string, (string Help, Func<string[], Task> Run)>(StringComparer.Ordinal)
{
    ["telemetry"] = ("[RUNS] [AT ONCE]   runs recorded by the telemetry store against a hand-written loop", TelemetryBenchmark.RunAsync),
    ["no-op"] = ("[RUNS] [AT ONCE]   integrations that do nothing, run by the engine, against the same loop", NoOpBenchmark.RunAsync),
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
