using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratorBenchmark;

/// <summary>A run of the generator that edits go on from.</summary>
internal sealed class BuildRun
{
    private readonly GeneratorDriver _driver;
    private readonly CSharpCompilation _compilation;
    private readonly ImmutableArray<AdditionalText> _texts;
    private readonly GeneratorRunResult _result;

    private BuildRun(GeneratorDriver driver, CSharpCompilation compilation, ImmutableArray<AdditionalText> texts, TimeSpan elapsed, TimeSpan processor, TimeSpan pauses)
    {
        _driver = driver;
        _compilation = compilation;
        _texts = texts;
        _result = driver.GetRunResult().Results.Single();
        Elapsed = elapsed;
        Processor = processor;
        Pauses = pauses;
    }

    public TimeSpan Elapsed { get; }

    /// <summary>The processor time: what a machine that has nothing else to do would take, and a little more for collecting garbage.</summary>
    public TimeSpan Processor { get; }

    /// <summary>How long everything stood still while garbage was collected.</summary>
    public TimeSpan Pauses { get; }

    /// <exception cref="InvalidOperationException">The generator reported something: what was measured wasn't the real work.</exception>
    public static BuildRun Start(GeneratorDriver driver, CSharpCompilation compilation, ImmutableArray<AdditionalText> texts)
    {
        // Binding of the attributes would be done for the compilation in any case; the clock takes it in all the same.
        using var process = Process.GetCurrentProcess();
        var startedProcessor = process.TotalProcessorTime;
        var startedPauses = GC.GetTotalPauseDuration();
        var started = Stopwatch.GetTimestamp();
        var ran = driver.RunGenerators(compilation);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var pauses = GC.GetTotalPauseDuration() - startedPauses;
        process.Refresh();
        var run = new BuildRun(ran, compilation, texts, elapsed, process.TotalProcessorTime - startedProcessor, pauses);
        if (run._result.Exception is { } exception)
        {
            throw new InvalidOperationException("The generator failed.", exception);
        }

        return run._result.Diagnostics.IsEmpty ? run : throw new InvalidOperationException(run._result.Diagnostics[0].ToString());
    }

    public TimeSpan EditYaml(out IReadOnlyList<string> madeAgain)
    {
        var old = (ManyIntegrations.Text)_texts.First(text => text.Path.EndsWith("/config.yaml", StringComparison.Ordinal));
        var edited = new ManyIntegrations.Text(old.Path, old.GetText().ToString().Replace("London", "Paris", StringComparison.Ordinal), old.Kind);
        return Continue(_driver.ReplaceAdditionalText(old, edited), _compilation, out madeAgain);
    }

    public TimeSpan EditCode(out IReadOnlyList<string> madeAgain)
    {
        var tree = CSharpSyntaxTree.ParseText("class Unrelated;", (CSharpParseOptions)_compilation.SyntaxTrees[0].Options);
        return Continue(_driver, _compilation.AddSyntaxTrees(tree), out madeAgain);
    }

    private TimeSpan Continue(GeneratorDriver driver, CSharpCompilation compilation, out IReadOnlyList<string> madeAgain)
    {
        var started = Stopwatch.GetTimestamp();
        var after = driver.RunGenerators(compilation);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var before = _result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText);
        madeAgain = [.. after.GetRunResult().Results.Single().GeneratedSources
            .Where(source => !before.TryGetValue(source.HintName, out var text) || !ReferenceEquals(text, source.SourceText))
            .Select(source => source.HintName)];
        return elapsed;
    }
}
