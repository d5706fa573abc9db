namespace IntegrationFramework.Configuration.Rules;

/// <summary>The text that a tree was read from, with its name and the places of its lines.</summary>
public sealed class YamlSource
{
    private const char ByteOrderMark = '\uFEFF';
    private readonly List<int> _lineStarts = [0];

    /// <summary>Takes a text; a byte order mark before it is left out, and counted in offsets alone.</summary>
    /// <param name="file">The path with forward slashes, or the name of a layer that is not a file.</param>
    /// <param name="text">The text.</param>
    public YamlSource(string file, string text)
    {
        File = file;
        Skipped = text.Length > 0 && text[0] == ByteOrderMark ? 1 : 0;
        Text = Skipped > 0 ? text.Substring(1) : text;
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '\n' || (Text[i] == '\r' && (i + 1 == Text.Length || Text[i + 1] != '\n')))
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>The path with forward slashes, or the name of a layer that is not a file.</summary>
    public string File { get; }

    /// <summary>The text, without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>How many characters stand before <see cref="Text"/>: 1 for a byte order mark.</summary>
    internal int Skipped { get; }

    /// <summary>How many lines.</summary>
    internal int LineCount => _lineStarts.Count;

    /// <summary>Where a line begins, counted from 0.</summary>
    internal int LineStart(int line) => _lineStarts[line];

    /// <summary>Makes a diagnostic at an offset into <see cref="Text"/>.</summary>
    internal ConfigDiagnostic Diagnostic(string id, ConfigSeverity severity, int start, int length, string message)
    {
        start = Math.Max(0, Math.Min(start, Text.Length));
        length = Math.Max(0, Math.Min(length, Text.Length - start));
        var (line, column) = Position(start);
        return new ConfigDiagnostic(id, severity, File, start + Skipped, length, line, column, message);
    }

    /// <summary>The line and column of an offset, both from 1.</summary>
    internal (int Line, int Column) Position(int offset)
    {
        var found = _lineStarts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, offset - _lineStarts[line] + 1);
    }
}
