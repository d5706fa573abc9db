using System.Text;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>
/// CSV as RFC 4180 has it, with a header. Lists, maps and nested records are JSON in their column. Where a file has a header already, each
/// value goes to the column of its name, and the columns that the records lack stay empty.
/// </summary>
internal sealed class CsvEncoder(RecordSchema schema, RecordBuffer output, CsvFormulas formulas, bool widens) : RecordEncoder(output)
{
    private readonly string[] _columns = [.. schema.Fields.Select(field => field.Name)];
    private readonly CsvRecordWriter _writer = new(output, formulas);

    public override void Begin() => _writer.WriteHeader(_columns);

    public override Continuation Continue(ReadOnlySpan<byte> head)
    {
        var columns = CsvHeader.Parse(head);
        if (columns is null || columns.Distinct(StringComparer.Ordinal).Count() < columns.Count)
        {
            return Refuse(head, "");
        }

        if (columns.SequenceEqual(_columns, StringComparer.Ordinal))
        {
            return Continuation.Append;
        }

        var added = _columns.Except(columns, StringComparer.Ordinal).ToList();
        if (added.Count == _columns.Length || (added.Count > 0 && !widens))
        {
            return Refuse(head, added.Count == _columns.Length ? "" : ", or say `contract: evolve`, so that it takes the columns that it lacks");
        }

        List<string> all = [.. columns, .. added];
        _writer.SetLayout([.. all.Select(column => Array.IndexOf(_columns, column))]);
        return added.Count == 0 ? Continuation.Append : Continuation.Widen(new CsvWidening(columns, added, HeaderOf(added)));
    }

    public override void Write(object record)
    {
        var start = Output.Count;
        _writer.Write(schema, record);
        RefuseHalves(start, UnpairedSurrogate.Replacement, schema, record);
    }

    public override void Abandon() => _writer.Abandon();

    protected override void Dispose(bool disposing)
    {
        // What is left in the writer is a record that was abandoned: it goes into the buffer, which is given back after it.
        _writer.Dispose();
        base.Dispose(disposing);
    }

    private Continuation Refuse(ReadOnlySpan<byte> head, string otherAdvice)
    {
        var end = head.IndexOf((byte)'\n');
        var line = (end < 0 ? head : head[..end]).TrimEnd((byte)'\r');
        return Continuation.Refuse(
            $"the file's columns are '{Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)])}', the records' are '{string.Join(',', _columns)}'",
            $"Move the file away, or use `mode: replace`{otherAdvice}.");
    }

    /// <summary>Names as they follow in a header.</summary>
    private byte[] HeaderOf(IReadOnlyList<string> names)
    {
        using var header = new RecordBuffer();
        using var writer = new CsvRecordWriter(header, formulas);
        writer.WriteHeader([.. names]);
        return [(byte)',', .. header.WrittenSpan.TrimEnd((byte)'\n')];
    }
}
