using System.Text;

namespace IntegrationFramework.Sinks;

/// <summary>The first row of a CSV file.</summary>
internal static class CsvHeader
{
    /// <summary>The names in it; <see langword="null"/> where it doesn't end within what is given, or isn't text.</summary>
    /// <param name="head">The file's first bytes.</param>
    public static IReadOnlyList<string>? Parse(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF8.Preamble))
        {
            head = head[Encoding.UTF8.Preamble.Length..];
        }

        var names = new List<string>();
        var scanner = new CsvScanner();
        var start = 0;
        for (var i = 0; i < head.Length; i++)
        {
            var ends = scanner.Read(head[i]);
            if (ends || scanner.Cells > names.Count + 1)
            {
                names.Add(Unquote(head[start..i]));
                start = i + 1;
            }

            if (ends)
            {
                return names;
            }
        }

        if (scanner.IsQuoted || head.Length >= FilePosition.FingerprintLength - Encoding.UTF8.Preamble.Length)
        {
            return null;
        }

        names.Add(Unquote(head[start..]));
        return names;
    }

    private static string Unquote(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell).TrimEnd('\r');
        return text.Length > 1 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }
}
