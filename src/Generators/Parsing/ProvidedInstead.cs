using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Finds what is provided for a type that can't be marked itself: <c>[assembly: Provides&lt;HttpClient, IntegrationHttpClient&gt;]</c>.</summary>
internal static class ProvidedInstead
{
    private const string Attribute = "IntegrationFramework.ProvidesAttribute";
    private const string Framework = "IntegrationFramework";

    public static INamedTypeSymbol? Find(INamedTypeSymbol type, Compilation compilation)
    {
        // This assembly's own word counts most; among referenced ones the name decides, whatever order they come in.
        var referenced = compilation.SourceModule.ReferencedAssemblySymbols
            .Where(assembly => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Framework)))
            .OrderBy(assembly => assembly.Name, StringComparer.Ordinal);
        foreach (var assembly in new[] { compilation.Assembly }.Concat(referenced))
        {
            foreach (var attribute in assembly.GetAttributes())
            {
                if (attribute.AttributeClass is { TypeArguments.Length: 2 } provides
                    && provides.MetadataName() == Attribute
                    && SymbolEqualityComparer.Default.Equals(provides.TypeArguments[0], type))
                {
                    return provides.TypeArguments[1] as INamedTypeSymbol;
                }
            }
        }

        return null;
    }
}
