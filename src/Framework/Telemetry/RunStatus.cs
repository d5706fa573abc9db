namespace IntegrationFramework.Telemetry;

/// <summary>What became of a run.</summary>
public enum RunStatus
{
    /// <summary>It has not ended yet.</summary>
    Running,

    /// <summary>All records were delivered or filtered out.</summary>
    Succeeded,

    /// <summary>Some records became dead letters, fewer than the limit.</summary>
    SucceededWithDeadLetters,

    /// <summary>It ended with an error, or with more dead letters than allowed.</summary>
    Failed,

    /// <summary>It was told to stop.</summary>
    Cancelled,

    /// <summary>It took longer than its timeout.</summary>
    TimedOut,

    /// <summary>It did not start, since the same integration was running already.</summary>
    Skipped,

    /// <summary>Its process ended without closing it.</summary>
    Crashed,
}

/// <summary>The names of statuses as the database and the commands write them.</summary>
public static class RunStatusExtensions
{
    private static readonly string[] Names =
        ["running", "succeeded", "succeeded_with_dead_letters", "failed", "cancelled", "timed_out", "skipped", "crashed"];

    /// <summary>The status in snake_case.</summary>
    public static string ToText(this RunStatus status) => Names[(int)status];

    /// <summary>Whether the run did what it should: with or without dead letters below the limit.</summary>
    public static bool IsSuccess(this RunStatus status) => status is RunStatus.Succeeded or RunStatus.SucceededWithDeadLetters;

    /// <summary>Reads a status in snake_case.</summary>
    /// <exception cref="TelemetryException">There is no such status.</exception>
    public static RunStatus Parse(string text) =>
        Array.IndexOf(Names, text) is var index and >= 0 ? (RunStatus)index : throw new TelemetryException(
            "The telemetry database holds a text that is no status of a run where one belongs: it is damaged, or somebody has changed it. Restore a backup, or move it away.");
}
