using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Questions to attributes, which may be half-typed: their arguments may be missing, too many, or of any kind.</summary>
internal static class AttributeExtensions
{
    /// <summary>The value of a constructor's argument; <see langword="null"/> where there is none, or an array.</summary>
    public static object? Argument(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index].Single() : null;

    /// <summary>The value of a named argument; <see langword="null"/> where there is none, or an array.</summary>
    public static object? Argument(this AttributeData attribute, string name) =>
        attribute.Named(name).Single();

    /// <summary>The values of a named argument that is an array; none where it is missing.</summary>
    public static IReadOnlyList<TypedConstant> Items(this AttributeData attribute, string name) => attribute.Named(name).Items();

    /// <summary>The values of an array, also of one that is null.</summary>
    public static IReadOnlyList<TypedConstant> Items(this TypedConstant constant) =>
        constant is { Kind: TypedConstantKind.Array, IsNull: false } ? constant.Values : [];

    /// <summary>A constant's value; an array has none, and asking Roslyn for it throws.</summary>
    public static object? Single(this TypedConstant constant) => constant.Kind == TypedConstantKind.Array ? null : constant.Value;

    /// <summary>Whether the compiler reports the arguments, so that nothing else need be said of them.</summary>
    public static bool HasWrongArguments(this AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments;
        if (attribute.AttributeConstructor is not { } constructor || constructor.Parameters.Length != arguments.Length
            || attribute.NamedArguments.Any(static argument => IsWrong(argument.Value)))
        {
            return true;
        }

        // Of a call that is wrong Roslyn gives the arguments as they are written.
        return arguments.Zip(constructor.Parameters, static (argument, parameter) => IsWrong(argument) || !Fits(argument, parameter.Type)).Contains(true);
    }

    /// <summary>The attribute's name as it's written, without its last word.</summary>
    public static string ShortName(this AttributeData attribute)
    {
        const string last = "Attribute";
        var name = attribute.AttributeClass!.Name;
        return name.EndsWith(last, StringComparison.Ordinal) ? name.Substring(0, name.Length - last.Length) : name;
    }

    private static TypedConstant Named(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;

    private static bool IsWrong(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Error || constant.Single() is ITypeSymbol { TypeKind: TypeKind.Error } || constant.Items().Any(IsWrong);

    private static bool Fits(TypedConstant argument, ITypeSymbol type) => type is IArrayTypeSymbol
        ? argument.Kind == TypedConstantKind.Array
        : type.SpecialType is SpecialType.None or SpecialType.System_Object || SymbolEqualityComparer.Default.Equals(argument.Type, type);
}
