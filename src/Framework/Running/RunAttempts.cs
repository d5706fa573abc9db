using System.Globalization;
using IntegrationFramework.Checks;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Http;
using IntegrationFramework.Registration;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>The attempts of one run. Each has its own integration, sinks and counters; what a failed one delivered is undone.</summary>
internal sealed partial class RunAttempts
{
    private readonly BatchServices _batch;
    private readonly IntegrationDescriptor _descriptor;
    private readonly LoadedConfiguration _loaded;

    /// <summary>The cursor that this run has committed last, where a further attempt goes on.</summary>
    private string? _committed;

    /// <summary>The error of the last attempt, while the next one is waited for.</summary>
    private Exception? _waitsAfter;

    public RunAttempts(BatchServices batch, IntegrationDescriptor descriptor, LoadedConfiguration loaded, RunFacts facts)
    {
        _batch = batch;
        _descriptor = descriptor;
        _loaded = loaded;
        Facts = facts;
        Fence = new RunFence(facts.Integration);
        Meter = new RunMeter(batch.Time);
        Http = new RunHttp(new SharedLimits(batch.Store, facts.RunId, batch.Time), new HttpStatistics());
        DeadLetters = new DeadLetterBox(loaded.Config.DeadLetters, Meter, batch.Store);
    }

    public RunFacts Facts { get; }

    public RunFence Fence { get; }

    /// <summary>The attempt that runs, from 1.</summary>
    public int Attempt { get; private set; } = 1;

    /// <summary>The counts of the attempt that runs.</summary>
    public RunMeter Meter { get; private set; }

    /// <summary>What all attempts share of HTTP.</summary>
    public RunHttp Http { get; }

    /// <summary>The dead letters of the attempt that runs.</summary>
    public DeadLetterBox DeadLetters { get; private set; }

    /// <summary>The receipts of what was delivered as a whole, to be closed with the run.</summary>
    public IReadOnlyList<DeliveryReceipt> Receipts { get; private set; } = [];

    /// <summary>What the records and data were like, to be kept with the run if it succeeds.</summary>
    public Contract? Contract { get; private set; }

    /// <summary>While it is recorded: what the attempt that runs asked and was answered.</summary>
    public CassetteRecorder? Recorder { get; private set; }

    private RetryConfig RetryPolicy => _loaded.Config.Retry;

    /// <summary>Runs until an attempt succeeds, or no further one may follow. Never throws.</summary>
    public async Task<RunOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using var seen = new CheckedRun();
        while (true)
        {
            Exception failure;
            try
            {
                await AttemptAsync(seen, cancellationToken).ConfigureAwait(false);
                return new RunOutcome(Meter.Dead > 0 ? RunStatus.SucceededWithDeadLetters : RunStatus.Succeeded);
            }
            catch (Exception error)
            {
                // Whatever it is, it ends this run and no other.
                if (Failed(error, cancellationToken) is { } outcome)
                {
                    return outcome;
                }

                failure = error;
            }

            try
            {
                await PauseAsync(failure, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                return Failed(error, cancellationToken) ?? Outcome(RunStatus.Failed, error);
            }
        }
    }

    /// <summary>The outcome where the run's code goes on although it was told to stop.</summary>
    public RunOutcome GivenUp(TimeSpan grace, bool byTimeout)
    {
        if (Fence.HasDelivered)
        {
            return new RunOutcome(
                Meter.Dead > 0 ? RunStatus.SucceededWithDeadLetters : RunStatus.Succeeded,
                Message: $"{Facts.Integration} delivered everything, but does not end: something that it made hangs while it is disposed of.");
        }

        Meter.ClearDelivered();
        var phase = Meter.Awaited;
        var why = byTimeout ? "its timeout was over" : "it was told to stop";
        var error = new TimeoutException(string.Create(
            CultureInfo.InvariantCulture,
            $"{phase.Name()} did not end within the grace time of {grace.TotalSeconds:0.###} s after {why}"));

        // A process of the run's own ends now, and its code with it.
        var advice = _batch.Options.Isolated is not null
            ? "Nothing more is delivered. Let its code heed the CancellationToken."
            : "Nothing more is delivered, and it can't run again until its code returns or this process ends. Let its code heed the CancellationToken, or use --isolate.";
        return new RunOutcome(RunStatus.TimedOut, error, $"{Facts.Integration} was given up: {error.Message}. {advice}");
    }

