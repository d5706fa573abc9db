using System.Globalization;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw dlq</c>: the dead letters, and what becomes of them.</summary>
internal static class DlqCommand
{
    private static readonly string[] Actions = ["list", "show", "replay", "drop"];

    private static readonly Parameter<IReadOnlyList<string>> Arguments = Parameters.Texts(
        "ACTION", "ACTION", "list, with the names of integrations; show, replay or drop, with the numbers of dead letters. list by default.");

    private static readonly Parameter<string?> Run = Parameters.Text("run", "RUN", "Those of a run; the first characters of its identifier do.");
    private static readonly Parameter<string?> Integration = Parameters.Text("integration", "NAME", "Those of an integration.");
    private static readonly Parameter<bool> All = Parameters.Flag("all", "For replay and drop: all that are open.");
    private static readonly Parameter<string?> Phase = Parameters.Text("phase", "PHASE", "For list: those that failed in fetch, postprocess, check or deliver.");
    private static readonly Parameter<string?> Status = Parameters.Text("status", "STATUS", "For list: open, replayed, dropped, void or all. Open by default, with --run all.");
    private static readonly Parameter<DateTimeOffset?> Since = Parameters.Instant("since", "For list: those kept since then.");
    private static readonly Parameter<long?> Limit = Parameters.Count("limit", $"For list: the latest N, {DeadLetterList.DefaultLimit} by default.");
    private static readonly Parameter<bool> Yes = Parameters.Flag("yes", "For drop: doesn't ask.");
    private static readonly Parameter<string> Format = Parameters.Choice("format", RowWriter.Formats, "How to show the result; CSV is for list.");

    public static CommandDefinition Define() => new()
    {
        Options = [Run, Integration, All, Phase, Status, Since, Limit, Yes, Format, GlobalOptions.Sandbox, GlobalOptions.Root, GlobalOptions.Verbose],
        Arguments = [Arguments],
        Invoke = static (values, environment) => new ValueTask<int>(ExecuteAsync(values, environment)),
    };

    private static async Task<int> ExecuteAsync(ParsedValues values, CommandEnvironment environment)
    {
        var arguments = values.Get(Arguments);
        var action = arguments.Count == 0 ? Actions[0] : arguments[0];
        if (!Actions.Contains(action, StringComparer.Ordinal))
        {
            throw new UsageException($"ifw dlq takes list, show, replay or drop, not '{action}'.");
        }

        var root = environment.FindRoot(values.Get(GlobalOptions.Root));
        var sandbox = values.Get(GlobalOptions.Sandbox);
        await using var telemetry = await TelemetryReader.OpenAsync(CommandEnvironment.TelemetryFileIn(root, sandbox), environment.Time).ConfigureAwait(false);
        var run = values.Get(Run) is { } prefix ? (await NamedRun.FindAsync(telemetry, prefix).ConfigureAwait(false)).RunId : null;
        string[] rest = [.. arguments.Skip(1)];
        string[] integrations = [.. action == "list" ? rest : [], .. values.Get(Integration) is { } one ? [one] : Array.Empty<string>()];
        foreach (var name in integrations)
        {
            NamedIntegrations.Check(environment.Registry, telemetry, name);
        }

        if (action == "list")
        {
            return DeadLetterList.Write(environment, telemetry, new DeadLetterFilter
            {
                Integrations = integrations,
                RunId = run,
                Phase = values.Get(Phase),
                Status = values.Get(Status),
                Since = values.Get(Since),
                Limit = values.Get(Limit),
            }, values.Get(Format));
        }

        if (values.Get(Format) == "csv")
        {
            throw new UsageException($"--format csv is for ifw dlq list; ifw dlq {action} takes table or json.");
        }

        long[] ids = [.. rest.Select(text => Id(action, text))];
        if (action == "show")
        {
            return DeadLetterDetail.Write(environment, telemetry, ids, values.Get(Format) == "json");
        }

        var selection = new DeadLetterSelection { Ids = ids.Length == 0 ? null : ids, RunId = run, Integration = values.Get(Integration) };
        if (selection == new DeadLetterSelection() && !values.Get(All))
        {
            throw new UsageException($"ifw dlq {action} needs to know which: the numbers of dead letters, --run, --integration or --all.");
        }

        DeadLetterDetail.CheckIds(telemetry, ids);
        return action == "drop"
            ? await DeadLetterDrop.ExecuteAsync(environment, telemetry, selection, values.Get(Yes), values.Get(Format) == "json").ConfigureAwait(false)
            : await new DeadLetterReplay(environment, root, sandbox, values.Get(Format) == "json", values.Get(GlobalOptions.Verbose))
                .ExecuteAsync(telemetry, selection).ConfigureAwait(false);
    }

    private static long Id(string action, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : throw new UsageException($"ifw dlq {action} takes the numbers of dead letters, which 'ifw dlq list' shows, not '{text}'.");
}
