namespace IntegrationFramework.Http;

/// <summary>What a run's policy allows: even spacing, and so many requests at once. Times are microseconds.</summary>
/// <param name="Pace">From one turn to the next.</param>
/// <param name="Slack">How much later than its turn a request may be sent.</param>
/// <param name="Concurrency">Requests at once.</param>
internal readonly record struct LimitClaim(long? Pace, long? Slack, int? Concurrency)
{
    private const double ShareOfMargin = 0.05;
    private const long LargestMargin = 100_000;

    public bool IsLimited => Pace is not null || Concurrency is not null;

    /// <summary>
    /// So many turns lie in an interval that, with one more, they take a margin longer than it. A request may be late by half of the margin;
    /// the other half is for what the way to the service adds.
    /// </summary>
    public static LimitClaim Of(Rate? rate, int? concurrency)
    {
        if (rate is not { } limit)
        {
            return new LimitClaim(null, null, concurrency);
        }

        var interval = limit.Interval.Ticks / TimeSpan.TicksPerMicrosecond;
        var margin = Math.Min((long)(interval * ShareOfMargin), LargestMargin);
        var count = Math.Max(limit.Count, 1);
        return new LimitClaim((interval + margin + count - 1) / count, margin / 2, concurrency);
    }
}

/// <summary>Points in time as limits are kept: microseconds since 1970.</summary>
internal static class Microseconds
{
    public static long From(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
