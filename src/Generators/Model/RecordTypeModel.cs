using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Generators.Model;

/// <summary>A record type whose fields sinks write.</summary>
/// <param name="Type">Its names.</param>
/// <param name="IsValueType">Whether it is a struct.</param>
/// <param name="Fields">What is written.</param>
/// <param name="Making">How one is made of its fields.</param>
internal sealed record RecordTypeModel(TypeName Type, bool IsValueType, EquatableArray<RecordFieldModel> Fields, RecordMaking Making)
{
    public const string Suffix = "Schema";
}

/// <summary>A field of a record type.</summary>
/// <param name="Name">Its name in outputs.</param>
/// <param name="Property">The property that it is read from.</param>
/// <param name="Value">What it holds.</param>
internal sealed record RecordFieldModel(string Name, string Property, FieldValueModel Value);

/// <summary>How a record is made of its fields again.</summary>
/// <param name="Arguments">The properties that go to the constructor, in its order.</param>
/// <param name="Members">The properties that are set.</param>
/// <param name="Problem">Why none can be made, after "its"; <see langword="null"/> where it can.</param>
internal sealed record RecordMaking(EquatableArray<string> Arguments, EquatableArray<string> Members, string? Problem = null);

/// <summary>What a field, or an element of a list or map, holds and how it is written.</summary>
/// <param name="Kind">A member of the framework's FieldKind.</param>
/// <param name="CanBeNull">Whether the C# value may be null at run time: every reference is checked, whatever its annotation.</param>
/// <param name="IsNullable">Whether the schema says that it may be null.</param>
/// <param name="IsNullableStruct">Whether the value stands in a <see cref="Nullable{T}"/>.</param>
/// <param name="Format">The call that writes it, with {0} for the field and {1} for the value; empty for nested values.</param>
/// <param name="Schema">For a nested record: the full name of its emitted schema.</param>
/// <param name="Item">For a list or map: the elements.</param>
/// <param name="Enum">For an enum: its members.</param>
/// <param name="Type">The C# type, with its <c>?</c>.</param>
/// <param name="Reading">The call that reads it, with {0} for the value; empty for nested values, <see langword="null"/> where it can't be read.</param>
internal sealed record FieldValueModel(
    string Kind, bool CanBeNull, bool IsNullable, bool IsNullableStruct, string Format = "", string? Schema = null,
    FieldValueModel? Item = null, EnumModel? Enum = null, string Type = "", string? Reading = "");
