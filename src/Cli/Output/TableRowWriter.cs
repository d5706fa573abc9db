using IntegrationFramework.Logging;

namespace IntegrationFramework.Cli.Output;

/// <summary>
/// A table of plain text: columns padded to their widest value, numbers to the right. It is written once the widths are known: at the
/// end, or after a thousand rows, which stand for those that follow, so that no number of rows fills the memory.
/// </summary>
internal sealed class TableRowWriter(TextWriter output, IReadOnlyList<string> columns) : RowWriter
{
    private const string Gap = "  ";
    private const int Measured = 1000;

    private readonly List<string[]> _rows = [[.. columns.Select(OneLine)]];
    private readonly bool[] _isNumeric = [.. columns.Select(static _ => true)];
    private int[]? _widths;

    public override void Write(IReadOnlyList<object?> row)
    {
        var cells = new string[columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            _isNumeric[i] &= _widths is not null || row[i] is null or int or long or double or decimal;

            cells[i] = OneLine(Text(row[i]));
        }

        if (_widths is not null)
        {
            WriteRow(cells, _widths);
            return;
        }

        _rows.Add(cells);
        if (_rows.Count > Measured)
        {
            WriteMeasured();
        }
    }

    public override void End(string? after = null)
    {
        if (_widths is null)
        {
            WriteMeasured();
        }
    }

    // One line per row, and nothing that steers the terminal.
    private static string OneLine(string text) => ControlCharacters.Show(text).ReplaceLineEndings(" ").Replace('\t', ' ');

    private void WriteMeasured()
    {
        _widths = new int[columns.Count];
        foreach (var row in _rows)
        {
            for (var i = 0; i < _widths.Length; i++)
            {
                _widths[i] = Math.Max(_widths[i], TextWidth.Of(row[i]));
            }
        }

        for (var r = 0; r < _rows.Count; r++)
        {
            WriteRow(_rows[r], _widths);
            if (r == 0)
            {
                WriteRow([.. _widths.Select(static width => new string('-', width))], _widths);
            }
        }
    }

    private void WriteRow(string[] row, int[] widths)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var isLast = i == row.Length - 1;
            var padding = new string(' ', Math.Max(0, widths[i] - TextWidth.Of(row[i])));
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
