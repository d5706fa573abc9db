using IntegrationFramework.Generators.Model;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>The names of emitted members that an author's names are part of.</summary>
/// <remarks>
/// One underscore stands before what they are and another behind it, so that no property and no enum can be called such that two of
/// them meet, nor one and a member that every emitted class has, nor one and the class itself: no class begins with a single underscore.
/// </remarks>
internal static class MemberNames
{
    /// <summary>The field of a schema that a property's values go to.</summary>
    public static string Field(string property) => "_field_" + property;

    /// <summary>The method that sets a property of settings.</summary>
    public static string Setter(string property) => "_set_" + property;

    /// <summary>The method that gives the text of an enum's value.</summary>
    public static string TextOf(EnumModel type) => "_text_" + type.Name;

    /// <summary>The method that reads a value of an enum from its text.</summary>
    public static string Parser(EnumModel type) => "_parse_" + type.Name;
}
