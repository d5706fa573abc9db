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
        // By hand: the writer does it several times for each run, and a format takes ten times as long.
        var utc = time.UtcDateTime;
        Digits(destination[..4], utc.Year);
        destination[4] = (byte)'-';
        Digits(destination[5..7], utc.Month);
        destination[7] = (byte)'-';
        Digits(destination[8..10], utc.Day);
        destination[10] = (byte)'T';
        Digits(destination[11..13], utc.Hour);
        destination[13] = (byte)':';
        Digits(destination[14..16], utc.Minute);
        destination[16] = (byte)':';
        Digits(destination[17..19], utc.Second);
        destination[19] = (byte)'.';
        Digits(destination[20..23], utc.Millisecond);
        destination[23] = (byte)'Z';
        return destination[..Length];
    }

    /// <exception cref="TelemetryException">It isn't one.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new TelemetryException(
                "The telemetry database holds a text that is no point in time where one belongs: it is damaged, or somebody has changed it. Restore a backup, or move it away.");

    private static void Digits(Span<byte> destination, int value)
    {
        for (var i = destination.Length - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            destination[i] = (byte)('0' + digit);
        }
    }
}
