using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>Lays one tree over another: maps merge, everything else is replaced.</summary>
internal static class LayerMerge
{
    /// <param name="below">The weaker tree.</param>
    /// <param name="above">The stronger one.</param>
    /// <param name="isVariable">
    /// Whether the stronger one is a variable, in whose name case makes no difference: it means the key that is there, however that is written.
    /// </param>
    public static YamlMap Over(YamlMap below, YamlMap above, bool isVariable = false)
    {
        if (above.Entries.Count == 0)
        {
            return below;
        }

        if (isVariable)
        {
            above = new YamlMap(above.Source, above.Offset, above.Length, [.. above.Entries.Select(entry => AsWritten(entry, below))]);
        }

        var entries = new List<YamlEntry>(below.Entries.Count + above.Entries.Count);
        foreach (var entry in below.Entries)
        {
            entries.Add(above.Find(entry.Key.Value) is { } over ? new YamlEntry(entry.Key, Over(entry.Value, over.Value, isVariable)) : entry);
        }

        foreach (var entry in above.Entries)
        {
            if (below.Find(entry.Key.Value) is null)
            {
                entries.Add(entry);
            }
        }

        return new YamlMap(below.Source, below.Offset, below.Length, entries);
    }

    private static YamlNode Over(YamlNode below, YamlNode above, bool isVariable) => (below, above) switch
    {
        (YamlMap map, YamlMap over) => Over(map, over, isVariable),

        // A key with nothing behind it, every line below commented out, takes nothing away.
        (YamlMap map, YamlScalar { IsPlain: true, Value.Length: 0, Origin: ScalarOrigin.Written }) => map,
        _ => above,
    };

    /// <summary>An entry whose key stands in a variable's name, with the key that is there; keys within its value are as they are.</summary>
    private static YamlEntry AsWritten(YamlEntry entry, YamlMap below)
    {
        var isName = entry.Key.Length == 0;
        var there = isName && below.Find(entry.Key.Value) is null
            ? below.Entries.FirstOrDefault(one => one.Key.Value.Equals(entry.Key.Value, StringComparison.OrdinalIgnoreCase))
            : null;
        return there is null ? entry : entry with { Key = there.Key };
    }
}
