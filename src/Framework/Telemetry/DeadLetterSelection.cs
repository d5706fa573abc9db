using System.Globalization;

namespace IntegrationFramework.Telemetry;

/// <summary>Which dead letters are meant; what is left out doesn't restrict them.</summary>
public sealed record DeadLetterSelection
{
    /// <summary>By their numbers.</summary>
    public IReadOnlyCollection<long>? Ids { get; init; }

    /// <summary>By the run that met them.</summary>
    public string? RunId { get; init; }

    /// <summary>By integration.</summary>
    public string? Integration { get; init; }

    /// <summary>The SQL that selects them, of parameters that <see cref="Parameters"/> gives.</summary>
    internal const string Where =
        "(@ids IS NULL OR id IN (SELECT value FROM json_each(@ids))) AND (@run IS NULL OR run_id = @run) AND (@integration IS NULL OR integration = @integration)";

    internal IEnumerable<(string Name, object? Value)> Parameters =>
    [
        ("@ids", Ids is null ? null : $"[{string.Join(',', Ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))}]"),
        ("@run", RunId),
        ("@integration", Integration),
    ];
}

/// <summary>An open dead letter, as the replay takes it up.</summary>
internal sealed record OpenDeadLetter(long Id, string RunId, string Phase, string? Payload, PayloadKind Kind, bool IsRedacted, int Attempt, string? TakenBy, string? ErrorType);

/// <summary>What became of a dead letter when it was replayed.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Failure">How it failed again; <see langword="null"/> where it didn't.</param>
internal readonly record struct LetterOutcome(long Id, DeadLetter? Failure);
