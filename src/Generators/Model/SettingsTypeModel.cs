using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Generators.Model;

/// <summary>A settings record, or one nested in it.</summary>
internal sealed record SettingsTypeModel(TypeName Type, EquatableArray<SettingsMemberModel> Members)
{
    public const string Suffix = "Binder";

    /// <summary>Its keys, with those of nested records inside.</summary>
    public MapSchema Schema => new([.. Members.Select(member => member.Key)]);
}

/// <summary>A member of a settings record.</summary>
/// <param name="Key">Its key in YAML, and what that takes.</param>
/// <param name="Property">The property's name.</param>
/// <param name="DeclaringType">The type that declares the property: accessors are looked up there and not in derived types.</param>
/// <param name="Type">The property's type, as written in C#.</param>
/// <param name="Conversion">How a configuration value becomes the property's.</param>
internal sealed record SettingsMemberModel(KeySchema Key, string Property, string DeclaringType, string Type, ConversionModel Conversion);

/// <summary>How a configuration value becomes a C# value.</summary>
internal enum ConversionKind
{
    /// <summary>By one of ConfigValue's methods.</summary>
    Scalar,

    /// <summary>By name.</summary>
    Enum,

    /// <summary>By another binder.</summary>
    Record,

    /// <summary>Element by element, into a list.</summary>
    List,

    /// <summary>Element by element, into an array.</summary>
    Array,

    /// <summary>Value by value, into a dictionary.</summary>
    Dictionary,
}

/// <summary>How a configuration value becomes a C# value.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Type">The C# type of the result.</param>
/// <param name="Nullable">Whether null stays null.</param>
/// <param name="Method">ConfigValue's method, for a scalar; the binder's full name, for a record.</param>
/// <param name="Item">For lists, arrays and dictionaries: the elements.</param>
/// <param name="Enum">For an enum: its members.</param>
internal sealed record ConversionModel(
    ConversionKind Kind, string Type, bool Nullable, string Method = "", ConversionModel? Item = null, EnumModel? Enum = null);

/// <summary>An enum with the snake_case names of its members.</summary>
internal sealed record EnumModel(string Type, string Name, EquatableArray<EnumMemberModel> Members);

/// <summary>A member of an enum.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Value">The expression for its value.</param>
/// <param name="Text">Its name in YAML.</param>
/// <param name="IsAlias">Whether a member before it has the same value, and gives it the name that is written.</param>
internal sealed record EnumMemberModel(string Name, string Value, string Text, bool IsAlias);
