using System.Globalization;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Hosting;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Logging;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary>Fetches the past again for <c>ifw backfill</c>: a run for each window, the oldest first, until one fails.</summary>
internal sealed class Backfill(CommandEnvironment environment, string root, BackfillOptions options)
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExecuteAsync()
    {
        var sources = HostSources.OpenToRun(environment, root, options.Sets);
        await using var session = new HostSession(environment, sources, options.Json, options.IsVerbose);
        HostSources.WarnOfStrays(environment, sources, session.Logger);
        var runner = session.OpenRunner(root, CommandEnvironment.TelemetryFileIn(root, sandbox: false));
        var windows = BackfillWindow.Cut(options.From, options.To, options.Window).ToList();
        BackfillResult results;
        try
        {
            results = await RunAsync(runner, session.Store, windows, session.Signals.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (session.Signals.Stop.IsCancellationRequested)
        {
            throw new CommandException(session.Signals.ExitCode, "Stopped before the first window.", error);
        }

        BackfillSummary.Write(environment.Output, options, results, windows.Count, session.Redactor);
        return session.ExitCodeOf(results.IsComplete, results.IsTelemetryUnusable);
    }

    private async Task<BackfillResult> RunAsync(BatchRunner runner, TelemetryStore store, List<BackfillWindow> windows, CancellationToken stop)
    {
        var backfills = new Backfills(store);
        if (options.Restart && !options.DryRun)
        {
            await backfills.ForgetAsync(options.Integration.Name, windows[0].Backfill).ConfigureAwait(false);
        }

        var pending = options.Restart ? windows : await backfills.PendingAsync(options.Integration.Name, windows, stop).ConfigureAwait(false);
        var results = new List<(BackfillWindow Window, RunResult Run)>();
        var isTelemetryUnusable = false;
        foreach (var window in pending)
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            var batch = await runner.RunAsync(
                new BatchOptions { Integrations = [options.Integration], Window = window, DryRun = options.DryRun }, stop).ConfigureAwait(false);
            var run = batch.Runs[0];
            results.Add((window, run));
            Tell(window, run, windows.Count - pending.Count + results.Count, windows.Count);
            isTelemetryUnusable = batch.IsTelemetryUnusable;
            if (!run.Status.IsSuccess() || isTelemetryUnusable)
            {
                break;
            }
        }

        return new BackfillResult(results, windows.Count - pending.Count, windows.Count, isTelemetryUnusable);
    }

    private void Tell(BackfillWindow window, RunResult run, int number, int count)
    {
        if (!options.Json)
        {
            environment.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{BackfillSummary.Text(window.From)} to {BackfillSummary.Text(window.To)}: {run.Status.ToText()}, {run.Counters.Delivered} records ({number} of {count})"));
        }
    }
}

/// <summary>What became of a backfill.</summary>
/// <param name="Runs">The windows that ran, in order.</param>
/// <param name="DoneBefore">How many windows were done already.</param>
/// <param name="Count">How many windows there are.</param>
/// <param name="IsTelemetryUnusable">Whether something could not be recorded.</param>
internal sealed record BackfillResult(IReadOnlyList<(BackfillWindow Window, RunResult Run)> Runs, int DoneBefore, int Count, bool IsTelemetryUnusable)
{
    /// <summary>How many windows have succeeded now.</summary>
    public int Succeeded => Runs.Count(run => run.Run.Status.IsSuccess());

    /// <summary>Whether no window is left.</summary>
    public bool IsComplete => DoneBefore + Succeeded == Count;
}
