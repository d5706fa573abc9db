using IntegrationFramework.Configuration;
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
    private volatile bool _hasFailed;

    public RunningBatch(BatchServices services, RunResult?[] results, CancellationToken stop)
    {
        _services = services;
        _results = results;
        _stop = stop;
        _schedule = new BatchSchedule(services.Options.Integrations);
        _slots = new GroupSlots(services.WorkFolder, services.Time, services.Random);
        _executor = new RunExecutor(services, new FencedRuns(services.WorkFolder));
        _isolated = new IsolatedExecutor(services);
        _logger = services.Loggers.CreateLogger<RunningBatch>();
    }

    public async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested && !(_hasFailed && _services.Options.FailFast) && _schedule.Next() is { } run)
        {
            var result = await RunAsync(run).ConfigureAwait(false);
            if (result is null)
            {
                continue;
            }

            _results[run.Index] = result;
            _hasFailed |= !result.Status.IsSuccess() && result.Status != RunStatus.Skipped;
            _services.Observer?.RunFinished(result);
        }
    }

    /// <summary>Runs one; <see langword="null"/> where it was set aside, or the batch was ended while it waited.</summary>
    private async Task<RunResult?> RunAsync(ScheduledRun run)
    {
        ConcurrencyConfig? entered = null;
        try
        {
            var loaded = run.Loaded ??= _services.Load(run.Descriptor);
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
            using var place = await _slots.TakeAsync(concurrency.Group, concurrency.Limit, _stop).ConfigureAwait(false);
            return await ExecuteAsync(run, loaded).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            // Telemetry that can't be written, a lock folder that can't be made: this run can't be, the others may.
            return NotRecorded(run, error);
        }
        finally
        {
            if (entered is not null)
            {
                _schedule.Leave(entered);
            }
        }
    }

    private Task<RunResult> ExecuteAsync(ScheduledRun run, LoadedConfiguration loaded)
    {
        var runId = _services.Options.Isolated?.RunId ?? RunIds.Create(_services.Time);
        return _services.Options.Isolate
            ? _isolated.ExecuteAsync(run.Descriptor, loaded, runId, _stop)
            : _executor.ExecuteAsync(run.Descriptor, loaded, runId, _stop);
    }

    private RunResult NotRecorded(ScheduledRun run, Exception error)
    {
        var message = _services.Redactor.Redact($"{run.Descriptor.Name} could not be run or recorded: {error.Message}");
        LogNotRecorded(_logger, error, message);
        return new RunResult { RunId = null, Integration = run.Descriptor.Name, Status = RunStatus.Failed, ErrorMessage = message };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failure}")]
    private static partial void LogNotRecorded(ILogger logger, Exception error, string failure);
}
