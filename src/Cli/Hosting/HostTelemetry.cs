using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>Opens the telemetry database for commands that write to it, and tells whoever watches when another process holds them up.</summary>
internal static partial class HostTelemetry
{
    /// <summary>For commands that run something, and heed signals.</summary>
    /// <exception cref="TelemetryException">It can't be used.</exception>
    /// <exception cref="CommandException">A signal came while another process had it locked.</exception>
    public static TelemetryStore Open(CommandEnvironment environment, string path, Redactor redactor, ILogger logger, StopSignals signals)
    {
        try
        {
            return TelemetryStore.Open(path, environment.Time, redactor, sentence => LogLongWait(logger, sentence), signals.Stop);
        }
        catch (OperationCanceledException error)
        {
            throw new CommandException(signals.ExitCode, $"Stopped before anything ran, while another process had the telemetry database '{path}' locked.", error);
        }
    }

    /// <summary>For commands that change something and are done.</summary>
    /// <exception cref="TelemetryException">It can't be used.</exception>
    public static TelemetryStore Open(CommandEnvironment environment, string path, Redactor? redactor = null) =>
        TelemetryStore.Open(path, environment.Time, redactor, environment.Tell);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
    private static partial void LogLongWait(ILogger logger, string sentence);
}
