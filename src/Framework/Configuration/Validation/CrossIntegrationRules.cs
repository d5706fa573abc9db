using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>Rules between integrations: one number per group, one writer per path.</summary>
internal static class CrossIntegrationRules
{
    /// <summary>Compares integrations, in the order of their names.</summary>
    /// <returns>The diagnostics, each with the integration that it is reported on.</returns>
    public static IEnumerable<(string Integration, ConfigDiagnostic Diagnostic)> Check(IReadOnlyList<(string Name, IntegrationFacts Facts)> integrations) =>
        CheckGroups(integrations).Concat(CheckPaths(integrations));

    private static IEnumerable<(string, ConfigDiagnostic)> CheckGroups(IReadOnlyList<(string Name, IntegrationFacts Facts)> integrations)
    {
        var limits = new Dictionary<string, (string Name, int Limit)>(StringComparer.Ordinal);
        foreach (var (name, facts) in integrations)
        {
            if (facts is not { Group: { } group, GroupPlace: { } place })
            {
                continue;
            }

            if (!limits.TryAdd(group, (name, facts.Limit)) && limits[group].Limit != facts.Limit)
            {
                yield return (name, place with
                {
                    Id = RuleIds.GroupLimits,
                    Severity = ConfigSeverity.Error,
                    Message = $"the group '{group}' has the limit {limits[group].Limit} in '{limits[group].Name}' and {facts.Limit} here; a group has one limit",
                });
            }
        }
    }

    private static IEnumerable<(string, ConfigDiagnostic)> CheckPaths(IReadOnlyList<(string Name, IntegrationFacts Facts)> integrations)
    {
        var writers = new Dictionary<string, List<(string Name, bool IsEnabled, string? Table)>>(StringComparer.Ordinal);
        foreach (var (name, facts) in integrations)
        {
            foreach (var path in facts.Paths)
            {
                if (!path.IsOutput)
                {
                    continue;
                }

                var table = path.Table is { } written ? SqliteName.Fold(written) : null;
                var real = Real(path.FullPath);
                if (!writers.TryGetValue(real, out var others))
                {
                    writers.Add(real, others = []);
                }

                // Several tables of one database are several places; two sinks of one integration were compared before.
                var other = others.FirstOrDefault(o => o.Name != name && (o.Table is null || table is null || o.Table == table));
                if (other.Name is not null)
                {
                    yield return (name, path.Place with
                    {
                        Id = RuleIds.TwoSinksOnePath,
                        Severity = facts.IsEnabled && other.IsEnabled ? ConfigSeverity.Error : ConfigSeverity.Warning,
                        Message = $"the integration '{other.Name}' writes to this path too",
                    });
                }

                others.Add((name, facts.IsEnabled, table));
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
}
