using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>A C# type that is written as one value.</summary>
/// <param name="Kind">A member of the framework's FieldKind.</param>
/// <param name="Format">The call that writes it, with {0} for the field and {1} for the value.</param>
internal sealed record FieldType(string Kind, string Format);

/// <summary>The types of record fields that are written as one value.</summary>
internal static class FieldTypes
{
    private const string Invariant = "global::System.Globalization.CultureInfo.InvariantCulture";

    private static readonly FieldType Text = new("String", Emitting.RecordSchemaEmitter.TextFormat);
    private static readonly FieldType Character = new("String", "writer.WriteString({0}, {1}.ToString());");
    private static readonly FieldType Boolean = new("Boolean", "writer.WriteBoolean({0}, {1});");
    private static readonly FieldType Integer = new("Integer", "writer.WriteInteger({0}, {1});");
    private static readonly FieldType Float = new("Float", "writer.WriteFloat({0}, {1});");
    private static readonly FieldType Decimal = new("Decimal", "writer.WriteDecimal({0}, {1});");

    // Nothing says in which zone a DateTime without a kind is; UTC is the same on every machine.
    private static readonly FieldType DateTime = new(
        "Timestamp",
        "writer.WriteTimestamp({0}, {1}.Kind == global::System.DateTimeKind.Unspecified ? new(global::System.DateTime.SpecifyKind({1}, global::System.DateTimeKind.Utc)) : new({1}));");

    private static readonly Dictionary<string, FieldType> ByName = new(StringComparer.Ordinal)
    {
        ["System.DateOnly"] = new("Date", "writer.WriteDate({0}, {1});"),
        ["System.DateTimeOffset"] = new("Timestamp", "writer.WriteTimestamp({0}, {1});"),
        ["System.TimeOnly"] = new("String", $"writer.WriteString({{0}}, {{1}}.ToString(\"HH:mm:ss.FFFFFFF\", {Invariant}));"),
        ["System.TimeSpan"] = new("Duration", "writer.WriteDuration({0}, {1});"),
        ["System.Guid"] = new("String", "writer.WriteString({0}, {1}.ToString());"),
        ["System.Uri"] = new("String", "writer.WriteString({0}, {1}.OriginalString);"),
        ["IntegrationFramework.ByteSize"] = new("Integer", "writer.WriteInteger({0}, {1}.Bytes);"),
    };

    private static readonly FieldType Bytes = new("String", "writer.WriteString({0}, global::System.Convert.ToBase64String({1}));");

    public static FieldType? Find(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => Text,
        SpecialType.System_Char => Character,
        SpecialType.System_Boolean => Boolean,
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 => Integer,

        // A decimal holds every ulong; a long doesn't.
        SpecialType.System_UInt64 or SpecialType.System_Decimal => Decimal,
        SpecialType.System_Single or SpecialType.System_Double => Float,
        SpecialType.System_DateTime => DateTime,
        SpecialType.None when type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte, Rank: 1 } => Bytes,
        SpecialType.None when type is INamedTypeSymbol { IsGenericType: false, ContainingType: null } =>
            ByName.TryGetValue(type.MetadataName(), out var field) ? field : null,
        _ => null,
    };

    /// <summary>Why a type that is no single value, list or map can't be a nested record either, and what to do instead.</summary>
    public static string? Unsupported(ITypeSymbol type)
    {
        var name = type.MetadataName();
        if (name == "IntegrationFramework.Secret")
        {
            return "a secret is never delivered; leave it out, or mark it with [JsonIgnore]";
        }

        if (CollectionTypes.IsDictionary(type))
        {
            return $"the keys of '{type.ToDisplayString()}' aren't strings";
        }

        var isRecord = type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None, IsTupleType: false }
            && !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal);
        return isRecord ? null : $"'{type.ToDisplayString()}' isn't among the types of fields; convert it, or mark the member with [JsonIgnore]";
    }
}
