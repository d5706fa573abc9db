using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>What of an integration's configuration has to be compared with others' and with the file system.</summary>
/// <param name="IsEnabled">Whether it runs when nobody names it.</param>
/// <param name="Group">Its concurrency group.</param>
/// <param name="Limit">The group's limit, as this integration has it.</param>
/// <param name="GroupPlace">Where the limit stands; a diagnostic without id and message.</param>
/// <param name="Paths">The paths that it reads and writes.</param>
internal sealed record IntegrationFacts(
    bool IsEnabled, string? Group, int Limit, ConfigDiagnostic? GroupPlace, IReadOnlyList<ConfiguredPath> Paths)
{
    public static IntegrationFacts None { get; } = new(true, null, 0, null, []);

    /// <summary>Reads them from a tree, whether it is valid or not.</summary>
    public static IntegrationFacts From(YamlMap root, IReadOnlyList<ConfiguredPath> paths)
    {
        var concurrency = root["concurrency"] as YamlMap;
        var limit = concurrency?["limit"] as YamlScalar;
        var hasLimit = NumberFormat.TryInteger(limit?.Value ?? "", out var number) && number is > 0 and <= int.MaxValue;
        return new IntegrationFacts(
            root["enabled"] is not YamlScalar enabled || !CoreSchema.TryBoolean(enabled.Value, out var value) || value,
            hasLimit ? (concurrency?["group"] as YamlScalar)?.Value : null,
            hasLimit ? (int)number : 0,
            limit is null ? null : Place(limit),
            paths);
    }

    /// <summary>The place of a node.</summary>
    public static ConfigDiagnostic Place(YamlNode node) => node.Source.Diagnostic("", ConfigSeverity.Error, node.Offset, node.Length, "");
}

/// <summary>A path in the configuration.</summary>
/// <param name="FullPath">The absolute path.</param>
/// <param name="IsOutput">Whether it is written to.</param>
/// <param name="NeedsFolder">Whether files are made beside it: one that takes its place, or a database's journal.</param>
/// <param name="Table">The table, in a database.</param>
/// <param name="Place">Where it stands; a diagnostic without id and message.</param>
/// <param name="RealPath">Where an output path led when the configuration was judged: other links lead elsewhere, and what was said of it may no longer hold.</param>
/// <param name="IsDelivered">Whether a sink writes to it, and not the code of an integration, which may know what to do with a device.</param>
internal sealed record ConfiguredPath(string FullPath, bool IsOutput, bool NeedsFolder, string? Table, ConfigDiagnostic Place, string RealPath, bool IsDelivered)
{
    private readonly string? _table = Table is null ? null : SqliteName.Fold(Table);

    /// <summary>Whether two paths lead to one file and, in a database, to one table. Several tables of one database are several places.</summary>
    public bool IsAtSamePlace(ConfiguredPath other) =>
        RealPath == other.RealPath && (_table is null || other._table is null || _table == other._table);
}
