namespace IntegrationFramework;

/// <summary>A five-field cron expression, in UTC or in the time zone that follows it.</summary>
/// <param name="Expression">The five fields.</param>
/// <param name="TimeZone">An IANA time zone, or <see langword="null"/> for UTC.</param>
public sealed record Schedule(string Expression, string? TimeZone = null)
{
    /// <summary>As it is written in YAML.</summary>
    public override string ToString() => TimeZone is null ? Expression : $"{Expression} {TimeZone}";
}
