using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Configuration;
using IntegrationFramework.Reports;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw report</c>: how the runs of a period went, a row for each integration.</summary>
internal static class ReportCommand
{
    private static readonly Parameter<string?> Period = Parameters.Text("period", "YYYY-MM", "The month, in UTC; by default this one.");
    private static readonly Parameter<DateTimeOffset?> Since = Parameters.Instant("since", "Runs that started then or later.");
    private static readonly Parameter<DateTimeOffset?> Until = Parameters.Instant("until", "Runs that started before then.");
    private static readonly Parameter<string> Format = Parameters.Choice("format", ["csv", "table", "json"], "csv writes a file, the others to standard output.");
    private static readonly Parameter<string?> Output = Parameters.Text("output", "FILE", "The CSV file; by default output/telemetry_report_<period>.csv in the root.");

    public static CommandDefinition Define() => new()
    {
        Options = [Period, Since, Until, Format, Output, GlobalOptions.Sandbox, GlobalOptions.Root, GlobalOptions.Verbose],
        Invoke = static (values, environment) => new ValueTask<int>(ExecuteAsync(
            environment,
            environment.FindRoot(values.Get(GlobalOptions.Root)),
            values.Get(GlobalOptions.Sandbox),
            ReadPeriod(values.Get(Period), values.Get(Since), values.Get(Until), environment.Time),
            values.Get(Format),
            values.Get(Output))),
    };

    /// <summary>Writes the report.</summary>
    /// <param name="environment">What surrounds the command.</param>
    /// <param name="root">The folder to work in.</param>
    /// <param name="sandbox">Whether it is of the runs in the sandbox.</param>
    /// <param name="period">The time that it covers.</param>
    /// <param name="format">csv, table or json.</param>
    /// <param name="output">The CSV file; <see langword="null"/> for the one in <c>output/</c>.</param>
    public static async Task<int> ExecuteAsync(CommandEnvironment environment, string root, bool sandbox, ReportPeriod period, string format, string? output)
    {
        await using var telemetry = await TelemetryReader.OpenAsync(CommandEnvironment.TelemetryFileIn(root, sandbox), environment.Time).ConfigureAwait(false);
        if (format == "csv")
        {
            if (output is not null && StreamNamed(environment, output) is { } stream)
            {
                try
                {
                    // The line that says what was written would stand among the rows.
                    await TelemetryReport.WriteCsvAsync(telemetry, period, stream).ConfigureAwait(false);
                }
                catch (IOException error)
                {
                    throw new CommandException(ExitCode.Failed, $"The report can't be written to {output}: {error.Message}", error);
                }

                return ExitCode.Ok;
            }

            var path = output is null
                ? Path.Combine(sandbox ? SandboxFolder.Of(root) : Path.Combine(root, "output"), TelemetryReport.FileNameOf(period))
                : Path.GetFullPath(output, environment.CurrentDirectory);
            if (RootFolder.OwnFileAt(root, path) is { } own)
            {
                throw new UsageException($"--output names {own}, which ifw itself works with: the report would replace it. Name another file.");
            }

            var count = await WriteCsvAsync(telemetry, period, path).ConfigureAwait(false);
            environment.Output.WriteLine($"{path}: {count} {(count == 1 ? "integration" : "integrations")}.");
            return ExitCode.Ok;
        }

        if (output is not null)
        {
            throw new UsageException($"--output is for --format csv; {format} goes to standard output.");
        }

        var rows = RowWriter.Create(format, environment.Output, TelemetryReport.Columns);
        await foreach (var row in TelemetryReport.RowsAsync(telemetry, period).ConfigureAwait(false))
        {
            rows.Write(
            [
                row.IntegrationName, row.RunCount, row.SuccessCount, row.ErrorCount, row.AvgDuration, row.ErrorRate, row.P50, row.P95, row.Max,
                row.Records, row.LastStatus, row.LastRun,
            ]);
        }

        rows.End();
        return ExitCode.Ok;
    }

    /// <summary>The stream that this process was given: opened anew by its name, it would write over the beginning of a file that it stands for.</summary>
    private static Stream? StreamNamed(CommandEnvironment environment, string output) => output switch
    {
        "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" => environment.OutputStream,
        "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2" => environment.ErrorStream,
        _ => null,
    };

    private static async Task<int> WriteCsvAsync(TelemetryReader telemetry, ReportPeriod period, string path)
    {
        try
        {
            return await TelemetryReport.WriteCsvAsync(telemetry, period, path).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new CommandException(ExitCode.Failed, $"{error.Message} Name another file with --output, or show it with --format table.", error);
        }
    }

    private static ReportPeriod ReadPeriod(string? month, DateTimeOffset? since, DateTimeOffset? until, TimeProvider time)
    {
        if (month is not null && (since is not null || until is not null))
        {
            throw new UsageException("Give either --period, or --since and --until.");
        }

        try
        {
            return month is not null ? ReportPeriod.ParseMonth(month)
                : since is null && until is null ? ReportPeriod.ThisMonth(time)
                : ReportPeriod.Between(since, until);
        }
        catch (FormatException error)
        {
            throw new UsageException(error.Message);
        }
    }
}
