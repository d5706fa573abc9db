using System.Text;
using CsvHelper;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>
/// CSV as RFC 4180 has it, with a header. Lists, maps and nested records are JSON in their column.
/// </summary>
internal sealed class CsvEncoder(RecordSchema schema, RecordBuffer output, CsvFormulas formulas) : RecordEncoder(output)
{
    // CsvHelper's own protection from formulas changes telephone numbers and negative numbers, too.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.None, NewLine = "\n" };

    private readonly string[] _columns = [.. schema.Fields.Select(field => field.Name)];
    private readonly CsvRecordWriter _writer = new(output, formulas);

    public override void Begin() => _writer.WriteHeader(_columns);

    public override Continuation Continue(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        var line = (end < 0 ? head : head[..end]).TrimEnd((byte)'\r');
        if (line.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        using var header = new RecordBuffer();
        using (var writer = new CsvRecordWriter(header, formulas))
        {
            writer.WriteHeader(_columns);
        }

        return line.SequenceEqual(header.WrittenSpan.TrimEnd((byte)'\n'))
            ? Continuation.Append
            : Continuation.Refuse(
                $"the file's columns are '{Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)])}', the records' are '{string.Join(',', _columns)}'",
                "Move the file away, or use `mode: replace`.");
    }

    public override void Write(object record) => _writer.Write(schema, record);

    public override void Abandon() => _writer.Abandon();

    protected override void Dispose(bool disposing)
    {
        // What is left in the writer is a record that was abandoned: it goes into the buffer, which is given back after it.
        _writer.Dispose();
        base.Dispose(disposing);
    }

    private sealed class CsvRecordWriter(RecordBuffer output, CsvFormulas formulas) : FlatRecordWriter
    {
        private CsvWriter _csv = CsvWriter.Create(output, Options, leaveOpen: true);

        public void WriteHeader(string[] columns)
        {
            foreach (var column in columns)
            {
                _csv.WriteField(column);
            }

            EndRow();
        }

        public void Write(RecordSchema schema, object record)
        {
            schema.WriteObject(record, this);
            EndRow();
        }

        /// <summary>Begins anew: the writer offers no way to take back the fields of a row.</summary>
        public void Abandon()
        {
            AbandonNested();
            var mark = output.Count;
            _csv.Dispose();
            output.Truncate(mark);
            _csv = CsvWriter.Create(output, Options, leaveOpen: true);
        }

        protected override void Null(RecordField field) => _csv.WriteField(string.Empty);

        protected override void String(RecordField field, string value) =>
            _csv.WriteField(formulas == CsvFormulas.Escape ? SpreadsheetFormula.Escape(value) : value);

        protected override void Boolean(RecordField field, bool value) => _csv.WriteField(value ? "true" : "false");

        protected override void Integer(RecordField field, long value) => _csv.WriteField(value, default);

        protected override void Float(RecordField field, double value) => _csv.WriteField(value, default);

        protected override void Decimal(RecordField field, decimal value) => _csv.WriteField(value, default);

        protected override void Date(RecordField field, DateOnly value) => _csv.WriteField(value, "yyyy-MM-dd");

        protected override void Timestamp(RecordField field, DateTimeOffset value) => _csv.WriteField(value, "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz");

        protected override void Duration(RecordField field, TimeSpan value) => _csv.WriteField(value, "c");

        protected override void Json(RecordField field, ReadOnlySpan<byte> utf8) => _csv.WriteField(utf8);

        protected override void Dispose(bool disposing)
        {
            _csv.Dispose();
            base.Dispose(disposing);
        }

        private void EndRow()
        {
            _csv.EndRecord();
            _csv.Flush();
        }
    }
}
