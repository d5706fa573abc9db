using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Numbers of bytes: <c>512</c>, <c>64KB</c>, <c>1.5GB</c>; units B, KB, MB, GB, TB (also KiB, …) are powers of 1024.</summary>
public static class ByteSizeFormat
{
    private const string Prefixes = "KMGT";

    /// <summary>Reads a number of bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var i = 0;
        while (i < text.Length && (text[i] is >= '0' and <= '9' || text[i] == '.'))
        {
            i++;
        }

        var number = text.Substring(0, i);
        if (i == 0 || i > 20 || number[0] == '.' || number[i - 1] == '.' || Factor(text.Substring(i)) is not { } factor
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / factor || count * factor != decimal.Truncate(count * factor))
        {
            return false;
        }

        bytes = (long)(count * factor);
        return true;
    }

    /// <summary>Writes a number of bytes in the largest unit that divides it.</summary>
    public static string Format(long bytes)
    {
        var prefix = -1;
        while (prefix + 1 < Prefixes.Length && bytes != 0 && bytes % 1024 == 0)
        {
            bytes /= 1024;
            prefix++;
        }

        return bytes.ToString(CultureInfo.InvariantCulture) + (prefix < 0 ? "" : Prefixes[prefix].ToString()) + "B";
    }

    private static long? Factor(string unit)
    {
        var name = unit.ToUpperInvariant();
        if (name is "" or "B")
        {
            return 1;
        }

        var power = Prefixes.IndexOf(name[0]) + 1;
        return power > 0 && name.Substring(1) is "B" or "IB" ? 1L << (10 * power) : null;
    }
}
