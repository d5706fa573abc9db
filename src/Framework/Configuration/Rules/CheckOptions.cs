namespace IntegrationFramework.Configuration.Rules;

/// <summary>What a file of YAML is.</summary>
public enum ConfigFileKind
{
    /// <summary>config.yaml: whole by itself, so that required keys are judged.</summary>
    Config,

    /// <summary>config.ENVIRONMENT.yaml, or another layer over config.yaml: partial.</summary>
    Overlay,

    /// <summary>metadata.yaml.</summary>
    Metadata,
}

/// <summary>What the rules need to know besides the file.</summary>
public sealed record CheckOptions
{
    /// <summary>How many characters a file may have where nothing else is said.</summary>
    public const int DefaultMaxLength = 4 * 1024 * 1024;

    /// <summary>The defaults.</summary>
    public static CheckOptions Default { get; } = new();

    /// <summary>The names in .env.example that <c>${NAME}</c> may use.</summary>
    /// <value><see langword="null"/> by default: not checked.</value>
    public IReadOnlyCollection<string>? EnvironmentVariables { get; init; }

    /// <summary>The name of the integration's folder.</summary>
    public string IntegrationFolder { get; init; } = "";

    /// <summary>Whether the integration goes on from a cursor, so that sinks that replace would lose what was delivered before.</summary>
    public bool HasCursor { get; init; }

    /// <summary>The columns of the records delivered, which <c>key:</c> of a sink may use.</summary>
    /// <value><see langword="null"/> by default: not checked.</value>
    public IReadOnlyCollection<string>? OutputColumns { get; init; }

    /// <summary>What the fields of the records delivered hold, by their names: members of <c>FieldKind</c>. <c>checks:</c> may use them.</summary>
    /// <value><see langword="null"/> by default: not checked.</value>
    public IReadOnlyDictionary<string, string>? OutputKinds { get; init; }

    /// <summary>The sinks of authors' own that <c>deliver:</c> takes, each as <see cref="FrameworkSchema.Sink"/> makes it.</summary>
    /// <value>None by default.</value>
    public EquatableArray<KeySchema> Sinks { get; init; }

    /// <summary>Whether output paths may be absolute or leave <c>output/</c>. They always may in an overlay.</summary>
    public bool AllowOutputAnywhere { get; init; }

    /// <summary>How many characters a file may have.</summary>
    /// <value>4 Mi by default.</value>
    public int MaxLength { get; init; } = DefaultMaxLength;
}

/// <summary>A file and what the rules have to say about it.</summary>
/// <param name="root">The map that the file is, or <see langword="null"/> where it can't be read.</param>
/// <param name="diagnostics">The diagnostics in the order of their places.</param>
public sealed class CheckedFile(YamlMap? root, IReadOnlyList<ConfigDiagnostic> diagnostics)
{
    /// <summary>The map that the file is, or <see langword="null"/> where it can't be read.</summary>
    public YamlMap? Root => root;

    /// <summary>The diagnostics in the order of their places.</summary>
    public IReadOnlyList<ConfigDiagnostic> Diagnostics => diagnostics;

    /// <summary>Whether there is no error among the diagnostics.</summary>
    public bool IsValid => diagnostics.All(diagnostic => diagnostic.Severity != ConfigSeverity.Error);
}
