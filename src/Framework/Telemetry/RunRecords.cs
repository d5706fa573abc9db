namespace IntegrationFramework.Telemetry;

/// <summary>What is known about a run when it begins.</summary>
public sealed record RunOpening
{
    /// <summary>The run's identifier, from <see cref="RunIds.Create"/>.</summary>
    public required string RunId { get; init; }

    /// <summary>The batch that it belongs to.</summary>
    public required string BatchId { get; init; }

    /// <summary>The integration's name.</summary>
    public required string Integration { get; init; }

    /// <summary>The integration's version, from metadata.yaml.</summary>
    public string? Version { get; init; }

    /// <summary>What started it.</summary>
    /// <value><c>manual</c> by default.</value>
    public string Trigger { get; init; } = "manual";

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>The process that runs it.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Whether it goes on from the integration's cursor, which is then kept with it.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsIncremental { get; init; }

    /// <summary>Whether it reads only some of its source, or delivers nothing of it on purpose, so that its counts are no measure for other runs.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsPartial { get; init; }
}

/// <summary>How many records went where.</summary>
/// <param name="Fetched">Records fetched.</param>
/// <param name="Delivered">Records delivered.</param>
/// <param name="Dropped">Records filtered out by postprocess.</param>
/// <param name="Dead">Records set aside as dead letters.</param>
/// <param name="Bytes">Bytes written by the sinks.</param>
public readonly record struct RunCounters(long Fetched = 0, long Delivered = 0, long Dropped = 0, long Dead = 0, long Bytes = 0);

/// <summary>How long a phase took and how many records went through it.</summary>
/// <param name="Phase"><c>fetch</c>, <c>postprocess</c> or <c>deliver</c>.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Records">How many records it gave.</param>
public readonly record struct PhaseTiming(string Phase, TimeSpan Duration, long Records);

/// <summary>What is known about a run when it ends.</summary>
public sealed record RunClosing
{
    /// <summary>The run's identifier.</summary>
    public required string RunId { get; init; }

    /// <summary>What became of it; not <see cref="RunStatus.Running"/>.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>How long it took, by the monotonic clock.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many records went where.</summary>
    public RunCounters Counters { get; init; }

    /// <summary>How many attempts it took.</summary>
    /// <value>1 by default.</value>
    public int Attempts { get; init; } = 1;

    /// <summary>The type of the error that ended it.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The message of the error that ended it.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The phases, each at most once.</summary>
    public IReadOnlyList<PhaseTiming> Phases { get; init; } = [];

    /// <summary>Dead letters that were not written yet.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];

    /// <summary>What it did over HTTP, each host at most once.</summary>
    public IReadOnlyList<Http.HttpUsage> Http { get; init; } = [];

    /// <summary>Whether nothing was to be delivered: its dead letters are of no run that delivered.</summary>
    internal bool IsDryRun { get; init; }

    /// <summary>Where the sinks of a run without a cursor are that has delivered; empty where none of them adds to what is there.</summary>
    internal IReadOnlyList<Sinks.DeliveryReceipt> Receipts { get; init; } = [];

    /// <summary>What its records and data were like, to be kept where it has succeeded; <see langword="null"/> leaves what is kept as it is.</summary>
    internal Contract? Contract { get; init; }

    /// <summary>Whether it may have claims to shared limits, which end with it.</summary>
    internal bool HasClaims { get; init; }
}

/// <summary>A record that could not be processed or delivered.</summary>
/// <param name="RunId">The run that met it.</param>
/// <param name="Integration">The integration's name.</param>
/// <param name="Phase"><c>fetch</c>, <c>postprocess</c>, <c>check</c> or <c>deliver</c>.</param>
/// <param name="Payload">The record, as JSON or as it was read.</param>
/// <param name="ErrorType">The error's type.</param>
/// <param name="ErrorMessage">The error's message.</param>
/// <param name="Attempt">The run's attempt that met it, from 1.</param>
/// <param name="CreatedAt">When.</param>
public sealed record DeadLetter(
    string RunId, string Integration, string Phase, string? Payload, string ErrorType, string ErrorMessage, int Attempt, DateTimeOffset CreatedAt)
{
    /// <summary>What its payload is.</summary>
    /// <value><see cref="PayloadKind.Other"/> by default.</value>
    public PayloadKind PayloadKind { get; init; }

    /// <summary>The sinks that have the record although another one refused it, a line for each.</summary>
    /// <value><see langword="null"/> by default: none.</value>
    public string? TakenBy { get; init; }

    /// <summary>Whether a secret was taken out of the payload, so that it isn't the record any more.</summary>
    internal bool IsRedacted { get; init; }
}

/// <summary>A line that a run logged.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Time">When.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Category">The logger's name.</param>
/// <param name="Message">The text.</param>
/// <param name="Properties">The named values in it and the exception's detail, as a JSON object.</param>
public readonly record struct LogEntry(
    string RunId, DateTimeOffset Time, Microsoft.Extensions.Logging.LogLevel Level, string Category, string Message, string? Properties = null);

/// <summary>A problem to be counted.</summary>
/// <param name="Fingerprint">Equal for repeats of the same problem.</param>
/// <param name="Integration">The integration that has it, where it is one's.</param>
/// <param name="Type">What kind of issue it is.</param>
/// <param name="Message">The text, as last reported.</param>
/// <param name="Time">When it was seen.</param>
public sealed record IssueSighting(string Fingerprint, string? Integration, string Type, string Message, DateTimeOffset Time);

/// <summary>How often a problem was seen.</summary>
/// <param name="Id">The number of its row in <c>issues</c>.</param>
/// <param name="Count">How often it was seen, this time included.</param>
/// <param name="FirstSeen">When it was seen first.</param>
public readonly record struct IssueCount(long Id, long Count, DateTimeOffset FirstSeen);
