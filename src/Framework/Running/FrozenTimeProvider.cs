namespace IntegrationFramework.Running;

/// <summary>A clock that stands still, so that what a run asks for by the time of day is asked for again in the sandbox. Timers and durations are real.</summary>
internal sealed class FrozenTimeProvider(DateTimeOffset now, TimeProvider real) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => real.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);
}
