using System.Buffers;

namespace IntegrationFramework.Cli.Output;

/// <summary>CSV as RFC 4180 has it, in UTF-8, with a header.</summary>
internal sealed class CsvRowWriter : RowWriter
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly TextWriter _output;
    private readonly int _columns;

    public CsvRowWriter(TextWriter output, IReadOnlyList<string> columns)
    {
        _output = output;
        _columns = columns.Count;
        Write(columns);
    }

    public override void Write(IReadOnlyList<object?> row)
    {
        for (var i = 0; i < _columns; i++)
        {
            var text = Text(row[i]);

            // A spreadsheet would take such a text for a formula and run it.
            if (row[i] is string && text is ['=' or '+' or '-' or '@' or '\t', ..])
            {
                text = "'" + text;
            }

            _output.Write(i == 0 ? "" : ",");
            _output.Write(text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        _output.Write("\r\n");
    }

    public override void End(string? after = null)
    {
    }
}
