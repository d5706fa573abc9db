using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>What a batch runs, and how.</summary>
public sealed record BatchOptions
{
    /// <summary>The integrations, in the order in which they start. A disabled one runs too: the host decides what is in the list.</summary>
    public required IReadOnlyList<IntegrationDescriptor> Integrations { get; init; }

    /// <summary>How many run at once.</summary>
    /// <value>1 by default: one after the other.</value>
    public int Parallelism { get; init; } = 1;

    /// <summary>Whether each integration runs in a process of its own, which <see cref="IsolatedCommand"/> starts.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool Isolate { get; init; }

    /// <summary>
    /// The program and its arguments that run one integration as <see cref="Isolated"/> says. Needed with <see cref="Isolate"/>. It ends with exit
    /// code 3 where it has told that <see cref="BatchResult.IsTelemetryUnusable"/>, or what else keeps it from running anything.
    /// </summary>
    public Func<IsolatedRun, IReadOnlyList<string>>? IsolatedCommand { get; init; }

    /// <summary>Set in a process that <see cref="IsolatedCommand"/> started: which run it is for.</summary>
    public IsolatedRun? Isolated { get; init; }

    /// <summary>Whether no further integration starts once one has failed. What is running by then runs to its end.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool FailFast { get; init; }

    /// <summary>Whether nothing is delivered.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool DryRun { get; init; }

    /// <summary>How many records each run fetches at most.</summary>
    /// <value><see langword="null"/> by default: all.</value>
    public long? Limit { get; init; }

    /// <summary>Whether incremental sources begin anew.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool FullRefresh { get; init; }

    /// <summary>
    /// The window of time that incremental integrations fetch, which implement <see cref="IWindowedSource{TRaw}"/>: they move no cursor, and
    /// the window is done once it is delivered.
    /// </summary>
    /// <value><see langword="null"/> by default: they go on from their cursor.</value>
    public BackfillWindow? Window { get; init; }

    /// <summary>
    /// Whether services are asked, recorded besides, or played from cassettes. While they are recorded and in the sandbox incremental sources
    /// begin anew, as with <see cref="FullRefresh"/>. In the sandbox the store has to be <see cref="SandboxFolder.TelemetryFileOf"/>.
    /// </summary>
    /// <value><see cref="RunMode.Live"/> by default.</value>
    public RunMode Mode { get; init; }

    /// <summary>
    /// The dead letters to replay: each run takes the open ones of its integration through the phases, from the one that they failed in, and reads
    /// nothing from its source. They are committed together with what they deliver. Not with <see cref="Isolate"/>, <see cref="DryRun"/> or <see cref="Limit"/>.
    /// </summary>
    /// <value><see langword="null"/> by default: the sources are read.</value>
    public DeadLetterSelection? Replay { get; init; }

    /// <summary>
    /// What doesn't go together among the integrations, as <see cref="ConfigurationValidator.Conflicts"/> finds it: whoever has an error here
    /// fails with it before anything is fetched.
    /// </summary>
    /// <value><see langword="null"/> by default: nobody has looked.</value>
    public ILookup<string, ConfigDiagnostic>? Conflicts { get; init; }

    /// <summary>What started the batch, as telemetry keeps it.</summary>
    /// <value><c>manual</c> by default, in the sandbox <c>sandbox</c>, for dead letters <c>replay</c>, with <see cref="Window"/> <c>backfill</c>.</value>
    public string Trigger
    {
        get => field ?? (Replay is not null ? "replay" : Mode == RunMode.Sandbox ? "sandbox" : Window is not null ? "backfill" : "manual");
        init;
    }
}

/// <summary>A run in a process of its own.</summary>
/// <param name="BatchId">The batch that it belongs to.</param>
/// <param name="RunId">The run's identifier.</param>
/// <param name="Integration">The integration's name.</param>
public sealed record IsolatedRun(string BatchId, string RunId, string Integration);

/// <summary>What became of a batch.</summary>
/// <param name="BatchId">Its identifier.</param>
/// <param name="Runs">One result for each integration, in the order of <see cref="BatchOptions.Integrations"/>.</param>
/// <param name="Duration">How long it took.</param>
public sealed record BatchResult(string BatchId, IReadOnlyList<RunResult> Runs, TimeSpan Duration)
{
    /// <summary>Whether every run succeeded, or was skipped since it was running already, and all of it could be recorded.</summary>
    public bool IsSuccess => !IsTelemetryUnusable && Runs.All(run => run.Status.IsSuccess() || run.Status == RunStatus.Skipped);

    /// <summary>
    /// Whether telemetry turned out to be damaged, its disk full or the like, so that something could not be recorded. No run begins any more
    /// once that is known.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsTelemetryUnusable { get; init; }
}

/// <summary>What became of one integration of a batch.</summary>
public sealed record RunResult
{
    /// <summary>The run's identifier in telemetry; <see langword="null"/> where the batch ended before it began.</summary>
    public required string? RunId { get; init; }

    /// <summary>The integration's name.</summary>
    public required string Integration { get; init; }

    /// <summary>What became of it.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How many records went where.</summary>
    public RunCounters Counters { get; init; }

    /// <summary>How long it took, all attempts and the waits between them.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many attempts it took.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it did not succeed: the integration, the phase, the cause and what to do.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>How many records became dead letters.</summary>
    public long DeadLetters => Counters.Dead;
}

/// <summary>Is told how a batch goes on. Calls come from several threads, and should return soon.</summary>
public interface IBatchObserver
{
    /// <summary>A run began.</summary>
    void RunStarted(string runId, string integration);

    /// <summary>A run delivered a page, or read one in a dry run.</summary>
    void RunProgress(string runId, string integration, RunCounters counters);

    /// <summary>A run ended, or could not begin.</summary>
    void RunFinished(RunResult result);
}
