namespace IntegrationFramework.Reports;

/// <summary>What a period's runs of one integration add up to. Runs that have not ended and runs that were skipped don't count.</summary>
public sealed record TelemetryReportRow
{
    /// <summary>The integration's name.</summary>
    public required string IntegrationName { get; init; }

    /// <summary>How many runs ended: the good and the bad ones.</summary>
    public required long RunCount { get; init; }

    /// <summary>How many of them succeeded, with or without dead letters below the limit.</summary>
    public required long SuccessCount { get; init; }

    /// <summary>How many of them did not.</summary>
    public required long ErrorCount { get; init; }

    /// <summary>How long they took on average, in seconds.</summary>
    /// <value><see langword="null"/>, as the other durations, where none is known.</value>
    public double? AvgDuration { get; init; }

    /// <summary>The share of runs that did not succeed, from 0 to 1.</summary>
    public required double ErrorRate { get; init; }

    /// <summary>The shortest duration, in seconds, that half of the runs did not exceed.</summary>
    public double? P50 { get; init; }

    /// <summary>The shortest duration, in seconds, that 95 % of the runs did not exceed.</summary>
    public double? P95 { get; init; }

    /// <summary>The longest duration, in seconds.</summary>
    public double? Max { get; init; }

    /// <summary>How many records were delivered.</summary>
    public required long Records { get; init; }

    /// <summary>What became of the last run.</summary>
    public required string LastStatus { get; init; }

    /// <summary>When the last run started, in UTC.</summary>
    public required string LastRun { get; init; }
}
