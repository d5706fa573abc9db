using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>C# literals of any text.</summary>
internal static class Literals
{
    public static string Text(string? value) => value is null ? "null" : SymbolDisplay.FormatLiteral(value, quote: true);

    public static string Strings(IEnumerable<string> values) => "[" + string.Join(", ", values.Select(Text)) + "]";

    public static string Boolean(bool value) => value ? "true" : "false";

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// A text of several lines, as a raw literal where that shows it as it is, and with escapes where it holds characters that
    /// would be lost or would end a line unseen.
    /// </summary>
    public static string Lines(string value)
    {
        if (!IsPlain(value))
        {
            return Text(value);
        }

        var quotes = new string('"', Math.Max(3, LongestRunOfQuotes(value) + 1));
        return new StringBuilder(value.Length + 16).Append(quotes).Append('\n').Append(value).Append('\n').Append(quotes).ToString();
    }

    private static bool IsPlain(string value)
    {
        foreach (var character in value)
        {
            if ((character < ' ' && character is not ('\n' or '\t')) || character is '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff'
                || char.IsSurrogate(character))
            {
                return false;
            }
        }

        return true;
    }

    private static int LongestRunOfQuotes(string value)
    {
        var longest = 0;
        var run = 0;
        foreach (var character in value)
        {
            run = character == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
