namespace IntegrationFramework.Records;

/// <summary>The fields of a record type, in order. The generator emits one for every record of an integration.</summary>
public abstract class RecordSchema
{
    /// <summary>Makes a schema and numbers its fields.</summary>
    private protected RecordSchema(Type recordType, string name, params RecordField[] fields)
    {
        RecordType = recordType;
        Name = name;
        Fields = fields;
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i].Index = i;
        }

        HasUnsealedParts = fields.Any(static field => IsUnsealed(field));
    }

    /// <summary>The record type's name.</summary>
    public string Name { get; }

    /// <summary>The fields, in the order of their declaration.</summary>
    public IReadOnlyList<RecordField> Fields { get; }

    /// <summary>The record type.</summary>
    internal Type RecordType { get; }

    /// <summary>Whether a record within one may be of a type that is derived from the declared one.</summary>
    internal bool HasUnsealedParts { get; }

    /// <summary>Writes the fields of a record of this schema's type.</summary>
    /// <exception cref="InvalidCastException">The record is of another type.</exception>
    public abstract void WriteObject(object record, RecordWriter writer);

    /// <summary>Why a record that was kept as JSON can't be made anew; <see langword="null"/> where it can.</summary>
    /// <value>By default, that the schema has no code for it; generated schemas have where the type allows it.</value>
    public virtual string? Unreadable => "its schema was written by hand, without Read";

    private static bool IsUnsealed(RecordField field) =>
        field.Item is { } item ? IsUnsealed(item) : field.Record is { } record && (!record.RecordType.IsSealed || record.HasUnsealedParts);
}

/// <summary>The fields of <typeparamref name="T"/>, with the code that writes them without reflection or boxing.</summary>
public abstract class RecordSchema<T>(string name, params RecordField[] fields) : RecordSchema(typeof(T), name, fields)
{
    /// <summary>Writes every field of the record, in order: one call of the writer for each, whether null or not.</summary>
    public abstract void Write(T record, RecordWriter writer);

    /// <summary>Makes a record from what <see cref="Write"/> has written as JSON.</summary>
    /// <param name="record">The JSON object.</param>
    /// <exception cref="InvalidDataException">A field is missing, or isn't of its type.</exception>
    /// <exception cref="NotSupportedException">It can't be, for the reason in <see cref="RecordSchema.Unreadable"/>.</exception>
    public virtual T Read(RecordValue record) => throw new NotSupportedException($"A {Name} can't be read: {Unreadable}.");

    /// <inheritdoc/>
    public sealed override void WriteObject(object record, RecordWriter writer) => Write((T)record, writer);
}
