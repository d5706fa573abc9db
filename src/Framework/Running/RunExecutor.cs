using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>Runs one integration in this process: opens its row, attempts it until it succeeds or may not any more, closes the row.</summary>
internal sealed partial class RunExecutor(BatchServices batch, AbandonedRuns abandoned)
{
    private static readonly string MachineName = Environment.MachineName;

    private int _opening;

    /// <summary>How many runs wait for their row.</summary>
    public int Opening => Volatile.Read(ref _opening);

    /// <param name="descriptor">The integration.</param>
    /// <param name="loaded">Its configuration.</param>
    /// <param name="runId">The run's identifier.</param>
    /// <param name="stop">Tells it to stop.</param>
    /// <returns>When the run's code is over: the result that follows once the run is closed.</returns>
    public async Task<Task<RunResult>> ExecuteAsync(IntegrationDescriptor descriptor, LoadedConfiguration loaded, string runId, CancellationToken stop)
    {
        var logger = batch.LoggerFor(descriptor.Name, runId);
        var opening = OpeningOf(batch, descriptor, loaded, runId);
        var opened = await OpenAsync(opening).ConfigureAwait(false);
        if (!opened.IsOpen)
        {
            return RefuseAsync(opening, logger);
        }

        UnauthorizedAccessException? denied = null;
        try
        {
            // Asked only now: a run that is given up is held before its row is closed, so that one of the two is seen whenever one looks.
            if (abandoned.IsHeld(descriptor.Name, opened.Transaction))
            {
                return SkipAsync(opening, isOpen: true, logger);
            }
        }
        catch (UnauthorizedAccessException error)
        {
            denied = error;
        }

        batch.Observer?.RunStarted(runId, descriptor.Name);
        var started = batch.Time.GetTimestamp();
        var cassette = new RunCassette(batch, descriptor, loaded);
        var (time, at) = cassette.Clock(opening.StartedAt);
        var run = new RunAttempts(batch, descriptor, loaded, new RunFacts(
            runId, descriptor.Name, batch.Root, at, batch.Options.DryRun, batch.Options.Limit ?? loaded.Cassette?.Limit, time, logger)
        {
            KeptContract = opened.Contract,
            OpenReceipts = opened.OpenReceipts,
        });
        var outcome = denied is not null ? run.Denied(denied)
            : loaded.IsValid ? await SuperviseAsync(run, loaded.Config, stop).ConfigureAwait(false)
            : run.NotConfigured();
        outcome = await cassette.SaveAsync(run, outcome).ConfigureAwait(false);
        return CloseAsync(run, outcome, batch.Time.GetElapsedTime(started), logger);
    }

    /// <summary>Records that a run is skipped where its integration is running already; <see langword="null"/> where it isn't.</summary>
    public async Task<Task<RunResult>?> SkipIfRunningAsync(IntegrationDescriptor descriptor, LoadedConfiguration loaded)
    {
        if (!await batch.Store.IsRunningAsync(descriptor.Name).ConfigureAwait(false))
        {
            return null;
        }

        var runId = RunIds.Create(batch.Time);
        return RefuseAsync(OpeningOf(batch, descriptor, loaded, runId), batch.LoggerFor(descriptor.Name, runId));
    }

