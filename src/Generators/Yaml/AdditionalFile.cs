using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Model;
using IntegrationFramework.Generators.Parsing;

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
internal sealed record AdditionalFile(AdditionalFileKind Kind, string Path, string Text)
{
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

    /// <summary>The file as it is compiled in: its path is the one that it replaces in a root.</summary>
    public CompiledFileModel ToCompiled(string folder) => new(RulesKind.ToString(), $"integrations/{folder}/{FileName}", Text);
}
