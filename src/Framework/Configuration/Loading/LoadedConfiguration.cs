using System.Collections.ObjectModel;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Http;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Configuration;

/// <summary>An integration's configuration with all its layers merged, filled in and checked.</summary>
public sealed class LoadedConfiguration
{
    /// <summary>The framework's own keys; the defaults where the configuration isn't valid.</summary>
    public IntegrationConfig Config { get; init; } = IntegrationConfig.Default;

    /// <summary>What stands under <c>settings:</c>; empty where the configuration isn't valid.</summary>
    public ConfigMap Settings { get; init; } = ConfigMap.Empty;

    /// <summary>What metadata.yaml says: the root's, else the compiled-in one.</summary>
    public IntegrationMetadata Metadata { get; init; } = IntegrationMetadata.Empty;

    /// <summary>What is wrong, in the order of the layers.</summary>
    public IReadOnlyList<ConfigDiagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether it can run: no errors, and no variable missing.</summary>
    public bool IsValid { get; init; } = true;

    /// <summary>The values of its secrets, and of the variables in them, to take out of whatever is shown or kept.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The same with errors that were found beside it, so that it can't run.</summary>
    internal LoadedConfiguration With(IEnumerable<ConfigDiagnostic> errors) => new()
    {
        Config = Config,
        Metadata = Metadata,
        Diagnostics = [.. Diagnostics, .. errors],
        IsValid = false,
        Secrets = Secrets,
        Facts = Facts,
    };

    /// <summary>What the sandbox plays to it.</summary>
    /// <value><see langword="null"/> by default: it isn't in the sandbox, or has no cassette.</value>
    internal Cassette? Cassette { get; init; }

    /// <summary>When it is recorded: the variables that it uses, but for secret ones; <see langword="null"/> for one that isn't set.</summary>
    internal IReadOnlyDictionary<string, string?> Variables { get; init; } = ReadOnlyDictionary<string, string?>.Empty;

    /// <summary>What other integrations and the file system have to be compared with.</summary>
    internal IntegrationFacts Facts { get; init; } = IntegrationFacts.None;
}
