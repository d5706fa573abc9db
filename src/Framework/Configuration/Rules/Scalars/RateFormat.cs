using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Events per interval: <c>10/s</c>, <c>100/m</c>, <c>1000/h</c>, <c>5/d</c>, <c>3/10s</c>.</summary>
public static class RateFormat
{
    /// <summary>Reads a rate; the number is at least 1.</summary>
    public static bool TryParse(string text, out int count, out TimeSpan interval)
    {
        count = 0;
        interval = default;
        var slash = text.IndexOf('/');
        if (slash < 1)
        {
            return false;
        }

        var unit = text.Substring(slash + 1);
        return int.TryParse(text.Substring(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0
            && unit.Length > 0
            && DurationFormat.TryParse(unit[0] is >= '0' and <= '9' ? unit : "1" + unit, out interval) && interval > TimeSpan.Zero;
    }
}
