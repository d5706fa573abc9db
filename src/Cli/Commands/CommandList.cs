using IntegrationFramework.Cli.CommandLine;

namespace IntegrationFramework.Cli.Commands;

/// <summary>All commands, in the order of the help.</summary>
internal static class CommandList
{
    public static IReadOnlyList<CommandEntry> Entries { get; } =
    [
        new("run", "Runs integrations.", RunCommand.Define),
        new("list", "Lists the integrations.", ListCommand.Define),
        new("validate", "Checks the configuration of the integrations.", ValidateCommand.Define),
        new("report", "Reports on the runs of a period.", ReportCommand.Define),
        new("report-issue", "Reports a support issue by hand.", ReportIssueCommand.Define),
        new("logs", "Shows what a run logged.", LogsCommand.Define),
        new("state", "Shows where incremental integrations go on from, and changes it.", StateCommand.Define),
        new("dlq", "Shows the dead letters, replays them, or gives them up.", DlqCommand.Define),
        new("backfill", "Fetches a past span of time again, window by window.", BackfillCommand.Define),
        new("query", "Runs read-only SQL over telemetry.", QueryCommand.Define),
        new("version", "Shows the version.", VersionCommand.Define),
    ];
}
