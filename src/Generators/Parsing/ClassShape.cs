using IntegrationFramework.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>What holds for every class that is registered by an attribute.</summary>
internal static class ClassShape
{
    // Written twice, on two parts of a class, the attribute is the compiler's error; the class is read once.
    public static bool IsFirst(GeneratorAttributeSyntaxContext syntax, TypeDeclarationSyntax declaration, string attributeName) =>
        syntax.TargetSymbol.FindAttribute(attributeName)?.ApplicationSyntaxReference is not { } first
        || (first.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(first.Span));

    /// <summary>Reports a class that can't be made by a call of its constructor.</summary>
    /// <param name="type">The class.</param>
    /// <param name="attribute">The attribute's name, as it is written.</param>
    /// <param name="context">Where to report.</param>
    /// <param name="location">At which place.</param>
    /// <returns>Whether it can be made.</returns>
    public static bool CanBeMade(INamedTypeSymbol type, string attribute, ParseContext context, LocationInfo location)
    {
        var before = context.Count;
        if (type.IsGenericType)
        {
            context.Report(CodeRules.Generic, location, type.Name, attribute);
        }

        if (type.IsStatic || type.IsAbstract)
        {
            context.Report(CodeRules.AbstractOrStatic, location, type.Name, type.IsStatic ? "static" : "abstract", attribute);
        }

        if (type.IsObsoleteError())
        {
            context.Report(CodeRules.NotAccessible, location, type.Name, $"it is obsolete, so that using it is an error; remove [Obsolete], or [{attribute}]");
        }

        return context.Count == before;
    }

    public static bool IsPublic(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { TypeArguments.Length: > 0 } generic && !generic.TypeArguments.All(IsPublic))
        {
            return false;
        }

        for (ISymbol? level = type; level is INamedTypeSymbol; level = level.ContainingType)
        {
            if (level.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return type is INamedTypeSymbol;
    }
}
