using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Finds what is provided for a type that can't be marked itself: <c>[assembly: Provides&lt;HttpClient, IntegrationHttpClient&gt;]</c>.</summary>
internal static class ProvidedInstead
{
    private const string Attribute = "IntegrationFramework.ProvidesAttribute";
    private const string Framework = "IntegrationFramework";

    // Asked for every parameter that nobody else provides, and the answer is in the assemblies' attributes: read once per compilation.
    private static readonly ConditionalWeakTable<Compilation, Dictionary<ISymbol, INamedTypeSymbol>> Known = new();

    public static INamedTypeSymbol? Find(INamedTypeSymbol type, Compilation compilation) =>
        Known.GetValue(compilation, Read).TryGetValue(type, out var provided) ? provided : null;

    private static Dictionary<ISymbol, INamedTypeSymbol> Read(Compilation compilation)
    {
        // This assembly's own word counts most; among referenced ones the name decides, whatever order they come in.
        var referenced = compilation.SourceModule.ReferencedAssemblySymbols
            .Where(assembly => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Framework)))
            .OrderBy(assembly => assembly.Name, StringComparer.Ordinal);
        var provided = new Dictionary<ISymbol, INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var attribute in new[] { compilation.Assembly }.Concat(referenced).SelectMany(assembly => assembly.GetAttributes()))
        {
            if (attribute.AttributeClass is { TypeArguments: [var type, INamedTypeSymbol instead] } provides
                && provides.IsNamed(Attribute)
                && !provided.ContainsKey(type))
            {
                provided.Add(type, instead);
            }
        }

        return provided;
    }
}
