using IntegrationFramework.Records;

namespace IntegrationFramework.Contracts;

/// <summary>A field of a record as a contract knows it.</summary>
/// <param name="Name">Its name; empty for the elements of a list or a map.</param>
/// <param name="Type">The name of its <see cref="FieldKind"/>, in small letters.</param>
/// <param name="IsNullable">Whether it may be null.</param>
/// <param name="Item">For a list or a map: what each element is.</param>
/// <param name="Fields">For a nested record: its fields.</param>
internal sealed record ContractField(string Name, string Type, bool IsNullable, ContractField? Item, IReadOnlyList<ContractField> Fields)
{
    /// <summary>The fields of a schema.</summary>
    public static IReadOnlyList<ContractField> Of(RecordSchema schema) => [.. schema.Fields.Select(Of)];

    /// <summary>What it holds, in words.</summary>
    public string TypeText => Item is null ? Type : $"{Type} of {Item.TypeText}";

    private static ContractField Of(RecordField field) => new(
        field.Name,
        TypeOf(field.Kind),
        field.IsNullable,
        field.Item is null ? null : Of(field.Item),
        field.Record is null ? [] : Of(field.Record));

    private static string TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.String => "string",
        FieldKind.Boolean => "boolean",
        FieldKind.Integer => "integer",
        FieldKind.Float => "float",
        FieldKind.Decimal => "decimal",
        FieldKind.Date => "date",
        FieldKind.Timestamp => "timestamp",
        FieldKind.Duration => "duration",
        FieldKind.Record => "record",
        FieldKind.List => "list",
        FieldKind.Map => "map",
        _ => throw new NotSupportedException($"A field of the kind {kind} has no name in a contract."),
    };
}
