using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>Lays one tree over another: maps merge, everything else is replaced.</summary>
internal static class LayerMerge
{
    public static YamlMap Over(YamlMap below, YamlMap above)
    {
        if (above.Entries.Count == 0)
        {
            return below;
        }

        var entries = new List<YamlEntry>(below.Entries.Count + above.Entries.Count);
        foreach (var entry in below.Entries)
        {
            entries.Add(above.Find(entry.Key.Value) is { } over ? new YamlEntry(entry.Key, Over(entry.Value, over.Value)) : entry);
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

    private static YamlNode Over(YamlNode below, YamlNode above) => (below, above) switch
    {
        (YamlMap map, YamlMap over) => Over(map, over),

        // A key with nothing behind it, every line below commented out, takes nothing away.
        (YamlMap map, YamlScalar { IsPlain: true, Value.Length: 0, Origin: ScalarOrigin.Written }) => map,
        _ => above,
    };
}
