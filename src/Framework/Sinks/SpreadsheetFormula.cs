using System.Buffers;

namespace IntegrationFramework.Sinks;

/// <summary>Text that a spreadsheet takes for a formula when it opens a CSV file, and runs.</summary>
public static class SpreadsheetFormula
{
    // The wide forms are what spreadsheets take for the same in Japanese, Chinese and Korean.
    private static readonly SearchValues<char> Beginnings = SearchValues.Create("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20");
    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789 +-.,/()%\u00a0\u202f");

    /// <summary>The text with an apostrophe before it where it is a formula, which makes it text again; else as it is.</summary>
    public static string Escape(string text) => IsFormula(text) ? "'" + text : text;

    /// <summary>Signs begin numbers and telephone numbers as well, such as +49 30 123456: those call nothing.</summary>
    private static bool IsFormula(string text) =>
        text.Length > 0 && Beginnings.Contains(text[0]) && !(text[0] is '+' or '-' && text.AsSpan(1).IndexOfAnyExcept(Numeric) < 0);
}
