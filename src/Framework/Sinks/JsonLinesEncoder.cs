using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>One JSON object per line.</summary>
internal sealed class JsonLinesEncoder(RecordSchema schema, RecordBuffer output) : RecordEncoder(output)
{
    private readonly JsonRecordWriter _writer = new(output);

    public override void Write(object record)
    {
        var start = Output.Count;
        _writer.WriteObject(schema, record);
        RefuseHalves(start, @"\uFFFD"u8, schema, record);
        Output.Write((byte)'\n');
    }

    public override void Abandon() => _writer.Abandon();

    protected override void Dispose(bool disposing)
    {
        _writer.Dispose();
        base.Dispose(disposing);
    }
}
