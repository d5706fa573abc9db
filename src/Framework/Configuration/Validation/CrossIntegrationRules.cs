using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>Rules between integrations: one number per group, one writer per path.</summary>
internal static class CrossIntegrationRules
{
    /// <summary>Compares integrations, in the order of their names.</summary>
    /// <returns>The diagnostics, each with the integration that it is reported on: where two don't go together, on both.</returns>
    public static IEnumerable<(string Integration, ConfigDiagnostic Diagnostic)> Check(IReadOnlyList<(string Name, IntegrationFacts Facts)> integrations) =>
        CheckGroups(integrations).Concat(CheckPaths(integrations));

    private static IEnumerable<(string, ConfigDiagnostic)> CheckGroups(IReadOnlyList<(string Name, IntegrationFacts Facts)> integrations)
    {
        foreach (var group in integrations.Where(static member => member.Facts.Group is not null).ToLookup(static member => member.Facts.Group))
        {
            foreach (var (name, facts) in group)
            {
                if (facts.GroupPlace is { } place && group.FirstOrDefault(other => other.Facts.Limit != facts.Limit) is { Name: not null } other)
                {
                    yield return (name, place with
                    {
                        Id = RuleIds.GroupLimits,
                        Severity = ConfigSeverity.Error,
                        Message = $"the group '{group.Key}' has the limit {other.Facts.Limit} in '{other.Name}' and {facts.Limit} here; a group has one limit",
                    });
                }
            }
        }
    }

    private static IEnumerable<(string, ConfigDiagnostic)> CheckPaths(IReadOnlyList<(string Name, IntegrationFacts Facts)> integrations)
    {
        var writers =
            from integration in integrations
            from path in integration.Facts.Paths
            where path.IsOutput
            select new Writer(integration.Name, integration.Facts.IsEnabled, path);
        foreach (var writersOfFile in writers.ToLookup(static writer => Real(writer.Path.FullPath), StringComparer.Ordinal))
        {
            foreach (var writer in writersOfFile)
            {
                // Two sinks of one integration were compared before.
                if (writersOfFile.Where(other => other.Name != writer.Name && other.IsAtSamePlace(writer)).OrderByDescending(static other => other.IsEnabled).FirstOrDefault() is { } other)
                {
                    yield return (writer.Name, writer.Path.Place with
                    {
                        Id = RuleIds.TwoSinksOnePath,
                        Severity = writer.IsEnabled && other.IsEnabled ? ConfigSeverity.Error : ConfigSeverity.Warning,
                        Message = $"the integration '{other.Name}' writes to this path too",
                    });
                }
            }
        }
    }

    private static string Real(string path)
    {
        try
        {
            return RealPath.Of(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Links in a circle are reported where the path stands; here the path as written tells it from others.
            return path;
        }
    }

    /// <summary>A path that an integration writes to. Several tables of one database are several places.</summary>
    private sealed record Writer(string Name, bool IsEnabled, ConfiguredPath Path)
    {
        private readonly string? _table = Path.Table is { } written ? SqliteName.Fold(written) : null;

        public bool IsAtSamePlace(Writer other) => _table is null || other._table is null || _table == other._table;
    }
}
