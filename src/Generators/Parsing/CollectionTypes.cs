using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>The list and map types that settings and records may use.</summary>
internal static class CollectionTypes
{
    private const string Generic = "System.Collections.Generic.";

    /// <summary>The element type, if a List&lt;T&gt; can be assigned to the type or it is an array.</summary>
    public static ITypeSymbol? ListItem(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when named.MetadataName() is
            Generic + "List" or Generic + "IList" or Generic + "IReadOnlyList" or Generic + "ICollection" or Generic + "IReadOnlyCollection"
            or Generic + "IEnumerable" => named.TypeArguments[0],
        _ => null,
    };

    /// <summary>The value type, if a Dictionary&lt;string, T&gt; can be assigned to the type.</summary>
    public static ITypeSymbol? MapValue(ITypeSymbol type) =>
        IsDictionary(type) && ((INamedTypeSymbol)type).TypeArguments is [{ SpecialType: SpecialType.System_String }, var value] ? value : null;

    public static bool IsDictionary(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 2 } named
        && named.MetadataName() is Generic + "Dictionary" or Generic + "IDictionary" or Generic + "IReadOnlyDictionary";

    /// <summary>The element type of whatever can be enumerated, for writing.</summary>
    public static ITypeSymbol? EnumerableItem(ITypeSymbol type)
    {
        if (ListItem(type) is { } item)
        {
            return item;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (implemented.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            {
                return implemented.TypeArguments[0];
            }
        }

        return null;
    }

    /// <summary>Whether the type holds items, of whatever kind.</summary>
    public static bool IsCollection(ITypeSymbol type)
    {
        foreach (var implemented in type.AllInterfaces)
        {
            if (implemented.SpecialType == SpecialType.System_Collections_IEnumerable)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value type of whatever enumerates pairs with string keys, for writing.</summary>
    public static ITypeSymbol? EnumerableMapValue(ITypeSymbol type) =>
        EnumerableItem(type) is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_String }, var value] } pair
        && pair.MetadataName() == Generic + "KeyValuePair" ? value : null;
}
