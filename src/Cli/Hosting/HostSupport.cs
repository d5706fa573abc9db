using IntegrationFramework.Cli.CommandLine;
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

    public static SupportDesk Desk(CommandEnvironment environment, TelemetryStore store, ILogger logger, ConfigurationSources sources) =>
        new(store, environment.Time, environment.Ticketing ?? new LoggingTicketing(logger), sources.Mode != RunMode.Sandbox && IsOn(sources.Variables.GetValueOrDefault(Variable)));

    /// <summary>What is wrong with the variable's value; <see langword="null"/> where it says yes, no or nothing.</summary>
    public static string? Problem(ConfigurationSources sources) =>
        sources.Variables.GetValueOrDefault(Variable) is { } value && !IsOn(value) && !IsOff(value)
            ? $"{Variable} is '{value}', which is neither yes nor no: issues are not handed to the support system. Write true or false."
            : null;

    private static bool IsOn(string? value) => value?.Trim().ToLowerInvariant() is "true" or "1" or "yes" or "on";

    private static bool IsOff(string value) => value.Trim().ToLowerInvariant() is "" or "false" or "0" or "no" or "off";
}
