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

    /// <summary>The sinks that the registry holds, and the registries that hold others.</summary>
    public const string RegistrySinks = nameof(RegistrySinks);

    /// <summary>The sinks of this project and of referenced assemblies.</summary>
    public const string KnownSinks = nameof(KnownSinks);

    /// <summary>All sinks that YAML may name, with where the program finds them.</summary>
    public const string SinkCatalogue = nameof(SinkCatalogue);

    /// <summary>The YAML files and .env.example, as text.</summary>
    public const string Files = nameof(Files);

    /// <summary>The YAML files by folder.</summary>
    public const string Folders = nameof(Folders);

    /// <summary>The names in .env.example.</summary>
    public const string EnvironmentVariables = nameof(EnvironmentVariables);

    /// <summary>What the YAML of every integration may name.</summary>
    public const string KnownNames = nameof(KnownNames);

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

    /// <summary>The names of all integrations, with their folders.</summary>
    public const string FolderNames = nameof(FolderNames);

    /// <summary>What the assembly's registry is called.</summary>
    public const string RegistryName = nameof(RegistryName);

    /// <summary>What the assembly's registry holds.</summary>
    public const string RegistryContent = nameof(RegistryContent);

    /// <summary>The assembly's registry.</summary>
    public const string Registry = nameof(Registry);

    /// <summary>The registries that a host references.</summary>
    public const string ReferencedRegistries = nameof(ReferencedRegistries);

    /// <summary>The assembly's registry, as a host sees it.</summary>
    public const string OwnRegistry = nameof(OwnRegistry);

    /// <summary>The registries of the host and of what it references.</summary>
    public const string Host = nameof(Host);

    /// <summary>Mistakes in the C# of integrations and sinks.</summary>
    public const string CodeDiagnostics = nameof(CodeDiagnostics);

    /// <summary>Mistakes in the YAML of one integration.</summary>
    public const string YamlDiagnostics = nameof(YamlDiagnostics);

    /// <summary>All classes and all names of integrations.</summary>
    public const string Layout = nameof(Layout);

    /// <summary>Mistakes in how classes and folders go together.</summary>
    public const string LayoutDiagnostics = nameof(LayoutDiagnostics);

    /// <summary>Two sinks of one name.</summary>
    public const string SinkDiagnostics = nameof(SinkDiagnostics);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Options, ParsedIntegrations, Integrations, ParsedSinks, Sinks, ReferencedSinks, RegistrySinks, KnownSinks, SinkCatalogue, Files, Folders, EnvironmentVariables,
        KnownNames, IntegrationFolders, CheckedIntegrations, Registrations, HintNames, Types, FolderNames, RegistryName, RegistryContent, Registry,
        ReferencedRegistries, OwnRegistry, Host, CodeDiagnostics, YamlDiagnostics, Layout, LayoutDiagnostics, SinkDiagnostics,
    ];
}
