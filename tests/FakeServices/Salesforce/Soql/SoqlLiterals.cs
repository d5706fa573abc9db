using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Numbers, dates and times in a query, and the words that mean a span of time.</summary>
internal static class SoqlLiterals
{
    /// <summary>A number, a date, or a time; null if it is none of them.</summary>
    public static object? Value(string text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        return text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : null;
    }

    /// <summary>What TODAY, LAST_N_DAYS:7 and their like mean; null if the word is none of them.</summary>
    public static TimeSpanOf? Span(string word, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var parts = word.ToUpperInvariant().Split(':');
        var count = parts.Length == 2 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return parts[0] switch
        {
            "TODAY" => new TimeSpanOf(today, today.AddDays(1)),
            "YESTERDAY" => new TimeSpanOf(today.AddDays(-1), today),
            "TOMORROW" => new TimeSpanOf(today.AddDays(1), today.AddDays(2)),
            "LAST_N_DAYS" => new TimeSpanOf(today.AddDays(-count), today.AddDays(1)),
            "NEXT_N_DAYS" => new TimeSpanOf(today.AddDays(1), today.AddDays(count + 1)),
            "THIS_MONTH" => new TimeSpanOf(month, month.AddMonths(1)),
            "LAST_MONTH" => new TimeSpanOf(month.AddMonths(-1), month),
            "THIS_YEAR" => new TimeSpanOf(new DateTimeOffset(now.Year, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(now.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            _ => null,
        };
    }
}
