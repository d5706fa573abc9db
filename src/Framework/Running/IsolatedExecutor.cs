using System.ComponentModel;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// Runs one integration in a process of its own, which opens and closes the run's row itself. Whatever becomes of that process, this
/// one sees to it that the run is closed with a reason.
/// </summary>
internal sealed partial class IsolatedExecutor(BatchServices batch)
{
    /// <summary>What a process may take beyond its run's own limits, to start and to write down how it ended.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>What <see cref="BatchOptions.IsolatedCommand"/> ends with once it has told why.</summary>
    private const int NothingCanBeRun = 3;

    private enum End
    {
        ByItself,
        KilledAfterTimeout,
        KilledAfterStop,
    }

    public async Task<RunResult> ExecuteAsync(IntegrationDescriptor descriptor, LoadedConfiguration loaded, string runId, CancellationToken stop)
    {
        var logger = batch.LoggerFor(descriptor.Name, runId);
        var started = batch.Time.GetTimestamp();
        batch.Observer?.RunStarted(runId, descriptor.Name);
        using var process = Start(descriptor, loaded.Config, runId, out var problem);
        if (process is null)
        {
            LogEnded(logger, problem.Message!);
            return await CloseAsync(descriptor, loaded, runId, problem, batch.Time.GetElapsedTime(started), recorded: null).ConfigureAwait(false);
        }

        End end;
        AppDomain.CurrentDomain.ProcessExit += Kill;
        try
        {
            end = await WaitAsync(process, loaded.Config, stop).ConfigureAwait(false);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Kill;
        }

        var duration = batch.Time.GetElapsedTime(started);
        if (end == End.ByItself && process.ExitCode == NothingCanBeRun)
        {
            return await CloseToldAsync(descriptor, loaded, runId, duration).ConfigureAwait(false);
        }

        var recorded = await ReadAsync(runId).ConfigureAwait(false);
        if (recorded is null || recorded.Status == RunStatus.Running)
        {
            var reason = ReasonOf(descriptor.Name, process.ExitCode, end, loaded.Config, hasBegun: recorded is not null, wasStopped: stop.IsCancellationRequested);
            LogEnded(logger, reason.Message!);
            recorded = await CloseAsync(descriptor, loaded, runId, reason, duration, recorded).ConfigureAwait(false);
        }

        return recorded with { Duration = duration };

        // Whoever ends this process at once, as a second signal does, means what it has started as well.
        void Kill(object? sender, EventArgs exit)
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It has just ended, or a program that it has started belongs to somebody else; this process ends in any case.
            }
        }
    }

    private Process? Start(IntegrationDescriptor descriptor, IntegrationConfig config, string runId, out RunOutcome problem)
    {
        problem = default;
        try
        {
            return Process.Start(StartInfo(descriptor, config, runId));
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            problem = new RunOutcome(
                RunStatus.Failed, error, $"{descriptor.Name} could not be started in a process of its own: {error.Message}. Run it without --isolate.");
            return null;
        }
    }

    private ProcessStartInfo StartInfo(IntegrationDescriptor descriptor, IntegrationConfig config, string runId)
    {
        var command = batch.Options.IsolatedCommand!(new IsolatedRun(batch.BatchId, runId, descriptor.Name));
        var info = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, UseShellExecute = false };
        if (config.MemoryLimit is { } limit)
        {
            info.Environment["DOTNET_GCHeapHardLimit"] = limit.Bytes.ToString("x", CultureInfo.InvariantCulture);
        }

        return info;
    }

    /// <summary>Waits for the process to end; closing its standard input tells it to stop, and what doesn't then is killed.</summary>
    private async Task<End> WaitAsync(Process process, IntegrationConfig config, CancellationToken stop)
    {
        using var overdue = config.Timeout is { } timeout ? new CancellationTokenSource(timeout + config.Grace + Margin, batch.Time) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, overdue?.Token ?? CancellationToken.None);
        if (await ExitsAsync(process, either.Token).ConfigureAwait(false))
        {
            return End.ByItself;
        }

        process.StandardInput.Close();
        if (stop.IsCancellationRequested)
        {
            using var grace = new CancellationTokenSource(config.Grace + Margin, batch.Time);
            if (await ExitsAsync(process, grace.Token).ConfigureAwait(false))
            {
                return End.ByItself;
            }
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return stop.IsCancellationRequested ? End.KilledAfterStop : End.KilledAfterTimeout;
    }

    private static async Task<bool> ExitsAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return process.HasExited;
        }
    }

    private static RunOutcome ReasonOf(string name, int exitCode, End end, IntegrationConfig config, bool hasBegun, bool wasStopped)
    {
        const int signals = 128;
        return end switch
        {
            End.KilledAfterTimeout => new RunOutcome(
                RunStatus.TimedOut, Message: $"{name} was killed: it did not end when its timeout of {Seconds(config.Timeout!.Value)} was over. Raise timeout in config.yaml, or find out where it hangs."),
            End.KilledAfterStop => new RunOutcome(
                RunStatus.TimedOut, Message: $"{name} was killed: it did not end within its grace time of {Seconds(config.Grace)} after it was told to stop. Let its code heed the CancellationToken."),
            _ when exitCode > signals && wasStopped => new RunOutcome(
                RunStatus.Crashed,
                Message: string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} was ended by signal {exitCode - signals} after it was told to stop, before it had. The next run takes back what it had not committed.")),
            _ when exitCode > signals => new RunOutcome(
                RunStatus.Crashed,
                Message: string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} crashed: its process was ended by signal {exitCode - signals}{CauseOf(exitCode - signals, config)}.")),
            _ => new RunOutcome(
                hasBegun ? RunStatus.Crashed : RunStatus.Failed,
                Message: string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} {(hasBegun ? "crashed" : "could not be started")}: its process ended with exit code {exitCode}. Look at what it wrote to standard error.")),
        };
    }

    private static string CauseOf(int signal, IntegrationConfig config) => signal switch
    {
        9 => ", as the kernel does when memory runs out. Look at what it wrote to standard error, and at memory_limit",
        6 or 11 when config.MemoryLimit is { } limit =>
            $", as the runtime does when all of memory_limit, {limit}, is taken. Look at what it wrote to standard error, and at memory_limit",
        _ => ". Look at what it wrote to standard error",
    };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    /// <summary>Closes a run whose process has told why it could not be begun or recorded; where that can't be recorded here either, it isn't told again.</summary>
    private async Task<RunResult> CloseToldAsync(IntegrationDescriptor descriptor, LoadedConfiguration loaded, string runId, TimeSpan duration)
    {
        batch.Telemetry.WasTold();
        var reason = new RunOutcome(
            RunStatus.Failed,
            Message: string.Create(
                CultureInfo.InvariantCulture,
                $"{descriptor.Name} could not be run or recorded: its process ended with exit code {NothingCanBeRun}, and has said why on standard error."));
        try
        {
            var recorded = await ReadAsync(runId).ConfigureAwait(false);
            if (recorded is null || recorded.Status == RunStatus.Running)
            {
                recorded = await CloseAsync(descriptor, loaded, runId, reason, duration, recorded).ConfigureAwait(false);
            }

            return recorded with { Duration = duration };
        }
        catch (TelemetryException error) when (!batch.Telemetry.Tells(error))
        {
            return new RunResult { RunId = null, Integration = descriptor.Name, Status = reason.Status, ErrorMessage = reason.Message, Duration = duration };
        }
    }

    private async Task<RunResult> CloseAsync(
        IntegrationDescriptor descriptor, LoadedConfiguration loaded, string runId, RunOutcome reason, TimeSpan duration, RunResult? recorded)
    {
        if (recorded is null && !await batch.Store.TryOpenRunAsync(RunExecutor.OpeningOf(batch, descriptor, loaded, runId), CancellationToken.None).ConfigureAwait(false))
        {
            return new RunResult { RunId = null, Integration = descriptor.Name, Status = reason.Status, ErrorMessage = reason.Message };
        }

        var counters = recorded?.Counters ?? default;
        var attempts = Math.Max(recorded?.Attempts ?? 0, 1);
        try
        {
            await batch.Store.CloseRunAsync(new RunClosing
            {
                RunId = runId,
                Status = reason.Status,
                FinishedAt = batch.Time.GetUtcNow(),
                Duration = duration,
                Counters = counters, // Of the pages that it has committed: they stay delivered.
                Attempts = attempts,
                ErrorType = reason.Status.ToText(),
                ErrorMessage = reason.Message,
                HasClaims = true,
            }).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // Another process has just found the row without its process, and marked it.
        }

        return new RunResult
        {
            RunId = runId,
            Integration = descriptor.Name,
            Status = reason.Status,
            Counters = counters,
            ErrorMessage = reason.Message,
            Attempts = attempts,
        };
    }

    private async Task<RunResult?> ReadAsync(string runId)
    {
        var query = new SqlQuery(
            """
            SELECT integration, status, records_fetched, records_delivered, records_dropped, records_dead, bytes, attempts, error_message
            FROM runs WHERE id = @id
            """,
            ("id", runId));
        return await batch.Store.ReadAsync(async database =>
            await database.QueryAsync(query, row => Result(row, runId)).FirstOrDefaultAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static RunResult Result(DbDataReader row, string runId) => new()
    {
        RunId = runId,
        Integration = row.GetString(0),
        Status = RunStatusExtensions.Parse(row.GetString(1)),
        Counters = new RunCounters(Number(row, 2), Number(row, 3), Number(row, 4), Number(row, 5), Number(row, 6)),
        Attempts = (int)Number(row, 7),
        ErrorMessage = row.IsDBNull(8) ? null : row.GetString(8),
    };

    private static long Number(DbDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    private static partial void LogEnded(ILogger logger, string reason);
}
