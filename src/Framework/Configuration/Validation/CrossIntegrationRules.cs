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
        foreach (var writersOfFile in writers.ToLookup(static writer => writer.Path.RealPath, StringComparer.Ordinal))
        {
            foreach (var writer in writersOfFile)
            {
                // Two sinks of one integration were compared before.
                if (writersOfFile.Where(other => other.Name != writer.Name && other.Path.IsAtSamePlace(writer.Path)).OrderByDescending(static other => other.IsEnabled).FirstOrDefault() is { } other)
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

    /// <summary>A path that an integration writes to.</summary>
    private sealed record Writer(string Name, bool IsEnabled, ConfiguredPath Path);
}
