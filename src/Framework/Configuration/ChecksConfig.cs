namespace IntegrationFramework.Configuration;

/// <summary>What is under <c>checks:</c>.</summary>
public sealed record ChecksConfig
{
    /// <summary>Checks of each record.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<RecordCheckConfig> Records { get; init; } = [];

    /// <summary>Checks of all records of a run.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<RunCheckConfig> Run { get; init; } = [];
}

/// <summary>A check of each record.</summary>
public abstract record RecordCheckConfig;

/// <summary>Fields have a value.</summary>
/// <param name="Fields">Their names.</param>
public sealed record NotNullCheckConfig(IReadOnlyList<string> Fields) : RecordCheckConfig;

/// <summary>No other record of the run has the same values.</summary>
/// <param name="Fields">The names of the fields.</param>
public sealed record UniqueCheckConfig(IReadOnlyList<string> Fields) : RecordCheckConfig;

/// <summary>A number is within limits.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Min">The smallest; <see langword="null"/> for any.</param>
/// <param name="Max">The largest; <see langword="null"/> for any.</param>
public sealed record RangeCheckConfig(string Field, decimal? Min, decimal? Max) : RecordCheckConfig;

/// <summary>Text matches a pattern.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Matches">A regular expression.</param>
public sealed record PatternCheckConfig(string Field, string Matches) : RecordCheckConfig;

/// <summary>A check of all records of a run.</summary>
public abstract record RunCheckConfig;

/// <summary>There are so many records.</summary>
public sealed record VolumeCheckConfig : RunCheckConfig
{
    /// <summary>The fewest records.</summary>
    /// <value><see langword="null"/> by default: none.</value>
    public long? Min { get; init; }

    /// <summary>The most records.</summary>
    /// <value><see langword="null"/> by default: any number.</value>
    public long? Max { get; init; }

    /// <summary>The smallest share of the average of the last runs.</summary>
    /// <value><see langword="null"/> by default: any.</value>
    public double? AtLeast { get; init; }

    /// <summary>The largest multiple of the average of the last runs.</summary>
    /// <value><see langword="null"/> by default: any.</value>
    public double? AtMost { get; init; }

    /// <summary>Whether a run that fetches nothing is as it should be: it is neither judged nor a part of the average.</summary>
    /// <value><see langword="null"/> by default: it is where the integration goes on from a cursor, since there may be nothing new.</value>
    public bool? AllowEmpty { get; init; }

    /// <summary>How many runs make the average.</summary>
    /// <value>7 by default.</value>
    public int OfLast { get; init; } = 7;
}

/// <summary>The newest value of a field is not too old.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Within">How old it may be.</param>
public sealed record FreshnessCheckConfig(string Field, TimeSpan Within) : RunCheckConfig;
