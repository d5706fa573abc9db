using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Selection;

/// <summary>The integrations that a command line names.</summary>
internal static class NamedIntegrations
{
    /// <summary>Finds them, each once, in the order of the command line.</summary>
    /// <exception cref="UsageException">There is no integration of such a name.</exception>
    public static IReadOnlyList<IntegrationDescriptor> Find(IntegrationRegistry registry, IReadOnlyCollection<string> names) =>
    [
        .. names.Distinct(StringComparer.Ordinal).Select(name => registry.TryGet(name, out var descriptor) ? descriptor : throw Unknown(registry, name)),
    ];

    /// <summary>Makes sure that they are there.</summary>
    /// <exception cref="UsageException">There is no integration of such a name.</exception>
    public static void Check(IntegrationRegistry registry, IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            if (!registry.Names.Contains(name))
            {
                throw Unknown(registry, name);
            }
        }
    }

    /// <summary>Makes sure that it is there, or was: telemetry keeps what is left of those that were removed.</summary>
    /// <exception cref="UsageException">Neither the registry nor telemetry knows such a name.</exception>
    public static void Check(IntegrationRegistry registry, TelemetryReader telemetry, string name)
    {
        if (!registry.Names.Contains(name) && !IsRecorded(telemetry, name))
        {
            throw Unknown(registry, name);
        }
    }

    private static bool IsRecorded(TelemetryReader telemetry, string name)
    {
        using var result = telemetry.Database.Query(
            $"""
            SELECT 1 FROM runs WHERE integration = {name} UNION ALL SELECT 1 FROM dead_letters WHERE integration = {name}
            UNION ALL SELECT 1 FROM state WHERE integration = {name} LIMIT 1
            """);
        return result.Rows().Any();
    }

    private static UsageException Unknown(IntegrationRegistry registry, string name) => new(
        $"There is no integration '{name}'."
        + (Suggestion.Closest(name, registry.Names) is { } closest ? $" Did you mean '{closest}'?" : "") + " 'ifw list' lists them.");
}
