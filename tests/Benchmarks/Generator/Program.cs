// Prints what the generator takes for a project with many integrations: dotnet run -c Release --project tests/Benchmarks/Generator [INTEGRATIONS].
// With a folder after that it writes the project there instead, which is what compiler.sh builds.
using System.Globalization;
using GeneratorBenchmark;

const double Budget = 1.0;

// The compiler comes precompiled, the one that this program runs does not: it is measured when the runtime has compiled it.
const int WarmUp = 15;
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
var project = new ManyIntegrations(count);
if (args.Length > 1)
{
    project.WriteTo(args[1]);
    return;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} integrations: {project.SourceCount} C# files, {project.FileCount} YAML files"));
var cold = project.Build();
Print("first build of the process", cold.Elapsed, budget: null);
foreach (var _ in Enumerable.Range(0, WarmUp))
{
    project.Build();
}

var warm = Enumerable.Range(0, 5).Select(_ => project.Build()).OrderBy(run => run.Elapsed).ElementAt(2);
Print("build, median of 5", warm.Elapsed, Budget);
Print("    processor time", warm.Processor, budget: null);
Print("    pauses for garbage", warm.Pauses, budget: null);
Print("after an edit of one YAML", warm.EditYaml(out var afterYaml), budget: null);
Console.WriteLine($"    files made again: {string.Join(", ", afterYaml)}");
Print("after an edit of other C#", warm.EditCode(out var afterCode), budget: null);
Console.WriteLine($"    files made again: {(afterCode.Count == 0 ? "none" : string.Join(", ", afterCode))}");

static void Print(string what, TimeSpan elapsed, double? budget) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"  {what,-28} {elapsed.TotalMilliseconds,8:F0} ms{(budget is { } limit ? $", budget {limit:F1} s: {(elapsed.TotalSeconds <= limit ? "kept" : "MISSED")}" : "")}"));
