using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>A C# type that is written as one value.</summary>
/// <param name="Kind">A member of the framework's FieldKind.</param>
/// <param name="Format">The call that writes it, with {0} for the field and {1} for the value.</param>
/// <param name="Reading">The call that reads it, with {0} for the value.</param>
internal sealed record FieldType(string Kind, string Format, string Reading);

/// <summary>The types of record fields that are written as one value.</summary>
internal static class FieldTypes
{
    private const string Invariant = "global::System.Globalization.CultureInfo.InvariantCulture";

    private static readonly FieldType Text = new("String", Emitting.RecordSchemaEmitter.TextFormat, Emitting.RecordReadEmitter.TextReading);
    private static readonly FieldType Character = new("String", "writer.WriteString({0}, {1}.ToString());", "{0}.AsParsed<char>()");
    private static readonly FieldType Boolean = new("Boolean", "writer.WriteBoolean({0}, {1});", "{0}.AsBoolean()");
    private static readonly FieldType Double = new("Float", "writer.WriteFloat({0}, {1});", "{0}.AsFloat()");
    private static readonly FieldType Single = new("Float", "writer.WriteSingle({0}, {1});", "(float){0}.AsFloat()");
    private static readonly FieldType Decimal = new("Decimal", "writer.WriteDecimal({0}, {1});", "{0}.AsDecimal()");

    // A decimal holds every ulong; a long doesn't.
    private static readonly FieldType UnsignedLong = Decimal with { Reading = "(ulong){0}.AsDecimal()" };

    // Nothing says in which zone a DateTime without a kind is; UTC is the same on every machine.
    private static readonly FieldType DateTime = new(
        "Timestamp",
        "writer.WriteTimestamp({0}, {1}.Kind == global::System.DateTimeKind.Unspecified ? new(global::System.DateTime.SpecifyKind({1}, global::System.DateTimeKind.Utc)) : new({1}));",
        "{0}.AsTimestamp().UtcDateTime");

    private static readonly Dictionary<string, FieldType> ByName = new(StringComparer.Ordinal)
    {
        ["System.DateOnly"] = new("Date", "writer.WriteDate({0}, {1});", "{0}.AsDate()"),
        ["System.DateTimeOffset"] = new("Timestamp", "writer.WriteTimestamp({0}, {1});", "{0}.AsTimestamp()"),
        ["System.TimeOnly"] = new("String", $"writer.WriteString({{0}}, {{1}}.ToString(\"HH:mm:ss.FFFFFFF\", {Invariant}));", "{0}.AsParsed<global::System.TimeOnly>()"),
        ["System.TimeSpan"] = new("Duration", "writer.WriteDuration({0}, {1});", "{0}.AsDuration()"),
        ["System.Guid"] = new("String", "writer.WriteString({0}, {1}.ToString());", "{0}.AsParsed<global::System.Guid>()"),
        ["System.Uri"] = new("String", "writer.WriteString({0}, {1}.OriginalString);", "{0}.AsUri()"),
        ["IntegrationFramework.ByteSize"] = new("Integer", "writer.WriteInteger({0}, {1}.Bytes);", "new global::IntegrationFramework.ByteSize({0}.AsInteger<long>())"),
    };

    private static readonly FieldType Bytes = new("String", "writer.WriteString({0}, global::System.Convert.ToBase64String({1}));", "{0}.AsBytes()");

    public static FieldType? Find(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => Text,
        SpecialType.System_Char => Character,
        SpecialType.System_Boolean => Boolean,
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 =>
            new("Integer", "writer.WriteInteger({0}, {1});", $"{{0}}.AsInteger<{type.Full()}>()"),
        SpecialType.System_UInt64 => UnsignedLong,
        SpecialType.System_Decimal => Decimal,
        SpecialType.System_Single => Single,
        SpecialType.System_Double => Double,
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
