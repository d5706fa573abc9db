using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Dates and points in time, ISO 8601.</summary>
public static class DateFormat
{
    private static readonly string[] Timestamps =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads <c>2026-01-31</c>; the result is midnight of that day, of no zone.</summary>
    public static bool TryDate(string text, out DateTime value) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    /// <summary>Reads <c>2026-01-31T08:00:00Z</c> or <c>2026-01-31T09:00+01:00</c>; the offset is needed.</summary>
    public static bool TryTimestamp(string text, out DateTimeOffset value)
    {
        value = default;
        return HasOffset(text)
            && DateTimeOffset.TryParseExact(text, Timestamps, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    private static bool HasOffset(string text) =>
        text.EndsWith("Z", StringComparison.Ordinal) || (text.Length > 6 && text[text.Length - 6] is '+' or '-' && text[text.Length - 3] == ':');
}
