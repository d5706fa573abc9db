using CsvHelper;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>Writes records as rows of CSV.</summary>
internal sealed class CsvRecordWriter(RecordBuffer output, CsvFormulas formulas) : FlatRecordWriter
{
    // CsvHelper's own protection from formulas changes telephone numbers and negative numbers, too.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.None, NewLine = "\n" };

    private RecordBuffer? _cells;
    private int[] _layout = [];
    private int[] _ends = [];
    private CsvWriter _csv = CsvWriter.Create(output, Options, leaveOpen: true);

    private RecordBuffer Target => _cells ?? output;

    /// <summary>Lets the values go to other columns than the record's own.</summary>
    /// <param name="layout">For each column the index of the field that goes there; -1 where it stays empty.</param>
    public void SetLayout(int[] layout)
    {
        _layout = layout;
        _ends = new int[layout.Max() + 1];
        _cells = new RecordBuffer();
        Renew();
    }

    public void WriteHeader(string[] columns)
    {
        foreach (var column in columns)
        {
            _csv.WriteField(column);
        }

        EndLine();
    }

    public void Write(RecordSchema schema, object record)
    {
        schema.WriteObject(record, this);
        if (_cells is null)
        {
            EndLine();
        }
        else
        {
            WriteLayout(_cells);
        }
    }

    /// <summary>Begins anew: the writer offers no way to take back the fields of a row.</summary>
    public void Abandon()
    {
        AbandonNested();
        Renew();
        _cells?.Clear();
    }

    protected override void Null(RecordField field)
    {
        _csv.WriteField(string.Empty);
        EndCell(field);
    }

    protected override void String(RecordField field, string value)
    {
        _csv.WriteField(formulas == CsvFormulas.Escape ? SpreadsheetFormula.Escape(value) : value);
        EndCell(field);
    }

    protected override void Boolean(RecordField field, bool value)
    {
        _csv.WriteField(value ? "true" : "false");
        EndCell(field);
    }

    protected override void Integer(RecordField field, long value)
    {
        _csv.WriteField(value, default);
        EndCell(field);
    }

    protected override void Float(RecordField field, double value)
    {
        _csv.WriteField(value, default);
        EndCell(field);
    }

    protected override void Decimal(RecordField field, decimal value)
    {
        _csv.WriteField(value, default);
        EndCell(field);
    }

    protected override void Date(RecordField field, DateOnly value)
    {
        _csv.WriteField(value, "yyyy-MM-dd");
        EndCell(field);
    }

    protected override void Timestamp(RecordField field, DateTimeOffset value)
    {
        _csv.WriteField(value, "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz");
        EndCell(field);
    }

    protected override void Duration(RecordField field, TimeSpan value)
    {
        _csv.WriteField(value, "c");
        EndCell(field);
    }

    protected override void Json(RecordField field, ReadOnlySpan<byte> utf8)
    {
        _csv.WriteField(utf8);
        EndCell(field);
    }

    protected override void Dispose(bool disposing)
    {
        _csv.Dispose();
        _cells?.Dispose();
        base.Dispose(disposing);
    }

    private void Renew()
    {
        var mark = Target.Count;
        _csv.Dispose();
        Target.Truncate(mark);
        _csv = CsvWriter.Create(Target, Options, leaveOpen: true);
    }

    private void EndLine()
    {
        _csv.EndRecord();
        _csv.Flush();
    }

    /// <summary>Where the row has an order of its own, each cell is a line for a moment.</summary>
    private void EndCell(RecordField field)
    {
        if (_cells is not null)
        {
            EndLine();
            _ends[field.Index] = _cells.Count;
        }
    }

    private void WriteLayout(RecordBuffer cells)
    {
        for (var column = 0; column < _layout.Length; column++)
        {
            if (column > 0)
            {
                output.Write((byte)',');
            }

            var field = _layout[column];
            if (field >= 0)
            {
                var start = field == 0 ? 0 : _ends[field - 1];
                var cell = cells.WrittenSpan[start..(_ends[field] - 1)];

                // As a line of its own, an empty cell has quotes, lest it be an empty line.
                if (!cell.SequenceEqual("\"\""u8))
                {
                    output.Write(cell);
                }
            }
        }

        output.Write((byte)'\n');
        cells.Clear();
    }
}
