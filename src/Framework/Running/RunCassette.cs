using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>What a run has to do with a cassette: the clock that goes with it, and keeping what was recorded.</summary>
internal sealed partial class RunCassette(BatchServices batch, IntegrationDescriptor descriptor, LoadedConfiguration loaded)
{
    /// <summary>
    /// The run's clock, and when the run began by it. While it is recorded the clock stands still too: what is asked for by the time of
    /// day has to be asked for again in the sandbox.
    /// </summary>
    public (TimeProvider Time, DateTimeOffset Now) Clock(DateTimeOffset startedAt)
    {
        DateTimeOffset? still = batch.Options.Mode switch
        {
            RunMode.Record => startedAt.AddTicks(-(startedAt.Ticks % TimeSpan.TicksPerSecond)),
            RunMode.Sandbox => loaded.Cassette?.RecordedAt,
            _ => null,
        };
        return still is { } now ? (new FrozenTimeProvider(now, batch.Time), now) : (batch.Time, startedAt);
    }

    /// <summary>Puts what a run recorded in place of the cassette that was there, where it succeeded and asked for anything.</summary>
    public async ValueTask<RunOutcome> SaveAsync(RunAttempts run, RunOutcome outcome)
    {
        if (run.Recorder is not { } recorder || !outcome.Status.IsSuccess())
        {
            return outcome;
        }

        var path = CassetteFile.PathOf(batch.Root, descriptor.Folder);
        var exchanges = recorder.Exchanges();
        if (exchanges.Count == 0 && !File.Exists(path))
        {
            LogNothing(run.Facts.Logger, run.Facts.Integration);
            return outcome;
        }

        try
        {
            var cassette = new Cassette { RecordedAt = run.Facts.StartedAt, Limit = run.Facts.Limit, Variables = Variables(), Exchanges = exchanges };
            await CassetteFile.WriteAsync(path, cassette, batch.Redactor).ConfigureAwait(false);
            LogRecorded(run.Facts.Logger, run.Facts.Integration, exchanges.Count, path);
            return outcome;
        }
        catch (CassetteException error)
        {
            return new RunOutcome(RunStatus.Failed, error, $"{run.Facts.Integration} ran, but could not be recorded: {error.Message}");
        }
    }

    /// <summary>A variable that isn't secret, but whose value holds a secret all the same, is not kept.</summary>
    private Dictionary<string, string?> Variables() => loaded.Variables
        .Where(variable => variable.Value is null || batch.Redactor.Redact(variable.Value) == variable.Value)
        .ToDictionary(StringComparer.Ordinal);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Integration} made no request, so there is nothing to record.")]
    private static partial void LogNothing(ILogger logger, string integration);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Integration}: {Count} requests with their responses were recorded in {Path}. Read it before you commit it.")]
    private static partial void LogRecorded(ILogger logger, string integration, int count, string path);
}
