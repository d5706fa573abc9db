using IntegrationFramework.Checks;
using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>One attempt of a run.</summary>
internal interface IRunPipeline
{
    /// <summary>Fetches, postprocesses and delivers. When it returns, everything is delivered; when it throws, nothing is.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>What a pipeline works with.</summary>
internal sealed class PipelineContext
{
    public required ActiveRun Run { get; init; }

    public required IntegrationConfig Config { get; init; }

    public required ConfigMap Settings { get; init; }

    public required IntegrationServices Services { get; init; }

    public required SinkEnvironment SinkEnvironment { get; init; }

    public required RunFence Fence { get; init; }

    public RunMeter Meter => Run.Meter;

    public DeadLetterBox DeadLetters => Run.DeadLetters;

    public PageConfig PageSize => Config.Page;

    /// <summary>Where the pages of an incremental source are committed.</summary>
    public required TelemetryStore Store { get; init; }

    /// <summary>What the checks have seen of the run, in the attempts before this one too.</summary>
    public required CheckedRun Checked { get; init; }

    /// <summary>Whether an incremental source begins anew.</summary>
    public bool IsFullRefresh { get; init; }

    /// <summary>The cursor up to which earlier attempts of this run have delivered, whether or not the stored one was moved.</summary>
    /// <value><see langword="null"/> by default: nothing is committed yet.</value>
    public string? Committed { get; init; }

    /// <summary>Takes the cursor of each page that is committed, for the next attempt to go on behind it.</summary>
    public Action<string> KeepCursor { get; init; } = static _ => { };

    /// <summary>The dead letters to replay in place of what the source has.</summary>
    /// <value><see langword="null"/> by default: the source is read.</value>
    public DeadLetterSelection? Replay { get; init; }

    /// <summary>In a backfill: the window of time to fetch.</summary>
    public BackfillWindow? Window { get; init; }

    /// <summary>Whether what is delivered moves the cursor.</summary>
    public bool MovesCursor => !Run.IsDryRun && Run.Limit is null;

    /// <summary>Writes the dead letters of a run in its middle, where there are many of them.</summary>
    public Func<ValueTask> SaveDeadLetters { get; set; } = static () => ValueTask.CompletedTask;

    /// <summary>Takes the receipts of what was delivered as a whole, to be closed with the run.</summary>
    public Action<IReadOnlyList<DeliveryReceipt>> Delivered { get; init; } = static _ => { };

    /// <summary>The sinks whose receipts an interrupted run has left open.</summary>
    public required IReadOnlyList<string> OpenReceipts { get; init; }

    /// <summary>What the records and data were like in the last run that succeeded.</summary>
    /// <value><see langword="null"/> by default: none has.</value>
    public KeptContract? KeptContract { get; init; }

    /// <summary>Takes what the records and data are like, to be kept with the run if it succeeds; <see langword="null"/> leaves what is kept as it is.</summary>
    public Action<Contract?> KeepContract { get; init; } = static _ => { };

    /// <summary>Called after each page that was delivered.</summary>
    public Action? Progressed { get; init; }

    /// <summary>Whether a stream ended while the run was being told to stop: what was read may not be all there is.</summary>
    public bool WasInterrupted { get; set; }
}
