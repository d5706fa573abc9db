using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Generators.Tests.Support;

/// <summary>An additional file.</summary>
internal sealed class TestText(string path, string text, Encoding? encoding = null) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, encoding ?? Encoding.UTF8);

    /// <summary>What the .targets would say of it.</summary>
    public string Kind => System.IO.Path.GetFileName(path) switch
    {
        "config.yaml" => "config",
        "metadata.yaml" => "metadata",
        ".env.example" => "env",
        var name when name.StartsWith("config.", StringComparison.Ordinal) => "overlay",
        _ => "",
    };
}

/// <summary>MSBuild properties and item metadata, as the compiler hands them to a generator.</summary>
internal sealed class TestOptions(IReadOnlyDictionary<string, string> properties) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options("build_property.", properties);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        new Options("build_metadata.AdditionalFiles.", new Dictionary<string, string> { ["IfwKind"] = ((TestText)textFile).Kind });

    private sealed class Options(string prefix, IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = null;
            return key.StartsWith(prefix, StringComparison.Ordinal) && values.TryGetValue(key[prefix.Length..], out value);
        }
    }
}
