namespace IntegrationFramework.Configuration.Rules;

/// <summary>How YAML 1.2's core schema reads a plain scalar.</summary>
public static class CoreSchema
{
    /// <summary>Whether a plain scalar is null.</summary>
    public static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Reads a plain scalar as a boolean.</summary>
    public static bool TryBoolean(string text, out bool value)
    {
        value = text is "true" or "True" or "TRUE";
        return value || text is "false" or "False" or "FALSE";
    }

    /// <summary>Whether a plain scalar is a whole number: decimal, <c>0o17</c> or <c>0x1F</c>.</summary>
    public static bool IsInteger(string text)
    {
        if (text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'o')
        {
            for (var i = 2; i < text.Length; i++)
            {
                if (!(text[1] == 'x' ? IsHexDigit(text[i]) : text[i] is >= '0' and <= '7'))
                {
                    return false;
                }
            }

            return text.Length > 2;
        }

        var start = Sign(text);
        return start < text.Length && Digits(text, start) == text.Length;
    }

    /// <summary>Whether a plain scalar is a number: a whole one, or one with a point or an exponent, or <c>.inf</c> or <c>.nan</c>.</summary>
    public static bool IsNumber(string text)
    {
        if (IsInteger(text) || IsNotFinite(text))
        {
            return true;
        }

        var start = Sign(text);
        var i = Digits(text, start);
        var digits = i - start;
        if (i < text.Length && text[i] == '.')
        {
            var end = Digits(text, i + 1);
            digits += end - i - 1;
            i = end;
        }

        if (digits == 0)
        {
            return false;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            i += i < text.Length && text[i] is '-' or '+' ? 1 : 0;
            var end = Digits(text, i);
            return end > i && end == text.Length;
        }

        return i == text.Length;
    }

    /// <summary>Whether a number is <c>.inf</c>, <c>-.inf</c> or <c>.nan</c>.</summary>
    public static bool IsNotFinite(string text) =>
        text is ".nan" or ".NaN" or ".NAN"
        || (text.Length is 4 or 5 && text.Substring(text.Length - 4) is ".inf" or ".Inf" or ".INF" && (text.Length == 4 || text[0] is '-' or '+'));

    private static int Sign(string text) => text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;

    private static int Digits(string text, int from)
    {
        while (from < text.Length && text[from] is >= '0' and <= '9')
        {
            from++;
        }

        return from;
    }

    private static bool IsHexDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
}
