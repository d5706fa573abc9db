namespace IntegrationFramework.Records;

/// <summary>
/// Receives the fields of a record. A sink derives from it. Every value comes with the field that it belongs to; between
/// <see cref="BeginList"/> and <see cref="EndList"/>, or <see cref="BeginMap"/> and <see cref="EndMap"/>, with the element's.
/// </summary>
public abstract class RecordWriter
{
    /// <summary>Writes a null.</summary>
    public abstract void WriteNull(RecordField field);

    /// <summary>Writes text; <see langword="null"/> writes a null.</summary>
    public abstract void WriteString(RecordField field, string? value);

    /// <summary>Writes true or false.</summary>
    public abstract void WriteBoolean(RecordField field, bool value);

    /// <summary>Writes a whole number.</summary>
    public abstract void WriteInteger(RecordField field, long value);

    /// <summary>Writes a floating-point number.</summary>
    public abstract void WriteFloat(RecordField field, double value);

    /// <summary>Writes a number of single precision with the digits that it has: 0.1 as 0.1, and not as the double next to it.</summary>
    public void WriteSingle(RecordField field, float value) => WriteFloat(field, ShortestDouble.Of(value));

    /// <summary>Writes a decimal number.</summary>
    public abstract void WriteDecimal(RecordField field, decimal value);

    /// <summary>Writes a date.</summary>
    public abstract void WriteDate(RecordField field, DateOnly value);

    /// <summary>Writes a point in time, as ISO 8601 with its offset.</summary>
    public abstract void WriteTimestamp(RecordField field, DateTimeOffset value);

    /// <summary>Writes a span of time.</summary>
    public abstract void WriteDuration(RecordField field, TimeSpan value);

    /// <summary>Writes a nested record: its beginning, the fields of its schema, and its end.</summary>
    /// <param name="field">The field that it stands in.</param>
    /// <param name="schema">The schema of the type that the field is declared with.</param>
    /// <param name="record">The record.</param>
    public void WriteRecord<T>(RecordField field, RecordSchema<T> schema, T record)
        where T : notnull
    {
        if (!typeof(T).IsValueType)
        {
            OnRecord(record, schema.RecordType);
        }

        BeginRecord(field);
        schema.Write(record, this);
        EndRecord();
    }

    /// <summary>Begins a nested record; its fields follow.</summary>
    public abstract void BeginRecord(RecordField field);

    /// <summary>Ends a nested record.</summary>
    public abstract void EndRecord();

    /// <summary>Begins a list; its elements follow, each written with <see cref="RecordField.Item"/>.</summary>
    public abstract void BeginList(RecordField field);

    /// <summary>Ends a list.</summary>
    public abstract void EndList();

    /// <summary>Begins a map; for each entry <see cref="WriteKey"/> and then a value written with <see cref="RecordField.Item"/>.</summary>
    public abstract void BeginMap(RecordField field);

    /// <summary>Writes the key of the next value of a map.</summary>
    public abstract void WriteKey(string key);

    /// <summary>Ends a map.</summary>
    public abstract void EndMap();

    /// <summary>Looks at a nested record before it is written.</summary>
    private protected virtual void OnRecord(object record, Type declared)
    {
    }
}
