extern alias generators;

using System.Collections.Immutable;
using System.Globalization;
using generators::IntegrationFramework.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace GeneratorBenchmark;

/// <summary>A project with many integrations, each with settings, options of a shared client, a record and three YAML files.</summary>
internal sealed class ManyIntegrations
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private readonly CSharpCompilation _compilation;
    private readonly ImmutableArray<AdditionalText> _texts;

    public ManyIntegrations(int count)
    {
        var trees = Enumerable.Range(0, count)
            .Select(i => Tree($"/project/integration_{Number(i)}/Integration{Number(i)}.cs", Code(Number(i))))
            .Append(Tree("/project/Client.cs", Client));
        _compilation = CSharpCompilation.Create(
            "Many", trees, References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _texts = [.. Enumerable.Range(0, count).SelectMany(i => Files(Number(i))).Append(new Text("/project/.env.example", "CLIENT_KEY=\n", "env"))];
    }

    public int SourceCount => _compilation.SyntaxTrees.Length;

    public int FileCount => _texts.Length;

    /// <summary>Runs the generator from nothing.</summary>
    public BuildRun Build()
    {
        GC.Collect();
        var driver = CSharpGeneratorDriver.Create([new IntegrationGenerator().AsSourceGenerator()], _texts, ParseOptions, new Options());

        // A compilation of its own, or symbols that an earlier build made would be there already.
        var compilation = CSharpCompilation.Create("Many", _compilation.SyntaxTrees, _compilation.References, _compilation.Options);
        return BuildRun.Start(driver, compilation, _texts);
    }

    /// <summary>Writes the project's files, for a compiler of its own to build.</summary>
    public void WriteTo(string folder)
    {
        var files = _compilation.SyntaxTrees.Select(static tree => (Path: tree.FilePath, Text: tree.GetText()))
            .Concat(_texts.Select(static text => (text.Path, Text: text.GetText()!)));
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, Path.GetRelativePath("/project", path));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.ToString());
        }
    }

    private static SyntaxTree Tree(string path, string code) => CSharpSyntaxTree.ParseText(code, ParseOptions, path);

    private static string Number(int index) => index.ToString("D4", CultureInfo.InvariantCulture);

    private static IEnumerable<AdditionalText> Files(string number)
    {
        var folder = $"/project/integration_{number}/";
        yield return new Text(folder + "config.yaml", Config, "config");
        yield return new Text(folder + "config.production.yaml", "schedule: \"0 * * * *\"\n", "overlay");
        yield return new Text(folder + "metadata.yaml", "version: 1.0.0\ntags: [many, generated]\ndescription: One of many\nbusiness_contact: a@example.com\n", "metadata");
    }

    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || name == "IntegrationFramework.dll"))
        .Select(path => MetadataReference.CreateFromFile(path));

    private static string Code(string number) => $$"""
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations;
        using System.Threading;
        using IntegrationFramework;
        using Microsoft.Extensions.Logging;

        namespace Many.Integration{{number}};

        public enum Level { Low, High }

        public sealed record Raw(string Id, decimal Amount, DateTimeOffset At, string? Note);

        public sealed record Item(string Id, decimal Amount, DateTimeOffset At, string? Note, Level Level, List<string> Tags);

        public sealed record Settings
        {
            [Length(1, 50)] public required string City { get; init; }
            [Range(1, 100)] public int Count { get; init; } = 10;
            public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);
            public Level Level { get; init; }
            public List<string> Tags { get; init; } = [];
            public required Many.ClientOptions Client { get; init; }
        }

        [Integration]
        public sealed partial class Integration{{number}}(Settings settings, Many.Client client, ILogger logger) : Integration<Raw, Item>
        {
            protected override IAsyncEnumerable<Raw> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException($"{settings}{client}{logger}");

            protected override Item? Postprocess(Raw raw, RunContext run) => null;
        }
        """;

    private const string Client = """
        using IntegrationFramework;
        namespace Many;
        public sealed record ClientOptions { public required Secret ApiKey { get; init; } public int Retries { get; init; } = 3; }
        [Provided] public sealed class Client(ClientOptions options, System.TimeProvider time) { public override string ToString() => $"{options}{time}"; }
        """;

    private const string Config = """
        schedule: "*/30 * * * *"
        timeout: 5m
        retry: { attempts: 3, delay: 2s, max_delay: 1m }
        http: { timeout: 10s, retries: 5, rate_limit: 10/s }
        deliver:
          - jsonl: { path: items.jsonl }
          - sqlite: { path: warehouse.db, table: items, key: [id] }
        settings:
          city: London
          count: 20
          wait: 1m30s
          level: high
          tags: [one, two, three]
          client: { api_key: "${CLIENT_KEY}", retries: 5 }

        """;

    internal sealed class Text(string path, string text, string kind) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public string Kind => kind;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        private static readonly Values None = new("");

        public override AnalyzerConfigOptions GlobalOptions => None;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => None;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(((Text)textFile).Kind);
    }

    private sealed class Values(string kind) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key == "build_metadata.AdditionalFiles.IfwKind" && kind.Length > 0 ? kind : null;
            return value is not null;
        }
    }
}
