using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>A part of a text in which a line may begin with tabs.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Indent">How many spaces have to stand before the first tab.</param>
internal readonly record struct TabZone(int Start, int End, int Indent);

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

    /// <summary>The first tab that stands in the indentation of a line, or -1.</summary>
    /// <param name="source">The text.</param>
    /// <param name="zones">Where tabs may stand, in order.</param>
    /// <param name="evenWithoutContent">Whether blank lines and comments count; YAML lets them begin with tabs.</param>
    public static int FindTabIndent(YamlSource source, IReadOnlyList<TabZone> zones, bool evenWithoutContent = false)
    {
        var text = source.Text;
        if (text.IndexOf('\t') < 0)
        {
            return -1;
        }

        var zone = 0;
        for (var line = 0; line < source.LineCount; line++)
        {
            var start = source.LineStart(line);
            var tab = SkipSpaces(text, start);
            if (tab >= text.Length || text[tab] != '\t' || (!evenWithoutContent && IsWithoutContent(text, tab)))
            {
                continue;
            }

            while (zone < zones.Count && zones[zone].End <= tab)
            {
                zone++;
            }

            var isAllowed = zone < zones.Count && zones[zone].Start <= tab && tab - start >= zones[zone].Indent;
            if (!isAllowed)
            {
                return tab;
            }
        }

        return -1;
    }

    private static int SkipSpaces(string text, int from)
    {
        while (from < text.Length && text[from] == ' ')
        {
            from++;
        }

        return from;
    }

    private static bool IsWithoutContent(string text, int from)
    {
        while (from < text.Length && text[from] is ' ' or '\t')
        {
            from++;
        }

        return from >= text.Length || text[from] is '\r' or '\n' or '#';
    }
}
