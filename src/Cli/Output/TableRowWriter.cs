using IntegrationFramework.Logging;

namespace IntegrationFramework.Cli.Output;

/// <summary>A table of plain text: columns padded to their widest value, numbers to the right. Written at the end, when the widths are known.</summary>
internal sealed class TableRowWriter(TextWriter output, IReadOnlyList<string> columns) : RowWriter
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [[.. columns]];
    private readonly bool[] _isNumeric = [.. columns.Select(static _ => true)];

    public override void Write(IReadOnlyList<object?> row)
    {
        var cells = new string[columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            _isNumeric[i] &= row[i] is null or int or long or double or decimal;

            // One line per row, and nothing that steers the terminal.
            cells[i] = ControlCharacters.Show(Text(row[i])).ReplaceLineEndings(" ").Replace('\t', ' ');
        }

        _rows.Add(cells);
    }

    public override void End(string? after = null)
    {
        var widths = new int[columns.Count];
        foreach (var row in _rows)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], TextWidth.Of(row[i]));
            }
        }

        for (var r = 0; r < _rows.Count; r++)
        {
            WriteRow(_rows[r], widths);
            if (r == 0)
            {
                WriteRow([.. widths.Select(static width => new string('-', width))], widths);
            }
        }
    }

    private void WriteRow(string[] row, int[] widths)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var isLast = i == row.Length - 1;
            var padding = new string(' ', widths[i] - TextWidth.Of(row[i]));
            if (_isNumeric[i] && _rows.Count > 1)
            {
                output.Write(padding);
                output.Write(row[i]);
            }
            else
            {
                output.Write(row[i]);
                output.Write(isLast ? "" : padding);
            }

            output.Write(isLast ? "" : Gap);
        }

        output.WriteLine();
    }
}
