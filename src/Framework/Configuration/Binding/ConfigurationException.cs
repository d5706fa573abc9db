using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>The configuration can't be used as it is; the message names file, line and column, and never a secret.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Says what is wrong where.</summary>
    public ConfigurationException(ConfigDiagnostic diagnostic, Exception? inner = null)
        : base(diagnostic.ToString(), inner) => Diagnostics = [diagnostic];

    /// <summary>Says what can't be read at all.</summary>
    internal ConfigurationException(string message, Exception inner)
        : base(message, inner) => Diagnostics = [];

    /// <summary>Says several things.</summary>
    public ConfigurationException(string message, IReadOnlyList<ConfigDiagnostic> diagnostics)
        : base(message) => Diagnostics = diagnostics;

    /// <summary>What is wrong, each with its place.</summary>
    public IReadOnlyList<ConfigDiagnostic> Diagnostics { get; }
}
