using System.Globalization;
using IntegrationFramework.Configuration.Rules;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>A C# type that one YAML scalar is bound to.</summary>
/// <param name="Kind">What it takes.</param>
/// <param name="Method">ConfigValue's method that gives it.</param>
/// <param name="Min">The type's own least value, where it is a whole number.</param>
/// <param name="Max">The type's own greatest value.</param>
/// <param name="IsSingle">Whether it is a floating-point number of single precision.</param>
internal sealed record ScalarType(ValueKind Kind, string Method, string? Min = null, string? Max = null, bool IsSingle = false);

/// <summary>The scalar types of settings.</summary>
internal static class ScalarTypes
{
    private static readonly Dictionary<string, ScalarType> ByName = new(StringComparer.Ordinal)
    {
        ["System.TimeSpan"] = new(ValueKind.Duration, "AsDuration"),
        ["System.Uri"] = new(ValueKind.Uri, "AsUri"),
        ["System.DateOnly"] = new(ValueKind.Date, "AsDate"),
        ["System.DateTimeOffset"] = new(ValueKind.Timestamp, "AsTimestamp"),
        ["IntegrationFramework.ByteSize"] = new(ValueKind.ByteSize, "AsByteSize"),
        ["IntegrationFramework.Rate"] = new(ValueKind.Rate, "AsRate"),
        ["IntegrationFramework.Schedule"] = new(ValueKind.Cron, "AsSchedule"),
        ["IntegrationFramework.InputPath"] = new(ValueKind.InputPath, "AsInputPath"),
        ["IntegrationFramework.OutputPath"] = new(ValueKind.OutputPath, "AsOutputPath"),
        ["IntegrationFramework.Secret"] = new(ValueKind.Secret, "AsSecret"),
    };

    private static readonly ScalarType Text = new(ValueKind.String, "AsString");
    private static readonly ScalarType Boolean = new(ValueKind.Boolean, "AsBoolean");
    private static readonly ScalarType SByte = Whole("AsSByte", sbyte.MinValue, sbyte.MaxValue);
    private static readonly ScalarType Byte = Whole("AsByte", byte.MinValue, byte.MaxValue);
    private static readonly ScalarType Int16 = Whole("AsInt16", short.MinValue, short.MaxValue);
    private static readonly ScalarType UInt16 = Whole("AsUInt16", ushort.MinValue, ushort.MaxValue);
    private static readonly ScalarType Int32 = Whole("AsInt32", int.MinValue, int.MaxValue);
    private static readonly ScalarType UInt32 = Whole("AsUInt32", uint.MinValue, uint.MaxValue);
    private static readonly ScalarType Int64 = Whole("AsInt64", long.MinValue, long.MaxValue);
    private static readonly ScalarType UInt64 = Whole("AsUInt64", ulong.MinValue, ulong.MaxValue);
    private static readonly ScalarType Single = new(ValueKind.Float, "AsSingle", IsSingle: true);
    private static readonly ScalarType Double = new(ValueKind.Float, "AsDouble");
    private static readonly ScalarType Decimal = new(ValueKind.Decimal, "AsDecimal");

    public static ScalarType? Find(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => Text,
        SpecialType.System_Boolean => Boolean,
        SpecialType.System_SByte => SByte,
        SpecialType.System_Byte => Byte,
        SpecialType.System_Int16 => Int16,
        SpecialType.System_UInt16 => UInt16,
        SpecialType.System_Int32 => Int32,
        SpecialType.System_UInt32 => UInt32,
        SpecialType.System_Int64 => Int64,
        SpecialType.System_UInt64 => UInt64,
        SpecialType.System_Single => Single,
        SpecialType.System_Double => Double,
        SpecialType.System_Decimal => Decimal,
        SpecialType.None when type is INamedTypeSymbol { IsGenericType: false, ContainingType: null } =>
            ByName.TryGetValue(type.MetadataName(), out var scalar) ? scalar : null,
        _ => null,
    };

    /// <summary>Why a type that is no scalar, enum, list or map can't be a nested record either, and what to write instead.</summary>
    public static string? Unsupported(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_DateTime)
        {
            return "a 'DateTime' has no offset; use 'DateTimeOffset', or 'DateOnly'";
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } && Find(type) is null && !IsOfTheSystem(type))
        {
            return null;
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Struct, IsTupleType: false } && !IsOfTheSystem(type))
        {
            return $"'{type.ToDisplayString()}' is a struct; make it a class or a record class";
        }

        // An unresolved type is the compiler's error already, but what is said here doesn't harm.
        var name = type.ToDisplayString();
        return CollectionTypes.IsDictionary(type)
            ? $"the keys of '{name}' aren't strings"
            : $"'{name}' isn't among the types of settings: text, numbers, bool, enums, TimeSpan, ByteSize, Rate, Uri, DateOnly, DateTimeOffset, "
                + "Schedule, InputPath, OutputPath, Secret, lists, string-keyed dictionaries and records of these";
    }

    private static bool IsOfTheSystem(ITypeSymbol type) =>
        type.MetadataName() is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal));

    private static ScalarType Whole(string method, IFormattable min, IFormattable max) =>
        new(ValueKind.Integer, method, min.ToString(null, CultureInfo.InvariantCulture), max.ToString(null, CultureInfo.InvariantCulture));
}
