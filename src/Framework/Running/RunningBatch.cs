using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>A batch at work: its workers take integrations from the schedule until none is left.</summary>
internal sealed partial class RunningBatch
{
    private readonly BatchServices _services;
    private readonly RunResult?[] _results;
    private readonly CancellationToken _stop;
    private readonly BatchSchedule _schedule;
    private readonly GroupSlots _slots;
    private readonly RunExecutor _executor;
    private readonly IsolatedExecutor _isolated;
    private readonly ILogger _logger;
    private readonly bool _awaitsClose;
    private volatile bool _hasFailed;

    public RunningBatch(BatchServices services, RunResult?[] results, CancellationToken stop)
    {
        _services = services;
        _results = results;
        _stop = stop;
        _schedule = new BatchSchedule(services.Options.Integrations);
        _slots = new GroupSlots(services.WorkFolder, services.Time, services.Random);
        _executor = new RunExecutor(services, new AbandonedRuns(services.WorkFolder));
        _isolated = new IsolatedExecutor(services);
        _logger = services.Loggers.CreateLogger<RunningBatch>();

        // Who runs one after the other counts on what the last one recorded, and who stops at a failure has to know of it.
        _awaitsClose = services.Options.FailFast || services.Options.Parallelism <= 1;
    }

    /// <summary>How many runs wait for their row in telemetry.</summary>
    public int Opening => _executor.Opening;

    public async Task WorkAsync()
    {
        var told = Task.CompletedTask;
        while (!_stop.IsCancellationRequested && !(_hasFailed && _services.Options.FailFast) && !_services.Telemetry.StopsOthers && _schedule.Next() is { } run)
        {
            if (await RunAsync(run).ConfigureAwait(false) is not { } closing)
            {
                continue;
            }

            // The next run is opened while this one's close is being committed: the writer keeps them in order, and the two share a commit.
            await told.ConfigureAwait(false);
            told = TellAsync(run, closing);
            if (_awaitsClose)
            {
                await told.ConfigureAwait(false);
            }
        }

        await told.ConfigureAwait(false);
    }

    /// <summary>Tells what became of a run, once that is on record.</summary>
    private async Task TellAsync(ScheduledRun run, Task<RunResult> closing)
    {
        RunResult result;
        try
        {
            result = await closing.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            result = NotRecorded(run, error);
        }

        _results[run.Index] = result;
        _hasFailed |= !result.Status.IsSuccess() && result.Status != RunStatus.Skipped;
        _services.Observer?.RunFinished(result);
    }

    /// <summary>
    /// Runs one until its code is over; the result comes when the run is closed. <see langword="null"/> where it was set aside, or the
    /// batch was ended while it waited.
    /// </summary>
    private async Task<Task<RunResult>?> RunAsync(ScheduledRun run)
    {
        ConcurrencyConfig? entered = null;
        try
        {
            var loaded = run.Loaded ??= Load(run.Descriptor);
            if (loaded.Config.Concurrency is not { } concurrency || _services.Options.Isolated is not null)
            {
                // A process for one run has its place from the process that started it.
                return await ExecuteAsync(run, loaded).ConfigureAwait(false);
            }

            if (!_schedule.TryEnter(concurrency, run))
            {
                return null;
            }

            entered = concurrency;
            var place = _slots.TryTake(concurrency.Group, concurrency.Limit);
            if (place is null && await _executor.SkipIfRunningAsync(run.Descriptor, loaded).ConfigureAwait(false) is { } skipped)
            {
                // It would wait for itself.
                return skipped;
            }

            using (place ?? await WaitForPlaceAsync(run, concurrency).ConfigureAwait(false))
            {
                return await ExecuteAsync(run, loaded).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            // A lock folder that can't be made, say: this run can't be, the others may.
            return Task.FromResult(NotRecorded(run, error));
        }
        finally
        {
            if (entered is not null)
            {
                _schedule.Leave(entered);
            }
        }
    }

    private async Task<IDisposable> WaitForPlaceAsync(ScheduledRun run, ConcurrencyConfig concurrency)
    {
        LogWaits(_logger, run.Descriptor.Name, concurrency.Group, concurrency.Limit);
        return await _slots.TakeAsync(concurrency.Group, concurrency.Limit, _stop).ConfigureAwait(false);
    }

    private LoadedConfiguration Load(IntegrationDescriptor descriptor)
    {
        var loaded = _services.Load(descriptor);
        return _services.Options.Conflicts is { } conflicts && conflicts.Contains(descriptor.Name) ? loaded.With(conflicts[descriptor.Name]) : loaded;
    }

    private Task<Task<RunResult>> ExecuteAsync(ScheduledRun run, LoadedConfiguration loaded)
    {
        var runId = _services.Options.Isolated?.RunId ?? RunIds.Create(_services.Time);
        return _services.Options.Isolate && loaded.IsValid
            ? IsolateAsync(run, loaded, runId)
            : _executor.ExecuteAsync(run.Descriptor, loaded, runId, _stop);
    }

    private async Task<Task<RunResult>> IsolateAsync(ScheduledRun run, LoadedConfiguration loaded, string runId) =>
        Task.FromResult(await _isolated.ExecuteAsync(run.Descriptor, loaded, runId, _stop).ConfigureAwait(false));

    private RunResult NotRecorded(ScheduledRun run, Exception error)
    {
        var message = _services.Redactor.Redact($"{run.Descriptor.Name} could not be run or recorded: {error.Message}");
        if (_services.Telemetry.Tells(error))
        {
            LogNotRecorded(_logger, error, message);
        }

        return new RunResult { RunId = null, Integration = run.Descriptor.Name, Status = RunStatus.Failed, ErrorMessage = message };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Integration} waits: other processes have all places ({Limit}) of the group '{Group}'.")]
    private static partial void LogWaits(ILogger logger, string integration, string group, int limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failure}")]
    private static partial void LogNotRecorded(ILogger logger, Exception error, string failure);
}
