using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Counts the items that a collection is written with.</summary>
internal static class ItemCount
{
    /// <summary>How many items; <see langword="null"/> where the collection is written in another way, or where others are spread into it.</summary>
    public static int? Of(ExpressionSyntax expression, ParseContext context) => expression switch
    {
        CollectionExpressionSyntax list => list.Elements.All(element => element is ExpressionElementSyntax) ? list.Elements.Count : null,
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.Count,
        ArrayCreationExpressionSyntax { Initializer: { } items } => items.Expressions.Count,
        ArrayCreationExpressionSyntax { Type.RankSpecifiers: [{ Sizes: [var size] }, ..] } => Constant(size, context) as int?,
        InitializerExpressionSyntax array when array.IsKind(SyntaxKind.ArrayInitializerExpression) => array.Expressions.Count,
        BaseObjectCreationExpressionSyntax made when BeginsEmpty(made, context) => made.Initializer is { } initializer ? OfInitializer(initializer.Expressions, context) : 0,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: "Empty" } } } call
            when Model(call, context).GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol { ContainingType.SpecialType: SpecialType.System_Array } => 0,
        _ => null,
    };

    /// <summary>Whether what the constructor is given are no items: a capacity, a comparer.</summary>
    private static bool BeginsEmpty(BaseObjectCreationExpressionSyntax made, ParseContext context)
    {
        if (made.ArgumentList is null or { Arguments.Count: 0 })
        {
            return true;
        }

        var model = Model(made, context);
        return model.GetTypeInfo(made, context.CancellationToken).Type is INamedTypeSymbol type
            && (type.IsNamed("System.Collections.Generic.List") || type.IsNamed("System.Collections.Generic.Dictionary"))
            && made.ArgumentList.Arguments.All(argument => model.GetTypeInfo(argument.Expression, context.CancellationToken).Type
                is { SpecialType: SpecialType.System_Int32 } or { TypeKind: not TypeKind.Error, Name: "StringComparer" });
    }

    private static int? OfInitializer(SeparatedSyntaxList<ExpressionSyntax> items, ParseContext context)
    {
        if (!items.Any(static item => item is AssignmentExpressionSyntax))
        {
            return items.Count;
        }

        // ["a"] = 1 twice is one entry, and whether two expressions are one key can't be seen; nor what a comparer takes for one.
        var keys = items.Select(item => item is AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [var key] } }
            ? Constant(key.Expression, context) as string : null).ToArray();
        var count = keys.Distinct(StringComparer.Ordinal).Count();
        return keys.Contains(null) || count != keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() ? null : count;
    }

    // Most are literals, and a semantic model is dear.
    private static object? Constant(ExpressionSyntax expression, ParseContext context) =>
        expression is LiteralExpressionSyntax literal ? literal.Token.Value : Model(expression, context).GetConstantValue(expression, context.CancellationToken).Value;

    private static SemanticModel Model(SyntaxNode node, ParseContext context) => context.Compilation.GetSemanticModel(node.SyntaxTree);
}
