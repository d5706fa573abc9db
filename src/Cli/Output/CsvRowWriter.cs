using System.Buffers;
using IntegrationFramework.Sinks;

namespace IntegrationFramework.Cli.Output;

/// <summary>CSV in UTF-8 as RFC 4180 has it, with a header, but for the line ends: a shell would keep the carriage return in its last cell.</summary>
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
            var text = row[i] is string written ? SpreadsheetFormula.Escape(written) : Text(row[i]);

            _output.Write(i == 0 ? "" : ",");
            _output.Write(text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        _output.Write('\n');
    }

    public override void End(string? after = null)
    {
    }
}