    private async ValueTask<OpenedRun> OpenAsync(RunOpening opening)
    {
        Interlocked.Increment(ref _opening);
        try
        {
            return await batch.Store.OpenRunAsync(opening).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _opening);
        }
    }

    public static RunOpening OpeningOf(BatchServices batch, IntegrationDescriptor descriptor, LoadedConfiguration loaded, string runId) => new()
    {
        RunId = runId,
        BatchId = batch.BatchId,
        Integration = descriptor.Name,
        Version = loaded.Metadata.Version,
        Trigger = batch.Options.Trigger,
        StartedAt = batch.Time.GetUtcNow(),
        IsIncremental = descriptor.IsIncremental && !batch.Options.FullRefresh,
        IsPartial = batch.Options.DryRun || batch.Options.Limit is not null || batch.Options.Replay is not null
            || batch.Options.Window is not null,
        Host = MachineName,
        ProcessId = Environment.ProcessId,
    };

    /// <summary>Waits for the run to end, but for code that ignores that it was told to stop no longer than the grace time.</summary>
    private async Task<RunOutcome> SuperviseAsync(RunAttempts run, IntegrationConfig config, CancellationToken stop)
    {
        using var timeout = config.Timeout is { } limit ? new CancellationTokenSource(limit, batch.Time) : null;
        using var either = timeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        var token = either?.Token ?? stop;

        // On the thread pool: a phase that blocks its thread must not block the one that watches over it.
        var work = Task.Run(() => run.RunAsync(token), CancellationToken.None);
        await ((Task)work.WaitAsync(token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
        {
            await ((Task)work.WaitAsync(config.Grace, batch.Time, CancellationToken.None)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (!work.IsCompleted)
        {
            if (run.Fence.TryClose())
            {
                Keep(run, work);
                return run.GivenUp(config.Grace, byTimeout: !stop.IsCancellationRequested);
            }

            await Task.WhenAny(work, run.Fence.CommitEnded).ConfigureAwait(false);
        }

        var outcome = await work.ConfigureAwait(false);
        return outcome.Status == RunStatus.Cancelled && !stop.IsCancellationRequested
            ? run.TimedOut(outcome, config.Timeout!.Value)
            : outcome;
    }

    /// <summary>Keeps the lock of a run that was given up. Where that fails the run is closed all the same.</summary>
    private void Keep(RunAttempts run, Task work)
    {
        try
        {
            abandoned.Hold(run.Facts.Integration, work);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(run.Facts.Logger, error, run.Facts.Integration);
        }
    }

    /// <summary>Skips a run whose integration is recorded as running; where nobody can tell whether it is, the run fails.</summary>
    private async Task<RunResult> RefuseAsync(RunOpening opening, ILogger logger)
    {
        if (await batch.Store.FindDoubtAsync(opening.Integration).ConfigureAwait(false) is not { } doubt)
        {
            return await SkipAsync(opening, isOpen: false, logger).ConfigureAwait(false);
        }

        LogFailed(logger, LogLevel.Error, error: null, doubt);
        await batch.Store.RecordNotStartedAsync(opening, RunStatus.Failed, doubt).ConfigureAwait(false);
        return new RunResult
        {
            RunId = opening.RunId,
            Integration = opening.Integration,
            Status = RunStatus.Failed,
            ErrorMessage = doubt,
        };
    }

    private async Task<RunResult> SkipAsync(RunOpening opening, bool isOpen, ILogger logger)
    {
        var reason = $"{opening.Integration} is running already, in this process or another; it never runs twice at once. Wait for it to end.";
        LogSkipped(logger, reason);
        if (isOpen)
        {
            await batch.Store.CloseRunAsync(new RunClosing
            {
                RunId = opening.RunId,
                Status = RunStatus.Skipped,
                FinishedAt = batch.Time.GetUtcNow(),
                Duration = TimeSpan.Zero,
                ErrorMessage = reason,
            }).ConfigureAwait(false);
        }
        else
        {
            await batch.Store.RecordSkippedAsync(opening, reason).ConfigureAwait(false);
        }

        return new RunResult
        {
            RunId = opening.RunId,
            Integration = opening.Integration,
            Status = RunStatus.Skipped,
            ErrorMessage = reason,
        };
    }

    private async Task<RunResult> CloseAsync(RunAttempts run, RunOutcome outcome, TimeSpan duration, ILogger logger)
    {
        var message = outcome.Message is null ? null : batch.Redactor.Redact(outcome.Message);
        if (message is not null && batch.Telemetry.Tells(outcome.Error))
        {
            LogFailed(logger, outcome.Status.IsSuccess() ? LogLevel.Warning : LogLevel.Error, outcome.Error, message);
        }

        var counters = run.Meter.Counters;
        await batch.Store.CloseRunAsync(new RunClosing
        {
            RunId = run.Facts.RunId,
            Status = outcome.Status,
            FinishedAt = batch.Time.GetUtcNow(),
            Duration = duration,
            Counters = counters,
            Attempts = run.Attempt,
            ErrorType = outcome.Error is null ? null : ErrorText.TypeOf(outcome.Error),
            ErrorMessage = message,
            Phases = run.Meter.Phases(),
            DeadLetters = run.DeadLetters.Waiting,
            Http = run.Http.Statistics.Snapshot(),
            HasClaims = run.Http.Limits.HasClaims,
            IsDryRun = run.Facts.IsDryRun,
            Receipts = run.Receipts,
            Contract = run.Contract,
        }).ConfigureAwait(false);
        return new RunResult
        {
            RunId = run.Facts.RunId,
            Integration = run.Facts.Integration,
            Status = outcome.Status,
            Counters = counters,
            Duration = duration,
            Attempts = run.Attempt,
            ErrorMessage = message,
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason}")]
    private static partial void LogSkipped(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Integration}: its lock can't be kept, so it may start again while its code still runs.")]
    private static partial void LogNotKept(ILogger logger, Exception error, string integration);

    [LoggerMessage(Message = "{Failure}")]
    private static partial void LogFailed(ILogger logger, LogLevel level, Exception? error, string failure);
}

/// <summary>How a run ended.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Error">The error that ended it.</param>
/// <param name="Message">What is told about it.</param>
internal readonly record struct RunOutcome(RunStatus Status, Exception? Error = null, string? Message = null);
