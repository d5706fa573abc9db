using System.Globalization;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework;

/// <summary>Reads what a source goes on from.</summary>
internal static class CursorText
{
    /// <summary>A point in time, in UTC where it doesn't say otherwise.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset Time(string cursor) =>
        DateTimeOffset.TryParse(cursor, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : throw NotA("point in time, such as 2026-01-31T00:00:00Z", cursor);

    /// <summary>A number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long Number(string cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw NotA("number", cursor);

    private static FormatException NotA(string what, string cursor) => new(
        $"Its cursor is '{Excerpt.Of(cursor)}', and this source goes on from a {what}. Put it right with `ifw state set`, or let it begin anew with `ifw state reset`.");
}
