using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Numbers as YAML 1.2's core schema writes them.</summary>
public static class NumberFormat
{
    private const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a whole number of up to 28 digits; <c>0o17</c> and <c>0x1F</c> too.</summary>
    public static bool TryInteger(string text, out decimal value)
    {
        value = 0;
        if (!CoreSchema.IsInteger(text))
        {
            return false;
        }

        if (text.Length > 2 && text[1] is 'x' or 'o')
        {
            var radix = text[1] == 'x' ? 16 : 8;
            for (var i = 2; i < text.Length; i++)
            {
                if (value > ulong.MaxValue)
                {
                    return false;
                }

                value = (value * radix) + HexValue(text[i]);
            }

            return true;
        }

        return decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a decimal number.</summary>
    public static bool TryDecimal(string text, out decimal value)
    {
        value = 0;
        return TryInteger(text, out value)
            || (CoreSchema.IsNumber(text) && !CoreSchema.IsNotFinite(text)
                && decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out value));
    }

    /// <summary>Reads a floating-point number; <c>.inf</c> and <c>.nan</c> too.</summary>
    public static bool TryDouble(string text, out double value)
    {
        value = 0;
        if (CoreSchema.IsNotFinite(text))
        {
            value = text[1] is 'n' or 'N' ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (TryInteger(text, out var whole))
        {
            value = (double)whole;
            return true;
        }

        return CoreSchema.IsNumber(text) && double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value)
            && !double.IsInfinity(value);
    }

    /// <summary>Writes a number of any type, or a character as its number, as it is read.</summary>
    internal static string Format(object value) => value switch
    {
        double number => double.IsNaN(number) ? ".nan" : double.IsInfinity(number) ? Infinity(number) : number.ToString("R", CultureInfo.InvariantCulture),
        float number => float.IsNaN(number) ? ".nan" : float.IsInfinity(number) ? Infinity(number) : number.ToString("R", CultureInfo.InvariantCulture),
        char character => ((int)character).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Infinity(double number) => number < 0 ? "-.inf" : ".inf";

    private static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
