namespace IntegrationFramework.Generators;

/// <summary>The names of the pipeline's steps, by which tests see what was cached.</summary>
public static class TrackingNames
{
    /// <summary>MSBuild properties that the generator reads.</summary>
    public const string Options = nameof(Options);

    /// <summary>The class with <c>[Integration]</c>, read from its symbols.</summary>
    public const string ParsedIntegrations = nameof(ParsedIntegrations);

    /// <summary>What is emitted for a class, without positions.</summary>
    public const string Integrations = nameof(Integrations);

    /// <summary>The class with <c>[Sink]</c>, read from its symbols.</summary>
    public const string ParsedSinks = nameof(ParsedSinks);

    /// <summary>What is emitted for a sink, without positions.</summary>
    public const string Sinks = nameof(Sinks);

    /// <summary>The sinks of referenced assemblies.</summary>
    public const string ReferencedSinks = nameof(ReferencedSinks);

    /// <summary>All sinks that YAML may name.</summary>
    public const string SinkCatalogue = nameof(SinkCatalogue);

    /// <summary>The YAML files and .env.example, as text.</summary>
    public const string Files = nameof(Files);

    /// <summary>The YAML files by folder.</summary>
    public const string Folders = nameof(Folders);

    /// <summary>The names in .env.example.</summary>
    public const string EnvironmentVariables = nameof(EnvironmentVariables);

    /// <summary>A class with its own folder.</summary>
    public const string IntegrationFolders = nameof(IntegrationFolders);

    /// <summary>A class with its folder, checked.</summary>
    public const string CheckedIntegrations = nameof(CheckedIntegrations);

    /// <summary>What the file of one integration is made of.</summary>
    public const string Registrations = nameof(Registrations);

    /// <summary>The names of emitted files that differ only in upper and lower case.</summary>
    public const string HintNames = nameof(HintNames);

    /// <summary>The settings and record types of all integrations, each once, by namespace.</summary>
    public const string Types = nameof(Types);

    /// <summary>The assembly's registry.</summary>
    public const string Registry = nameof(Registry);

    /// <summary>The registries of the host and of what it references.</summary>
    public const string Host = nameof(Host);

    /// <summary>Mistakes in the C# of integrations and sinks.</summary>
    public const string CodeDiagnostics = nameof(CodeDiagnostics);

    /// <summary>Mistakes in the YAML of one integration.</summary>
    public const string YamlDiagnostics = nameof(YamlDiagnostics);

    /// <summary>Mistakes in how classes and folders go together.</summary>
    public const string LayoutDiagnostics = nameof(LayoutDiagnostics);

    /// <summary>Two sinks of one name.</summary>
    public const string SinkDiagnostics = nameof(SinkDiagnostics);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Options, ParsedIntegrations, Integrations, ParsedSinks, Sinks, ReferencedSinks, SinkCatalogue, Files, Folders, EnvironmentVariables, IntegrationFolders, CheckedIntegrations,
        Registrations, HintNames, Types, Registry, Host, CodeDiagnostics, YamlDiagnostics, LayoutDiagnostics,
        SinkDiagnostics,
    ];
}