    /// <summary>The outcome where the run ended in time after its timeout.</summary>
    public RunOutcome TimedOut(RunOutcome outcome, TimeSpan timeout)
    {
        var error = new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"it took longer than {timeout.TotalSeconds:0.###} s"), outcome.Error);

        // Whatever heeded the token has unwound by now: where the run stands says nothing about where it was.
        var where = Where(outcome.Error is { } cause ? Meter.PhaseOf(cause) : Meter.Awaited);
        return new RunOutcome(
            RunStatus.TimedOut,
            error,
            _waitsAfter is null
                ? $"{Facts.Integration} timed out {where}: {error.Message}. Raise timeout in config.yaml, or fetch less at a time."
                : $"{Facts.Integration} timed out {where} ({error.Message}). Look at that error first; timeout in config.yaml is for all attempts together.");
    }

    private string Where(Phase phase) => _waitsAfter is not { } failure
        ? $"in {phase.Name()}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"while it waited for attempt {Attempt + 1} of {RetryPolicy.Attempts}; attempt {Attempt} had failed in {Meter.PhaseOf(failure).Name()}: {failure.Message.TrimEnd('.')}");

    /// <summary>The outcome where the configuration has errors.</summary>
    public RunOutcome NotConfigured()
    {
        var errors = _loaded.Diagnostics.Where(diagnostic => diagnostic.Severity == ConfigSeverity.Error).ToList();
        var first = errors.Count > 0 ? errors[0].ToString() : "it is not valid";
        var more = errors.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({errors.Count - 1} more)") : "";
        return Outcome(RunStatus.Failed, new ConfigurationException($"its configuration can't be used: {first}{more}{Sandbox(errors)}", errors));
    }

    /// <summary>The outcome where another user holds what tells whether an earlier run is over.</summary>
    public RunOutcome Denied(UnauthorizedAccessException error) => Outcome(RunStatus.Failed, new UnauthorizedAccessException(
        $"it can't be told whether the code of an earlier run is over: {error.Message.TrimEnd('.')}", error));

    /// <summary>Whoever has no key yet can still see what it does.</summary>
    private string Sandbox(List<ConfigDiagnostic> errors) =>
        _batch.Options.Mode == RunMode.Live && errors.Count > 0 && errors.TrueForAll(error => error.Id == RuleIds.VariableNotSet)
            && File.Exists(CassetteFile.PathOf(_batch.Root, _descriptor.Folder))
            ? $"; `ifw run {Facts.Integration} --sandbox` needs none and plays what was recorded"
            : "";

    private async Task AttemptAsync(CheckedRun seen, CancellationToken cancellationToken)
    {
        Recorder = _batch.Options.Mode == RunMode.Record ? new CassetteRecorder() : null;
        var run = new ActiveRun(Facts, Attempt, Meter, DeadLetters, Fence);
        var services = _batch.ServicesFor(Facts, _loaded, Recorder, Http);
        var pipeline = _descriptor.CreatePipeline(new PipelineContext
        {
            Run = run,
            Config = _loaded.Config,
            Settings = _loaded.Settings,
            Services = services,
            SinkEnvironment = new SinkEnvironment(
                _batch.Time, _batch.StandardOutput, _batch.WorkFolder,
                Attempt < RetryPolicy.Attempts || _loaded.Config.Checks.Run.Count > 0 || _loaded.Config.Contract == ContractPolicy.Fail)
            {
                Refused = run.DeadLetter,
                AuthorSinks = new AuthorSinks(_descriptor.Sinks, services, run, DeliveryLine.Of(_batch.Options, Facts.Limit), _loaded.Config.Page)
                {
                    InsteadFolder = _batch.Options.Mode == RunMode.Sandbox ? _batch.WorkFolder : null,
                },
            },
            Fence = Fence,
            Store = _batch.Store,
            Checked = seen,
            Delivered = receipts => Receipts = receipts,
            KeptContract = Facts.KeptContract,
            OpenReceipts = Facts.OpenReceipts,
            KeepContract = contract => Contract = contract,
            IsFullRefresh = _batch.Options.FullRefresh,
            Committed = _committed,
            KeepCursor = cursor => _committed = cursor,
            Replay = _batch.Options.Replay is { } replay ? replay with { Integration = Facts.Integration } : null,
            Window = _batch.Options.Window,
            Progressed = _batch.Observer is null ? null : () => _batch.Observer.RunProgress(Facts.RunId, Facts.Integration, Meter.Counters),
        });
        await pipeline.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The outcome after an error; <see langword="null"/> where another attempt follows.</summary>
    private RunOutcome? Failed(Exception error, CancellationToken cancellationToken)
    {
        Meter.ClearDelivered();
        if (Meter.Shown > Meter.Committed.Delivered)
        {
            LogShown(Facts.Logger, Facts.Integration, Meter.Shown);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return new RunOutcome(RunStatus.Cancelled, error, $"{Facts.Integration} was cancelled {Where(Meter.PhaseOf(error))}. {Kept()}");
        }

        // A recording begins at the beginning, and must not deliver a second time what is committed.
        if (Attempt >= RetryPolicy.Attempts || !Retry.MayHelp(error) || (Recorder is not null && _committed is not null))
        {
            return Outcome(RunStatus.Failed, error);
        }

        return null;
    }

    /// <summary>What of a run that was cancelled is delivered, and what it means for the next one.</summary>
    private string Kept()
    {
        var delivered = Meter.Committed.Delivered;
        var next = delivered == 0 ? "Nothing of it was delivered; run it again."
            : Meter.Shown > 0 ? "records are on standard output, and come again when it is run again."
            : Facts.Limit is not null ? "records are delivered, and since --limit moves no cursor, they come again when it is run again."
            : "records are delivered; run it again, and it goes on behind them.";
        return delivered == 0 ? next : string.Create(CultureInfo.InvariantCulture, $"{delivered} {next}");
    }

    private RunOutcome Outcome(RunStatus status, Exception error) =>
        new(status, error, ErrorText.Of(Facts.Integration, Meter.PhaseOf(error), error, _batch.Options.Mode == RunMode.Sandbox ? $"{Facts.RunId} --sandbox" : Facts.RunId));

    private async Task PauseAsync(Exception error, CancellationToken cancellationToken)
    {
        var delay = Retry.DelayAfter(RetryPolicy, Attempt, _batch.Random());
        LogRetry(Facts.Logger, error, Facts.Integration, Attempt, RetryPolicy.Attempts, delay.TotalSeconds);
        var letters = DeadLetters.Waiting;
        await _batch.Store.DeadLettersAsync(letters).ConfigureAwait(false);
        DeadLetters.Forget(letters.Count);
        _waitsAfter = error;
        await Task.Delay(delay, _batch.Time, cancellationToken).ConfigureAwait(false);
        _waitsAfter = null;
        Attempt++;
        Meter = new RunMeter(_batch.Time, Meter.Committed);
        DeadLetters = new DeadLetterBox(_loaded.Config.DeadLetters, Meter, _batch.Store);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: {Records} records went to standard output before it ended, and can't be taken back; the other sinks have none of them.")]
    private static partial void LogShown(ILogger logger, string integration, long records);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: attempt {Attempt} of {Attempts} failed; the next one in {Seconds:0.0} s.")]
    private static partial void LogRetry(ILogger logger, Exception error, string integration, int attempt, int attempts, double seconds);
}
