using IntegrationFramework.Configuration;
using IntegrationFramework.Running;
using IntegrationFramework.Support;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>Where issues go.</summary>
internal static class HostSupport
{
    /// <summary>The variable that says whether issues are handed to the support system.</summary>
    private const string Variable = "REPORT_ISSUES";

    public static SupportDesk Desk(TelemetryStore store, TimeProvider time, ILogger logger, ConfigurationSources sources) =>
        new(store, time, new LoggingTicketing(logger), sources.Mode != RunMode.Sandbox && IsOn(sources.Variables.GetValueOrDefault(Variable)));

    private static bool IsOn(string? value) => value?.Trim().ToLowerInvariant() is "true" or "1" or "yes" or "on";
}
