namespace IntegrationFramework.Records;

/// <summary>
/// Finds a record that has more to it than is written: a schema is that of the declared type, and of a derived one it writes what the
/// declared one has.
/// </summary>
internal sealed class DerivedRecordFinder : RecordWriter
{
    private readonly RecordSchema _schema;

    private DerivedRecordFinder(RecordSchema schema) => _schema = schema;

    /// <summary>The first one found, with the type that it is written as.</summary>
    public (Type Derived, Type Declared)? Found { get; private set; }

    /// <summary>A finder where a type can be derived from; <see langword="null"/> where all of them are sealed.</summary>
    public static DerivedRecordFinder? For(RecordSchema schema) =>
        !schema.RecordType.IsSealed || schema.HasUnsealedParts ? new DerivedRecordFinder(schema) : null;

    public void Look(object record)
    {
        OnRecord(record, _schema.RecordType);
        if (Found is not null || !_schema.HasUnsealedParts)
        {
            return;
        }

        try
        {
            _schema.WriteObject(record, this);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A member that throws. The sink that needs its value meets the same error, and makes the record a dead letter.
        }
    }

    public override void WriteNull(RecordField field)
    {
    }

    public override void WriteString(RecordField field, string? value)
    {
    }

    public override void WriteBoolean(RecordField field, bool value)
    {
    }

    public override void WriteInteger(RecordField field, long value)
    {
    }

    public override void WriteFloat(RecordField field, double value)
    {
    }

    public override void WriteDecimal(RecordField field, decimal value)
    {
    }

    public override void WriteDate(RecordField field, DateOnly value)
    {
    }

    public override void WriteTimestamp(RecordField field, DateTimeOffset value)
    {
    }

    public override void WriteDuration(RecordField field, TimeSpan value)
    {
    }

    public override void BeginRecord(RecordField field)
    {
    }

    public override void EndRecord()
    {
    }

    public override void BeginList(RecordField field)
    {
    }

    public override void EndList()
    {
    }

    public override void BeginMap(RecordField field)
    {
    }

    public override void WriteKey(string key)
    {
    }

    public override void EndMap()
    {
    }

    private protected override void OnRecord(object record, Type declared)
    {
        if (Found is null && record.GetType() != declared)
        {
            Found = (record.GetType(), declared);
        }
    }
}
