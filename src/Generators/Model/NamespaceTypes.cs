using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Generators.Model;

/// <summary>
/// The settings and record types of one namespace, whoever uses them. A namespace is one file, since what the compiler does for a file
/// that is added grows with the number of those that are there.
/// </summary>
/// <param name="Namespace">The namespace, or an empty text.</param>
/// <param name="Settings">Its settings types, by name.</param>
/// <param name="Records">Its record types, by name.</param>
internal sealed record NamespaceTypes(string Namespace, EquatableArray<SettingsTypeModel> Settings, EquatableArray<RecordTypeModel> Records)
{
    /// <summary>The name of the emitted file, as long as no other differs from it only in upper and lower case.</summary>
    public string HintName => (Namespace.Length == 0 ? "" : Namespace.Replace("@", "") + ".") + "Types.g.cs";

    /// <summary>Groups types; one that several integrations share, as a vendor's options, is taken once.</summary>
    public static IEnumerable<NamespaceTypes> From(IEnumerable<SettingsTypeModel> settings, IEnumerable<RecordTypeModel> records)
    {
        var bySettings = Group(settings, type => type.Type);
        var byRecords = Group(records, type => type.Type);
        return bySettings.Keys.Union(byRecords.Keys, StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => new NamespaceTypes(name, Of(bySettings, name), Of(byRecords, name)));
    }

    private static Dictionary<string, EquatableArray<T>> Group<T>(IEnumerable<T> types, Func<T, TypeName> name)
        where T : IEquatable<T> => types
        .GroupBy(type => name(type).Full, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => group.First())
        .GroupBy(type => name(type).Namespace, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => new EquatableArray<T>(group), StringComparer.Ordinal);

    private static EquatableArray<T> Of<T>(Dictionary<string, EquatableArray<T>> groups, string name)
        where T : IEquatable<T> => groups.TryGetValue(name, out var types) ? types : default;
}
