extern alias generators;

using System.Text;
using generators::IntegrationFramework.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generators.Tests.Support;

/// <summary>A project in memory: C# files, YAML files, MSBuild properties.</summary>
internal sealed class TestProject
{
    public const string Root = "/project/integrations/";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private readonly SortedDictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly List<TestText> _texts = [];
    private readonly Dictionary<string, string> _properties = new() { ["RootNamespace"] = "Demo", ["ProjectDir"] = Root };
    private readonly List<MetadataReference> _references = [.. TestReferences.All];

    public string AssemblyName { get; init; } = "Demo";

    /// <summary>Adds a C# file, by its path below the project.</summary>
    public TestProject Source(string path, string code)
    {
        _sources[Root + path] = Usings + code;
        return this;
    }

    /// <summary>Adds or replaces a YAML file or .env.example, by its path below the project; what it is follows from its name, as in the .targets.</summary>
    public TestProject Yaml(string path, string text, Encoding? encoding = null)
    {
        Remove(path);
        _texts.Add(new TestText(Root + path, text, encoding));
        return this;
    }

    public TestProject Remove(string path)
    {
        _texts.RemoveAll(file => file.Path == Root + path);
        return this;
    }

    public TestProject Property(string name, string value)
    {
        _properties[name] = value;
        return this;
    }

    public TestProject Reference(MetadataReference reference)
    {
        _references.Add(reference);
        return this;
    }

    /// <summary>The usings that the SDK and Directory.Build.props give every project; in one line, so that line 2 is the author's first.</summary>
    public const string Usings =
        "using System; using System.Collections.Generic; using System.ComponentModel.DataAnnotations; using System.Threading; using IntegrationFramework;\n";

    public IReadOnlyList<TestText> Texts => _texts;

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        AssemblyName,
        _sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, ParseOptions, source.Key)),
        _references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new IntegrationGenerator().AsSourceGenerator()],
        [.. _texts],
        ParseOptions,
        new TestOptions(_properties),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public TestRun Run()
    {
        var compilation = Compile();
        var driver = CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        return new TestRun((CSharpCompilation)output, driver.GetRunResult().Results.Single());
    }
}

/// <summary>What a generator made of a project.</summary>
internal sealed record TestRun(CSharpCompilation Compilation, GeneratorRunResult Result)
{
    /// <summary>The generator's diagnostics, in the order of their places.</summary>
    public IReadOnlyList<string> Diagnostics => [.. Result.Diagnostics.Select(Format).Order(StringComparer.Ordinal)];

    /// <summary>The errors and warnings of the compiler, in the author's code, which needs no documentation, and in what was generated.</summary>
    public IReadOnlyList<string> CompilerMessages =>
        [.. Compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id is not ("CS1701" or "CS1591")).Select(d => d.ToString())];

    public string Source(string hintName) => Result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    /// <summary>As <c>folder/file(line,column): ID: message</c>.</summary>
    public static string Format(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        var path = span.Path?.Replace(TestProject.Root, "", StringComparison.Ordinal) ?? "";
        var start = span.StartLinePosition;
        var place = diagnostic.Location == Location.None ? "" : $"{path}({start.Line + 1},{start.Character + 1}): ";
        return $"{place}{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }
}
