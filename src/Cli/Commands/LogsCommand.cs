using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Logging;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw logs</c>: what a run logged.</summary>
internal static class LogsCommand
{
    private static readonly Parameter<string?> Run = Parameters.Text("RUN", "RUN", "A run's identifier or its beginning; by default the last run.");
    private static readonly Parameter<string> Level = Parameters.Choice("level", [.. LogLevels.All], "The least grave level to show.",
        static text => LogLevels.TryParse(text, out var level) ? level.ToText() : text);

    private static readonly Parameter<bool> Follow = Parameters.Flag("follow", "Waits for more lines until the run has ended.");
    private static readonly Parameter<string> Format = Parameters.Choice("format", ["text", "json"], "How to show the lines.");

    public static CommandDefinition Define() => new()
    {
        Options = [Level, Follow, Format, GlobalOptions.Sandbox, GlobalOptions.Root, GlobalOptions.Verbose],
        Arguments = [Run],
        Invoke = static (values, environment) => new ValueTask<int>(ExecuteAsync(
            environment, environment.TelemetryFile(values.Get(GlobalOptions.Root), values.Get(GlobalOptions.Sandbox)), values.Get(Run), values.Get(Level), values.Get(Follow), values.Get(Format), values.Get(GlobalOptions.Verbose))),
    };

    /// <summary>Writes the lines of a run.</summary>
    public static async Task<int> ExecuteAsync(
        CommandEnvironment environment, string telemetryFile, string? run, string level, bool follow, string format, bool isVerbose)
    {
        using var signals = new StopSignals(environment.Time);
        await using var telemetry = await TelemetryReader.OpenAsync(telemetryFile, environment.Time).ConfigureAwait(false);
        var found = run is null ? await telemetry.LastRunAsync().ConfigureAwait(false) : await NamedRun.FindAsync(telemetry, run).ConfigureAwait(false);
        if (found is null)
        {
            environment.Tell("nothing has run yet.");
            return ExitCode.Ok;
        }

        var lines = 0;
        try
        {
            await foreach (var line in telemetry.LogsAsync(found.RunId, LogLevels.Parse(level), follow, signals.Stop).ConfigureAwait(false))
            {
                lines++;
                environment.Output.WriteLine(format == "json" ? LogLineText.Json(found, line) : LogLineText.Text(line, isVerbose));
                if (follow)
                {
                    await environment.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                }

                if (environment.IsOutputAbandoned())
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return signals.ExitCode;
        }

        if (lines == 0)
        {
            environment.Tell($"run {found.RunId} of {found.Integration} has logged nothing{(level == LogLevels.All[0] ? "" : $" of level {level} or above")}.");
        }

        return ExitCode.Ok;
    }
}
