using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Diagnostics;

/// <summary>Every rule that the compiler can report, by id.</summary>
internal static class AllRules
{
    private static readonly Dictionary<string, DiagnosticDescriptor> ById =
        new[] { CodeRules.All, ConfigFileRules.All, MetadataFileRules.All }.SelectMany(rules => rules).ToDictionary(rule => rule.Id);

    public static IEnumerable<DiagnosticDescriptor> Rules => ById.Values;

    public static DiagnosticDescriptor Find(string id) => ById[id];
}
