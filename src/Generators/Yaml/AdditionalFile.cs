using System.Text;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Model;
using IntegrationFramework.Generators.Parsing;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Yaml;

/// <summary>What an additional file is; MSBuild says so, by the items' metadata.</summary>
internal enum AdditionalFileKind
{
    /// <summary>config.yaml.</summary>
    Config,

    /// <summary>config.ENVIRONMENT.yaml.</summary>
    Overlay,

    /// <summary>metadata.yaml.</summary>
    Metadata,

    /// <summary>.env.example.</summary>
    Environment,
}

/// <summary>An additional file that is the generator's.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Text">What it holds.</param>
/// <param name="ForeignEncoding">The encoding that it is saved in, where its bytes aren't the text's in UTF-8.</param>
internal sealed record AdditionalFile(AdditionalFileKind Kind, string Path, string Text, string? ForeignEncoding)
{
    private const int Utf8 = 65001;

    public string Directory { get; } = IntegrationParser.DirectoryOf(Path);

    public string FileName => Path.Substring(Directory.Length).TrimStart('/', '\\');

    public ConfigFileKind RulesKind => Kind switch
    {
        AdditionalFileKind.Config => ConfigFileKind.Config,
        AdditionalFileKind.Overlay => ConfigFileKind.Overlay,
        _ => ConfigFileKind.Metadata,
    };

    /// <summary>The kind by its name in IfwKind.</summary>
    public static AdditionalFileKind? KindOf(string name) => name switch
    {
        "config" => AdditionalFileKind.Config,
        "overlay" => AdditionalFileKind.Overlay,
        "metadata" => AdditionalFileKind.Metadata,
        "env" => AdditionalFileKind.Environment,
        _ => null,
    };

    /// <summary>The file as the compiler has it.</summary>
    public static AdditionalFile From(AdditionalFileKind kind, string path, SourceText source)
    {
        var text = source.ToString();
        return new(kind, path.Replace('\\', '/'), text, source.Encoding is { } encoding && IsForeign(encoding, text) ? encoding.WebName : null);
    }

    /// <summary>The file as it is compiled in: its path is the one that it replaces in a root.</summary>
    public CompiledFileModel ToCompiled(string folder) => new(RulesKind.ToString(), $"integrations/{folder}/{FileName}", Text);

    /// <summary>An editor may name any encoding where a file is ASCII, which nearly all have in common; those of UTF-16 and UTF-32 don't.</summary>
    private static bool IsForeign(Encoding encoding, string text) =>
        encoding.CodePage != Utf8 && (encoding.GetByteCount("a") > 1 || text.Any(static c => c > '\u007f'));
}
