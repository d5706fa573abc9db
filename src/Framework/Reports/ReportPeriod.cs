using System.Globalization;

namespace IntegrationFramework.Reports;

/// <summary>The time that a report covers, in UTC.</summary>
/// <param name="Name">How the report's file calls it, such as <c>2026-03</c>.</param>
/// <param name="Since">The first instant in it.</param>
/// <param name="Until">The first instant after it.</param>
public sealed record ReportPeriod(string Name, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>A month.</summary>
    /// <param name="text">The month as <c>YYYY-MM</c>.</param>
    /// <exception cref="FormatException">It isn't one.</exception>
    public static ReportPeriod ParseMonth(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? Month(new DateTimeOffset(month, TimeSpan.Zero))
            : throw new FormatException($"'{text}' is no month. Write it as YYYY-MM, for example 2026-03.");

    /// <summary>The month that it is now, in UTC.</summary>
    public static ReportPeriod ThisMonth(TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Month(new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero));
    }

    /// <summary>From one instant, included, to another, not included; a side that is left out is open.</summary>
    /// <exception cref="FormatException">It ends before it begins.</exception>
    public static ReportPeriod Between(DateTimeOffset? since, DateTimeOffset? until)
    {
        var (from, to) = (since ?? DateTimeOffset.MinValue, until ?? DateTimeOffset.MaxValue);
        return from > to
            ? throw new FormatException($"The period ends ({Label(to)}) before it begins ({Label(from)}).")
            : new ReportPeriod($"{(since is null ? "beginning" : Label(from))}_{(until is null ? "now" : Label(to))}", from, to);
    }

    private static ReportPeriod Month(DateTimeOffset first) =>
        new(first.ToString("yyyy-MM", CultureInfo.InvariantCulture), first, first.Year == 9999 && first.Month == 12 ? DateTimeOffset.MaxValue : first.AddMonths(1));

    // No colons: the name becomes part of a file's.
    private static string Label(DateTimeOffset time) =>
        time.UtcDateTime.ToString(time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHHmmssZ", CultureInfo.InvariantCulture);
}
