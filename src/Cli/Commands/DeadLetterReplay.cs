using System.Globalization;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Hosting;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Configuration;
using IntegrationFramework.Logging;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw dlq replay</c>: takes dead letters through the phases again, in a run for each integration that has some.</summary>
internal sealed class DeadLetterReplay(CommandEnvironment environment, string root, bool sandbox, bool asJson, bool isVerbose)
{
    private static readonly string[] Columns = ["integration", "status", "letters", "replayed", "kept", "seconds"];

    public async Task<int> ExecuteAsync(TelemetryReader telemetry, DeadLetterSelection selection)
    {
        var open = await telemetry.CountOpenDeadLettersAsync(selection).ConfigureAwait(false);
        var leftOut = LeftOut(telemetry, selection);
        if (open.Count == 0)
        {
            return Nothing(selection);
        }

        var integrations = Registered(open.Keys);
        var sources = HostSources.OpenToRun(environment, root, []) with { Mode = sandbox ? RunMode.Sandbox : RunMode.Live };
        await using var session = new HostSession(environment, sources, asJson, isVerbose);
        HostSources.WarnOfStrays(environment, sources, session.Logger);
        var runner = session.OpenRunner(root, telemetry.Database.Path);
        var options = new BatchOptions { Integrations = integrations, Replay = selection, Mode = sources.Mode };
        var result = await runner.RunAsync(options, session.Signals.Stop).ConfigureAwait(false);
        var isSuccess = leftOut == 0 && result.IsSuccess && integrations.Count == open.Count && result.Runs.All(static run => run.Status == RunStatus.Succeeded);
        if (asJson)
        {
            RunSummary.WriteJson(environment.Output, result, isSuccess, session.Redactor);
        }
        else
        {
            WriteTable(WritesToStandardOutput(integrations, sources) ? environment.Error : environment.Output, result, session.Redactor);
        }

        return session.ExitCodeOf(isSuccess, result.IsTelemetryUnusable);
    }

    private void WriteTable(TextWriter output, BatchResult result, Redactor redactor)
    {
        var rows = new TableRowWriter(output, Columns);
        foreach (var run in result.Runs)
        {
            rows.Write(
            [
                run.Integration, run.Status.ToText(), run.Counters.Fetched, run.Status.IsSuccess() ? run.Counters.Fetched - run.Counters.Dead : null,
                run.Status.IsSuccess() ? run.Counters.Dead : null, Math.Round((decimal)run.Duration.TotalSeconds, 2) + 0.00m,
            ]);
        }

        rows.End();
        foreach (var run in result.Runs.Where(static run => run.ErrorMessage is not null))
        {
            output.WriteLine();
            output.WriteLine(RunSummary.ErrorOf(run, redactor));
        }

        foreach (var run in result.Runs.Where(static run => run.DeadLetters > 0))
        {
            output.WriteLine();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Integration}: {DeadLetterDrop.Number(run.DeadLetters)} could not be replayed, and {(run.DeadLetters == 1 ? "is" : "are")} kept: ifw dlq list {run.Integration}{(sandbox ? " --sandbox" : "")}"));
        }
    }

    private List<IntegrationDescriptor> Registered(IEnumerable<string> names)
    {
        var found = new List<IntegrationDescriptor>();
        foreach (var name in names)
        {
            if (environment.Registry.TryGet(name, out var descriptor))
            {
                found.Add(descriptor);
            }
            else
            {
                environment.Tell($"there is no integration '{name}' any more, so its dead letters can't be replayed. 'ifw dlq drop --integration {name}' gives them up.");
            }
        }

        return found;
    }

    /// <summary>Says of each letter that was named why it doesn't wait to be replayed.</summary>
    /// <returns>How many these are.</returns>
    private int LeftOut(TelemetryReader telemetry, DeadLetterSelection selection)
    {
        var count = 0;
        foreach (var id in selection.Ids ?? [])
        {
            using var result = telemetry.Database.Query(
                $"SELECT status, replay_run_id, ({selection.RunId} IS NULL OR run_id = {selection.RunId}) AND ({selection.Integration} IS NULL OR integration = {selection.Integration}) FROM dead_letters WHERE id = {id}");
            var row = result.Rows().Single();
            var reason = row[0] switch
            {
                _ when row[2] is 0L => "is of another run or integration",
                DeadLetterStatus.Replayed => $"was replayed already, by run {row[1]}",
                DeadLetterStatus.Dropped => "was dropped",
                DeadLetterStatus.Void => "needs no replay: its run delivered nothing, so that its record comes with the next run",
                _ => null,
            };
            if (reason is not null)
            {
                environment.Tell($"the dead letter {id} {reason}.");
                count++;
            }
        }

        return count;
    }

    private int Nothing(DeadLetterSelection selection)
    {
        if (selection.Ids is not null)
        {
            return ExitCode.Failed;
        }

        environment.Tell("there are no open dead letters.");
        return ExitCode.Ok;
    }

    private static bool WritesToStandardOutput(IEnumerable<IntegrationDescriptor> integrations, ConfigurationSources sources)
    {
        var loader = new ConfigurationLoader(sources);
        return integrations.Any(descriptor => loader.Load(descriptor).Config.Deliver.Any(static sink => sink is StdoutSinkConfig));
    }
}
