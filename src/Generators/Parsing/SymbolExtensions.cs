using IntegrationFramework.Generators.Emitting;
using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Questions to symbols.</summary>
internal static class SymbolExtensions
{
    private static readonly SymbolDisplayFormat FullWithNullability =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Binds the attributes of the assembly and its module, for what is asked next to take less time.</summary>
    /// <remarks>
    /// Whether a type is obsolete, Roslyn asks of its module and assembly as well, for every type that is named anywhere. Until their
    /// attributes are bound it looks for them in each file of the project: a tenth of all the time with 1,000 integrations.
    /// </remarks>
    public static void BindAttributes(this Compilation compilation)
    {
        _ = compilation.SourceModule.GetAttributes();
        _ = compilation.Assembly.GetAttributes();
    }

    /// <summary>The type as emitted code writes it, with <c>?</c> where it is annotated.</summary>
    public static string Full(this ITypeSymbol type) => type.SpecialType == SpecialType.System_String
        ? type.NullableAnnotation == NullableAnnotation.Annotated ? "string?" : "string"
        : IsPlain(type) ? Plain(type) + (type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated ? "?" : "")
        : type.ToDisplayString(FullWithNullability);

    /// <summary>The type as emitted code writes it, without a <c>?</c> of its own.</summary>
    public static string FullNotNull(this ITypeSymbol type) =>
        IsPlain(type) ? Plain(type) : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(FullWithNullability);

    /// <summary>Namespace and name, without type arguments: <c>System.Collections.Generic.List</c>.</summary>
    public static string MetadataName(this ITypeSymbol type)
    {
        // Asked of every type of every member: Roslyn's display strings would be most of the time that the generator takes.
        var name = type.Name;
        for (var scope = type.ContainingNamespace; scope is { IsGlobalNamespace: false }; scope = scope.ContainingNamespace)
        {
            name = scope.Name + "." + name;
        }

        return name;
    }

    /// <summary>Whether the type has this name, without building it.</summary>
    public static bool IsNamed(this ITypeSymbol type, string metadataName)
    {
        var end = metadataName.Length;
        ISymbol? part = type;
        while (part is not null and not INamespaceSymbol { IsGlobalNamespace: true })
        {
            var start = end - part.Name.Length;
            if (start < 0 || string.CompareOrdinal(metadataName, start, part.Name, 0, part.Name.Length) != 0 || (start > 0 && metadataName[start - 1] != '.'))
            {
                return false;
            }

            if (start == 0)
            {
                return part.ContainingNamespace is { IsGlobalNamespace: true };
            }

            end = start - 1;
            part = part.ContainingNamespace;
        }

        return false;
    }

    public static TypeName Name(this INamedTypeSymbol type)
    {
        var full = IsPlain(type)
            ? Plain(type)
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return new TypeName(full, Qualified("", type.ContainingNamespace), Flat(type), !type.ContainingNamespace.GetTypeMembers(TypeName.Inner).IsEmpty);
    }

