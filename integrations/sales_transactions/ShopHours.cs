namespace Integrations.SalesTransactions;

/// <summary>
/// When sales happen: at random, but with the rhythm of the day, the week and the year. A Poisson process whose rate is constant
/// within each hour.
/// </summary>
internal sealed class ShopHours(DateOnly start, int salesPerDay)
{
    // Shares of a day's sales by hour, 0:00 first: a peak at noon and a higher one after work. They sum to 100.
    private static readonly double[] Hours =
        [0.8, 0.4, 0.2, 0.2, 0.2, 0.5, 1.2, 2.4, 3.6, 4.8, 6.0, 7.0, 7.4, 6.2, 5.4, 5.4, 6.2, 8.0, 9.2, 8.4, 6.6, 5.0, 3.2, 1.7];

    // Sunday first; their mean is 1.
    private static readonly double[] Weekdays = [0.55, 0.9, 0.85, 0.95, 1.05, 1.25, 1.45];

    // January first; their mean is 1.
    private static readonly double[] Months = [0.85, 0.8, 0.92, 0.95, 0.97, 0.95, 0.98, 0.9, 0.98, 1.05, 1.25, 1.4];

    private DateTime _hour = start.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
    private double _within;

    /// <summary>The time of the next sale, in UTC, to the second.</summary>
    /// <exception cref="InvalidOperationException">The calendar ends before it.</exception>
    public DateTimeOffset Next(SeededRandom random)
    {
        // How many sales the process would make until then is exponentially distributed; the hours are walked until so many are due.
        var due = random.Exponential();
        while (true)
        {
            var rate = Rate(_hour);
            var left = rate * (1 - _within);
            if (due < left)
            {
                _within += due / rate;
                return new DateTimeOffset(_hour.AddSeconds(Math.Floor(_within * 3600)));
            }

            due -= left;
            _within = 0;
            if (_hour > DateTime.MaxValue.AddHours(-2))
            {
                throw new InvalidOperationException(
                    "The sales reach beyond the year 9999: lower 'records', raise 'sales_per_day' or set an earlier 'start_date'.");
            }

            _hour = _hour.AddHours(1);
        }
    }

    /// <summary>Whether the stores are open: from 9:00 to 20:00, not on Sundays.</summary>
    public static bool AreStoresOpen(DateTimeOffset time) => time is { DayOfWeek: not DayOfWeek.Sunday, Hour: >= 9 and < 20 };

    private double Rate(DateTime hour) =>
        salesPerDay * Hours[hour.Hour] / 100 * Weekdays[(int)hour.DayOfWeek] * Months[hour.Month - 1];
}
