using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>How to validate.</summary>
public sealed record ValidationOptions
{
    /// <summary>The integrations to report on; the others are still read, to compare them.</summary>
    /// <value>Empty by default: all.</value>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>Whether results are taken from and kept in <c>cache/validation_cache.json</c>.</summary>
    /// <value><see langword="true"/> by default. Never in the compiler's view of the source tree.</value>
    public bool UseCache { get; init; } = true;

    /// <summary>Whether warnings are errors.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool Strict { get; init; }
}

/// <summary>What is wrong with the configuration.</summary>
/// <param name="General">What concerns no one integration: <c>.env</c>, a <c>--set</c> for an integration that isn't there.</param>
/// <param name="Integrations">Each integration with its own diagnostics, in the order of their names.</param>
public sealed record ValidationReport(IReadOnlyList<ConfigDiagnostic> General, IReadOnlyList<IntegrationValidation> Integrations)
{
    /// <summary>All diagnostics, in the order to print them.</summary>
    public IEnumerable<ConfigDiagnostic> Diagnostics => General.Concat(Integrations.SelectMany(integration => integration.Diagnostics));

    /// <summary>How many errors.</summary>
    public int Errors => Diagnostics.Count(diagnostic => diagnostic.Severity == ConfigSeverity.Error);

    /// <summary>How many warnings.</summary>
    public int Warnings => Diagnostics.Count(diagnostic => diagnostic.Severity == ConfigSeverity.Warning);

    /// <summary>Whether there are no errors.</summary>
    public bool IsValid => Errors == 0;
}

/// <summary>What is wrong with one integration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Diagnostics">What is wrong.</param>
/// <param name="FromCache">Whether the files were not looked at again, since nothing has changed.</param>
public sealed record IntegrationValidation(string Name, IReadOnlyList<ConfigDiagnostic> Diagnostics, bool FromCache)
{
    /// <summary>Whether there are no errors.</summary>
    public bool IsValid => Diagnostics.All(diagnostic => diagnostic.Severity != ConfigSeverity.Error);
}