    /// <summary>Whether a <c>?</c> stands behind a reference or value type; gives the type without it.</summary>
    public static bool IsNullable(this ITypeSymbol type, out ITypeSymbol underlying)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            underlying = nullable.TypeArguments[0];
            return true;
        }

        underlying = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        return type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated;
    }

    public static AttributeData? FindAttribute(this ISymbol symbol, string metadataName)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.IsNamed(metadataName))
            {
                return attribute;
            }
        }

        return null;
    }

    /// <summary>Whether using the symbol is an error of the compiler.</summary>
    public static bool IsObsoleteError(this ISymbol symbol) =>
        MayHaveAttributes(symbol) && symbol.FindAttribute("System.ObsoleteAttribute")?.Argument(1) is true;

    // To bind attributes is dear, and hardly any accessor, constructor or member of an enum has one.
    private static bool MayHaveAttributes(ISymbol symbol) => !symbol.IsImplicitlyDeclared
        && (symbol.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() switch
        {
            AccessorDeclarationSyntax accessor => accessor.AttributeLists.Count > 0 || accessor.Parent?.Parent is not PropertyDeclarationSyntax property
                || property.Modifiers.Any(SyntaxKind.PartialKeyword),
            BaseMethodDeclarationSyntax method => method.AttributeLists.Count > 0 || method.Modifiers.Any(SyntaxKind.PartialKeyword),
            EnumMemberDeclarationSyntax member => member.AttributeLists.Count > 0,
            TypeDeclarationSyntax type => type.AttributeLists.Count > 0,
            ParameterSyntax parameter => parameter.AttributeLists.Count > 0,
            ArrowExpressionClauseSyntax => false,
            _ => true,
        });

    public static bool HasAttribute(this ISymbol symbol, string metadataName) => symbol.FindAttribute(metadataName) is not null;

    /// <summary>Whether the type or one of its base types has this name.</summary>
    public static bool DerivesFrom(this ITypeSymbol? type, string metadataName)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.IsNamed(metadataName))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the type, or one of its base types, is IDisposable or IAsyncDisposable.</summary>
    public static bool IsDisposable(this ITypeSymbol type) => type.AllInterfaces.Any(
        implemented => implemented.SpecialType == SpecialType.System_IDisposable || implemented.IsNamed("System.IAsyncDisposable"));

    /// <summary>The public instance properties, those of base types first, each name once.</summary>
    public static IReadOnlyList<IPropertySymbol> PublicProperties(this ITypeSymbol type)
    {
        var levels = new Stack<ITypeSymbol>();
        for (var level = type; level is { SpecialType: SpecialType.None }; level = level.BaseType)
        {
            levels.Push(level);
        }

        var properties = new List<IPropertySymbol>();
        foreach (var property in levels.SelectMany(level => level.GetMembers().OfType<IPropertySymbol>()))
        {
            if (property is not { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, ExplicitInterfaceImplementations.Length: 0 })
            {
                continue;
            }

            // An override, or a member that hides another, stands in its place.
            var hidden = properties.FindIndex(other => other.Name == property.Name);
            if (hidden >= 0)
            {
                properties[hidden] = property;
            }
            else
            {
                properties.Add(property);
            }
        }

        return properties;
    }

    /// <summary>The public instance fields, also those of base types.</summary>
    public static IEnumerable<IFieldSymbol> PublicFields(this ITypeSymbol type)
    {
        for (var level = type; level is { SpecialType: SpecialType.None }; level = level.BaseType)
        {
            foreach (var member in level.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false, IsConst: false, DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false } field)
                {
                    yield return field;
                }
            }
        }
    }

    /// <summary>The public constructors that can be called.</summary>
    public static IEnumerable<IMethodSymbol> PublicConstructors(this INamedTypeSymbol type) =>
        type.InstanceConstructors.Where(constructor =>
            constructor.DeclaredAccessibility == Accessibility.Public && !IsCopyConstructor(constructor) && !constructor.IsObsoleteError());

    public static bool HasParameterlessConstructor(this INamedTypeSymbol type) => type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty);

    /// <summary>Whether the type's full name is its namespaces and its name: no keyword such as <c>int</c>, no tuple, nothing nested or generic.</summary>
    private static bool IsPlain(ITypeSymbol type) => type is INamedTypeSymbol
    {
        Arity: 0, SpecialType: SpecialType.None, ContainingType: null, IsTupleType: false, TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Enum,
    };

    // Roslyn's display strings cost more than all else that is done with a name.
    private static string Plain(ITypeSymbol type) => "global::" + Qualified(Identifiers.Escape(type.Name), type.ContainingNamespace);

    private static string Qualified(string name, INamespaceSymbol? scope)
    {
        for (; scope is { IsGlobalNamespace: false }; scope = scope.ContainingNamespace)
        {
            name = name.Length == 0 ? Identifiers.Escape(scope.Name) : Identifiers.Escape(scope.Name) + "." + name;
        }

        return name;
    }

    private static bool IsCopyConstructor(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord && constructor.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);

    /// <summary>
    /// One identifier for a type. Underscores join its parts, so those of its own are doubled, and a part that begins with one gets a 0,
    /// which no part begins with.
    /// </summary>
    private static string Flat(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named)
        {
            return Identifiers.Sanitise(type.ToDisplayString());
        }

        var own = named.Name.Replace("_", "__");
        var name = named.ContainingType is { } outer ? Join(Flat(outer), own) : own;
        return named.TypeArguments.Aggregate(name, (joined, argument) => Join(joined, FlatArgument(argument, named)));
    }

    private static string Join(string name, string part) => name + (part[0] == '_' ? "_0" : "_") + part;

    // The argument's own namespace tells it from others of its name.
    private static string FlatArgument(ITypeSymbol argument, INamedTypeSymbol generic) =>
        argument.SpecialType != SpecialType.None || SymbolEqualityComparer.Default.Equals(argument.ContainingNamespace, generic.ContainingNamespace)
            ? Flat(argument)
            : Identifiers.Sanitise(Qualified("", argument.ContainingNamespace).Replace("@", "")) + "_" + Flat(argument);
}
