using System.Text.Json;

namespace IntegrationFramework.Records;

/// <summary>What kind of value a field of a record holds.</summary>
public enum FieldKind
{
    /// <summary>Text; enums and GUIDs too.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of up to 64 bits.</summary>
    Integer,

    /// <summary>A binary floating-point number.</summary>
    Float,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>A date without a time.</summary>
    Date,

    /// <summary>A point in time.</summary>
    Timestamp,

    /// <summary>A span of time.</summary>
    Duration,

    /// <summary>A nested record.</summary>
    Record,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Values by string keys.</summary>
    Map,
}

/// <summary>One field of a record schema.</summary>
public sealed class RecordField
{
    /// <summary>Makes a field.</summary>
    /// <param name="name">Its name in outputs, snake_case.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="nullable">Whether it may be null.</param>
    /// <param name="item">For a list or a map: what each element is.</param>
    /// <param name="record">For a nested record: its schema.</param>
    public RecordField(string name, FieldKind kind, bool nullable = false, RecordField? item = null, RecordSchema? record = null)
    {
        Name = name;
        Kind = kind;
        IsNullable = nullable;
        Item = item;
        Record = record;
        JsonName = JsonEncodedText.Encode(name, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    }

    /// <summary>The name in outputs, snake_case.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>Whether it may be null.</summary>
    public bool IsNullable { get; }

    /// <summary>For a list or a map: what each element is.</summary>
    public RecordField? Item { get; }

    /// <summary>For a nested record: its schema.</summary>
    public RecordSchema? Record { get; }

    /// <summary>The name, encoded once for JSON.</summary>
    public JsonEncodedText JsonName { get; }

    /// <summary>The position among the fields of its schema; -1 for the elements of a list or a map.</summary>
    public int Index { get; internal set; } = -1;
}
