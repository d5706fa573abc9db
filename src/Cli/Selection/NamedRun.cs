using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Selection;

/// <summary>The run that a command line names.</summary>
internal static class NamedRun
{
    /// <summary>Finds it by its identifier, or the first characters of it.</summary>
    /// <exception cref="UsageException">There is no such run, or more than one.</exception>
    public static async Task<RunRecord> FindAsync(TelemetryReader telemetry, string prefix) =>
        await telemetry.FindRunsAsync(prefix).ConfigureAwait(false) switch
        {
            [var only] => only,
            [] => throw new UsageException($"There is no run '{prefix}'. 'ifw query \"SELECT id, integration FROM runs\"' lists them."),
            _ => throw new UsageException($"Several runs begin with '{prefix}': give more of its identifier."),
        };
}
