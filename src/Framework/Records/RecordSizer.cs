namespace IntegrationFramework.Records;

/// <summary>Estimates how much memory a record's texts take, so that a page of long ones holds fewer of them.</summary>
internal sealed class RecordSizer : RecordWriter
{
    private const int Scalar = 8;
    private long _bytes;

    private RecordSizer()
    {
    }

    /// <summary>A sizer where the records of a schema differ in size; <see langword="null"/> where all are equally small.</summary>
    public static RecordSizer? For(RecordSchema schema) =>
        schema.Fields.Any(field => field.Kind is FieldKind.String or FieldKind.List or FieldKind.Map or FieldKind.Record) ? new RecordSizer() : null;

    public long Measure<T>(RecordSchema<T> schema, T record)
    {
        _bytes = 0;
        try
        {
            schema.Write(record, this);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A member that throws. Whoever needs its value meets the same error, and makes the record a dead letter.
        }

        return _bytes;
    }

    public override void WriteNull(RecordField field) => _bytes += Scalar;

    public override void WriteString(RecordField field, string? value) => _bytes += Scalar + (value?.Length * sizeof(char) ?? 0);

    public override void WriteBoolean(RecordField field, bool value) => _bytes += Scalar;

    public override void WriteInteger(RecordField field, long value) => _bytes += Scalar;

    public override void WriteFloat(RecordField field, double value) => _bytes += Scalar;

    public override void WriteDecimal(RecordField field, decimal value) => _bytes += Scalar;

    public override void WriteDate(RecordField field, DateOnly value) => _bytes += Scalar;

    public override void WriteTimestamp(RecordField field, DateTimeOffset value) => _bytes += Scalar;

    public override void WriteDuration(RecordField field, TimeSpan value) => _bytes += Scalar;

    public override void BeginRecord(RecordField field) => _bytes += Scalar;

    public override void EndRecord()
    {
    }

    public override void BeginList(RecordField field) => _bytes += Scalar;

    public override void EndList()
    {
    }

    public override void BeginMap(RecordField field) => _bytes += Scalar;

    public override void WriteKey(string key) => _bytes += key.Length * sizeof(char);

    public override void EndMap()
    {
    }
}
