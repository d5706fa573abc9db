using IntegrationFramework.Sinks;

namespace IntegrationFramework.Telemetry;

/// <summary>What an incremental integration has delivered so far.</summary>
/// <param name="Cursor">Where to go on from; <see langword="null"/> to begin at the beginning.</param>
/// <param name="Receipts">How far each of its sinks has got.</param>
internal sealed record DeliveryState(string? Cursor, IReadOnlyList<DeliveryReceipt> Receipts);

/// <summary>A page that all sinks have on the disk: committed as one, or not at all.</summary>
internal sealed record PageCommit
{
    /// <summary>The stream of a source that has only one.</summary>
    public const string DefaultStream = "default";

    public required string RunId { get; init; }

    public required string Integration { get; init; }

    /// <summary>Where to go on from; <see langword="null"/> leaves the cursor where it is.</summary>
    public required string? Cursor { get; init; }

    public required IReadOnlyList<DeliveryReceipt> Receipts { get; init; }

    /// <summary>The run's counts, this page included.</summary>
    public required RunCounters Counters { get; init; }

    /// <summary>The dead letters of the page: its records aren't fetched again.</summary>
    public required IReadOnlyList<DeadLetter> DeadLetters { get; init; }

    /// <summary>What became of the dead letters that were replayed.</summary>
    public IReadOnlyList<LetterOutcome> Outcomes { get; init; } = [];

    /// <summary>In a backfill: the window that is done with it.</summary>
    public Running.BackfillWindow? Window { get; init; }

    public required DateTimeOffset Time { get; init; }
}
