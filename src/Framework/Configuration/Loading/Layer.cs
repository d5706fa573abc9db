using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>One layer of an integration's configuration, checked by itself.</summary>
/// <param name="Root">Its map, or <see langword="null"/> where it can't be read.</param>
/// <param name="AllowsOutputAnywhere">Whether its output paths may be absolute or leave <c>output/</c>.</param>
/// <param name="Diagnostics">What is wrong with it.</param>
internal sealed record Layer(YamlMap? Root, bool AllowsOutputAnywhere, IReadOnlyList<ConfigDiagnostic> Diagnostics)
{
    /// <summary>Whether it is an environment variable, in whose name case makes no difference.</summary>
    public bool IsVariable { get; init; }

    /// <summary>Says what is wrong with a value from outside the files in the rule's own words, and under the id of such values.</summary>
    public static ConfigDiagnostic Relabel(ConfigDiagnostic diagnostic) => diagnostic with { Id = RuleIds.BadLayer };
}
