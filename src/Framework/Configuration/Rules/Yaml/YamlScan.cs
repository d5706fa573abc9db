using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Looks for what YamlDotNet lets pass against the specification.</summary>
internal static class YamlScan
{
    public const string TabMessage = "a tab can't indent in YAML; use spaces";

    /// <summary>The first character that YAML 1.2 doesn't allow in a text (production c-printable), or -1.</summary>
    public static int FindForbiddenCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\x7F' or '\n' or '\r' or '\t')
            {
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (c < ' ' || c is (>= '\x7F' and < '\xA0' and not '\x85') or '\uFEFF' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c))
            {
                return i;
            }
        }

        return -1;
    }

    public static string DescribeForbidden(char c) => string.Format(
        CultureInfo.InvariantCulture,
        "the character U+{0:X4} is not allowed in YAML; remove it, or write \"\\u{0:X4}\" in double quotes",
        (int)c);

    /// <summary>The first tab that stands in the indentation of a line with content, or -1.</summary>
    /// <param name="source">The text.</param>
    /// <param name="verbatim">Spans, in order, in which a tab at the start of a line is text or mere separation.</param>
    public static int FindTabIndent(YamlSource source, IReadOnlyList<(int Start, int End)> verbatim)
    {
        if (source.Text.IndexOf('\t') < 0)
        {
            return -1;
        }

        var text = source.Text;
        var span = 0;
        for (var line = 0; line < source.LineCount; line++)
        {
            var i = source.LineStart(line);
            while (i < text.Length && text[i] == ' ')
            {
                i++;
            }

            if (i >= text.Length || text[i] != '\t')
            {
                continue;
            }

            var tab = i;
            while (i < text.Length && text[i] is ' ' or '\t')
            {
                i++;
            }

            if (i >= text.Length || text[i] is '\r' or '\n' or '#')
            {
                continue;
            }

            while (span < verbatim.Count && verbatim[span].End <= tab)
            {
                span++;
            }

            if (span >= verbatim.Count || verbatim[span].Start > tab)
            {
                return tab;
            }
        }

        return -1;
    }
}
