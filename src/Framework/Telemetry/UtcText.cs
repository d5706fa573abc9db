using System.Globalization;

namespace IntegrationFramework.Telemetry;

/// <summary>Points in time as the database holds them: UTC, ISO 8601 with milliseconds, always 24 characters, so that text order is time order.</summary>
internal static class UtcText
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static int Length => 24;

    public static string From(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes the time as UTF-8 into <paramref name="destination"/>, which holds at least <see cref="Length"/> bytes.</summary>
    public static ReadOnlySpan<byte> Write(DateTimeOffset time, Span<byte> destination)
    {
        _ = time.UtcDateTime.TryFormat(destination, out var written, Format, CultureInfo.InvariantCulture);
        return destination[..written];
    }

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
