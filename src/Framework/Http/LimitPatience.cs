namespace IntegrationFramework.Http;

/// <summary>How long a request may wait.</summary>
/// <param name="Block">For a service that wants to be left alone.</param>
/// <param name="TurnBefore">For its turn: until then, in microseconds since 1970.</param>
internal readonly record struct LimitPatience(TimeSpan Block, long TurnBefore)
{
    /// <param name="block">How long to wait for a service that wants to be left alone.</param>
    /// <param name="turn">How long to wait for a turn; <see langword="null"/>: as long as it takes.</param>
    /// <param name="now">The time, in microseconds since 1970.</param>
    public static LimitPatience Of(TimeSpan block, TimeSpan? turn, long now) =>
        new(block, turn is { } wait ? now + (wait.Ticks / TimeSpan.TicksPerMicrosecond) : long.MaxValue);
}
