using System.Buffers;
using System.Globalization;

namespace IntegrationFramework.Records;

/// <summary>
/// How a text has to be written in YAML so that it comes back as the same text: from YAML 1.2 readers, and from those that still
/// read 1.1, to which <c>no</c> is false and <c>12:30</c> a number.
/// </summary>
internal static class YamlScalars
{
    /// <summary>What a plain scalar must not begin with; a few of them could under conditions, but quoted they can't be mistaken.</summary>
    private static readonly SearchValues<char> Indicators = SearchValues.Create("-?:,[]{}#&*!|>'\"%@`=<~");

    /// <summary>What numbers, dates and times of any YAML version are made of.</summary>
    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789abcdefABCDEFxXoO_.,:+-TtZz ");

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", "-.inf", "+.inf", ".nan", "inf", "nan"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text can be written as it is, on one line.</summary>
    public static bool IsPlain(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] is ' ' or ':' || Indicators.Contains(text[0]))
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!IsPrintable(text, ref i) || c is '\n' or '\t'
                || (c == '#' && text[i - 1] == ' ')
                || (c == ':' && text[i + 1] is ' '))
            {
                return false;
            }
        }

        return !Words.Contains(text) && !LooksNumeric(text);
    }

    /// <summary>Whether the text reads well as a literal block: several lines that need no escapes.</summary>
    public static bool IsLiteral(string text)
    {
        // A first line that is empty or indented would be taken for the block's own indentation.
        if (!text.Contains('\n') || text[0] is ' ' or '\n' or '\t')
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (!IsPrintable(text, ref i))
            {
                return false;
            }
        }

        return true;
    }

    public static void WriteQuoted(RecordBuffer output, ReadOnlySpan<char> text)
    {
        output.Write((byte)'"');
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var at = i;
            if (text[i] is not ('"' or '\\' or '\n' or '\t') && IsPrintable(text, ref i))
            {
                continue;
            }

            output.Write(text[start..at]);
            WriteEscape(output, text[at]);
            start = at + 1;
        }

        output.Write(text[start..]);
        output.Write((byte)'"');
    }

    public static void WriteFloat(RecordBuffer output, double value)
    {
        if (!double.IsFinite(value))
        {
            output.Write(double.IsNaN(value) ? ".nan"u8 : value > 0 ? ".inf"u8 : "-.inf"u8);
            return;
        }

        var start = output.Count;
        output.Format(value);
        if (!output.WrittenSpan[start..].ContainsAny(".E"u8))
        {
            output.Write(".0"u8);
        }
    }

    private static bool LooksNumeric(string text) =>
        (char.IsAsciiDigit(text[0]) || text[0] is '.' or '+') && !text.AsSpan().ContainsAnyExcept(Numeric);

    /// <summary>
    /// Whether a YAML stream may hold this character, and readers agree on what it is: the line separators of Unicode and the byte
    /// order mark are allowed, but not treated alike. Steps over both halves of a pair.
    /// </summary>
    private static bool IsPrintable(ReadOnlySpan<char> text, ref int i)
    {
        var c = text[i];
        if (char.IsSurrogate(c))
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            {
                i++;
                return true;
            }

            return false;
        }

        return c is '\t' or '\n' || (c is >= ' ' and not (>= '\u007f' and < '\u00a0') and not ('\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff'));
    }

    private static void WriteEscape(RecordBuffer output, char c)
    {
        switch (c)
        {
            case '"':
                output.Write("\\\""u8);
                break;
            case '\\':
                output.Write("\\\\"u8);
                break;
            case '\n':
                output.Write("\\n"u8);
                break;
            case '\r':
                output.Write("\\r"u8);
                break;
            case '\t':
                output.Write("\\t"u8);
                break;
            default:
                output.Write("\\u"u8);
                output.Write(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                break;
        }
    }
}
