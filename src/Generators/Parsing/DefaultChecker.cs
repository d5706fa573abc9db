using System.Globalization;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>
/// Finds a member's default, where it is plain to see in this compilation, and has it judged as if it stood in YAML: what the program
/// would refuse there isn't a default.
/// </summary>
internal static class DefaultChecker
{
    public static void Check(ValueSchema schema, INamedTypeSymbol owner, IPropertySymbol property, ParseContext context)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (!context.Compilation.ContainsSyntaxTree(reference.SyntaxTree)
                || reference.GetSyntax(context.CancellationToken) is not PropertyDeclarationSyntax declaration)
            {
                continue;
            }

            if (declaration.Initializer?.Value is { } expression)
            {
                Check(schema, expression, property, context);
            }
            else if (Unset(schema) is { } value && IsPlain(declaration) && !MayBeSet(owner, property.ContainingType))
            {
                Report(JudgeValue(schema, value, property), Shown(value), declaration.Identifier.GetLocation(), property, context);
            }
        }
    }

    /// <summary>Whether the property is its field and nothing else.</summary>
    public static bool IsPlain(PropertyDeclarationSyntax declaration) =>
        !declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
        && declaration.AccessorList?.Accessors.All(static accessor => accessor.Body is null && accessor.ExpressionBody is null) == true;

    private static void Check(ValueSchema schema, ExpressionSyntax expression, IPropertySymbol property, ParseContext context)
    {
        if (schema is { Kind: ValueKind.Map, Map: { } map })
        {
            CheckMembers(map, expression, property, context);
            return;
        }

        var problem = schema.Kind is ValueKind.List or ValueKind.Dictionary ? ItemCount.Of(expression, context) is { } count ? JudgeCount(schema, count) : null
            : ValueOf(schema, expression, context) is { } value ? JudgeValue(schema, value, property)
            : null;
        Report(problem, expression.ToString(), expression.GetLocation(), property, context);
    }

    /// <summary>Checks what an object initialiser gives the members of a nested record.</summary>
    private static void CheckMembers(MapSchema map, ExpressionSyntax expression, IPropertySymbol property, ParseContext context)
    {
        var initializer = expression as InitializerExpressionSyntax ?? (expression as BaseObjectCreationExpressionSyntax)?.Initializer;
        if (initializer is null)
        {
            return;
        }

        property.Type.IsNullable(out var type);
        var members = type.PublicProperties();
        foreach (var assignment in initializer.Expressions.OfType<AssignmentExpressionSyntax>())
        {
            if (assignment.Left is IdentifierNameSyntax name
                && members.FirstOrDefault(member => member.Name == name.Identifier.ValueText) is { } member
                && map.Find(SnakeCase.From(member.Name)) is { } key)
            {
                Check(key.Value, assignment.Right, member, context);
            }
        }
    }

    private static void Report(string? problem, string value, Location location, IPropertySymbol property, ParseContext context)
    {
        if (problem is not null)
        {
            context.Report(CodeRules.Default, LocationInfo.From(location)!, value, property.ContainingType.Name, property.Name, problem);
        }
    }

    /// <summary>Whether a constructor that an author has written may set the member.</summary>
    private static bool MayBeSet(INamedTypeSymbol owner, ITypeSymbol declaring)
    {
        for (var level = owner; level is not null; level = level.BaseType)
        {
            if (level.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared))
            {
                return true;
            }

            if (SymbolEqualityComparer.Default.Equals(level, declaring))
            {
                break;
            }
        }

        return false;
    }

    /// <summary>What a member is that nobody sets; <see langword="null"/> where that is null, or a value that no constraint is about.</summary>
    private static object? Unset(ValueSchema schema) => schema.Nullable ? null : schema.Kind switch
    {
        ValueKind.Integer or ValueKind.Float or ValueKind.Decimal or ValueKind.Enum => 0,
        ValueKind.Boolean => false,
        ValueKind.Duration => TimeSpan.Zero,
        _ => null,
    };

    private static string Shown(object value) => value is bool ? "false" : System.Convert.ToString(value, CultureInfo.InvariantCulture)!;

    // Most defaults are plain numbers or texts, and a semantic model is dear.
    private static object? ValueOf(ValueSchema schema, ExpressionSyntax expression, ParseContext context)
    {
        if (expression is LiteralExpressionSyntax literal)
        {
            return literal.IsKind(SyntaxKind.DefaultLiteralExpression) ? Unset(schema) : literal.Token.Value;
        }

        var model = context.Compilation.GetSemanticModel(expression.SyntaxTree);
        return schema.Kind switch
        {
            ValueKind.Duration => SpanExpression.Read(expression, model, context.CancellationToken),
            ValueKind.Uri => expression is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var address, ..] } ? Constant(address.Expression) : null,
            _ => Constant(expression),
        };

        object? Constant(ExpressionSyntax part) => model.GetConstantValue(part, context.CancellationToken).Value
            ?? (model.GetSymbolInfo(part, context.CancellationToken).Symbol is IFieldSymbol { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } ? "" : null);
    }

    private static string? JudgeCount(ValueSchema schema, int count) => Told(ScalarRules.JudgeCount(schema, count, RuleIds.Config), "");

    private static string? JudgeValue(ValueSchema schema, object value, IPropertySymbol property) =>
        TextOf(value, schema.Kind, property) is { } text ? Told(ScalarRules.Judge(schema, text, isPlain: true), text) : null;

    private static string? Told(ScalarProblem? problem, string text) =>
        problem is { } found ? "it " + found.Message.Replace(ScalarRules.Shown, $"'{Excerpt.Of(text)}'") : null;

    /// <summary>The value as YAML has it; <see langword="null"/> where it is none of the member's type, which the compiler reports.</summary>
    private static string? TextOf(object value, ValueKind kind, IPropertySymbol property) => (kind, value) switch
    {
        (ValueKind.String or ValueKind.Uri, string text) => text,
        (ValueKind.Boolean, bool flag) => flag ? "true" : "false",
        (ValueKind.Duration, TimeSpan span) => DurationFormat.Format(span),
        (ValueKind.Enum, not (string or char or bool or float or double or decimal)) => MemberOf(value, property) ?? NumberFormat.Format(value),
        (ValueKind.Integer or ValueKind.Float or ValueKind.Decimal, not (string or bool)) => NumberFormat.Format(value),
        _ => null,
    };

    private static string? MemberOf(object value, IPropertySymbol property)
    {
        property.Type.IsNullable(out var type);
        return EnumReader.TextsOf(type, value).FirstOrDefault();
    }
}
