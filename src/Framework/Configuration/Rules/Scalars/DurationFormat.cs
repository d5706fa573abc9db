using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Spans of time: <c>200ms</c>, <c>10s</c>, <c>1h30m</c>, <c>1.5h</c>; units d, h, m, s, ms, us, from large to small.</summary>
public static class DurationFormat
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond), ("us", TimeSpan.TicksPerMillisecond / 1000),
    ];

    /// <summary>Reads a span of time.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        var negative = text.Length > 0 && text[0] == '-';
        var i = negative ? 1 : 0;
        var ticks = 0m;
        var before = -1;
        if (i == text.Length)
        {
            return false;
        }

        while (i < text.Length)
        {
            if (!TryPart(text, ref i, ref before, out var part))
            {
                return false;
            }

            ticks += part;
        }

        if (ticks > long.MaxValue || ticks != decimal.Truncate(ticks))
        {
            return false;
        }

        value = TimeSpan.FromTicks(negative ? -(long)ticks : (long)ticks);
        return true;
    }

    /// <summary>Reads a limit from an attribute, which may also be written as .NET does: <c>00:05:00</c>.</summary>
    internal static bool TryParseLimit(string text, out TimeSpan value) =>
        TryParse(text, out value) || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);

    /// <summary>Writes a span of time as it is read.</summary>
    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "0s";
        }

        // The negative of the smallest span doesn't fit into a long.
        var rest = value < TimeSpan.Zero ? -(decimal)value.Ticks : value.Ticks;
        var text = new System.Text.StringBuilder(value < TimeSpan.Zero ? "-" : "");
        foreach (var (unit, ticks) in Units)
        {
            var count = decimal.Truncate(rest / ticks);
            rest -= count * ticks;
            if (unit == "us" && rest != 0)
            {
                text.Append((count + (rest / ticks)).ToString("0.#", CultureInfo.InvariantCulture)).Append(unit);
            }
            else if (count != 0)
            {
                text.Append(count.ToString(CultureInfo.InvariantCulture)).Append(unit);
            }
        }

        return text.ToString();
    }

    private static bool TryPart(string text, ref int i, ref int before, out decimal ticks)
    {
        ticks = 0;
        var start = i;
        while (i < text.Length && (text[i] is >= '0' and <= '9' || text[i] == '.'))
        {
            i++;
        }

        var number = text.Substring(start, i - start);
        start = i;
        while (i < text.Length && text[i] is >= 'a' and <= 'z')
        {
            i++;
        }

        var name = text.Substring(start, i - start);
        var unit = Array.FindIndex(Units, u => u.Unit == name);
        if (unit <= before || number.Length is 0 or > 20 || number[0] == '.' || number[number.Length - 1] == '.'
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / Units[unit].Ticks)
        {
            return false;
        }

        before = unit;
        ticks = count * Units[unit].Ticks;
        return true;
    }
}
