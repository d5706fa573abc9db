using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>A YAML list with an entry per record.</summary>
internal sealed class YamlEncoder(RecordSchema schema, RecordBuffer output) : RecordEncoder(output)
{
    private readonly YamlRecordWriter _writer = new(output);

    public override Continuation Continue(ReadOnlySpan<byte> head)
    {
        if (head.TrimEnd(" \r\n"u8).SequenceEqual("[]"u8))
        {
            return Continuation.Overwrite;
        }

        foreach (var range in head.Split((byte)'\n'))
        {
            var line = head[range].Trim(" \r"u8);
            if (line.IsEmpty || line[0] == '#' || line.SequenceEqual("---"u8))
            {
                continue;
            }

            return head[range][0] == '-'
                ? Continuation.Append
                : Continuation.Refuse(
                    "the file is no YAML list in block style, so records can't be added at its end",
                    "Move it away, or use `mode: replace`.");
        }

        return Continuation.Append;
    }

    public override void Write(object record) => _writer.WriteEntry(schema, record);

    public override void End(bool isEmpty)
    {
        if (isEmpty)
        {
            Output.Write("[]\n"u8);
        }
    }
}
