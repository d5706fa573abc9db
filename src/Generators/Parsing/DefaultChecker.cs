using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Checks a member's default against its own constraints, where it is plain to see in this compilation.</summary>
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
                var problem = ItemCount(expression) is { } count ? CountProblem(schema, count)
                    : ValueOf(expression, context) is { } value ? Problem(schema, property, value)
                    : null;
                Report(problem, expression.ToString(), LocationInfo.From(expression.GetLocation())!, property, context);
            }
            else if ((IsNumber(schema) || schema.Kind == ValueKind.Enum) && !schema.Nullable && IsPlain(declaration) && !MayBeSet(owner, property.ContainingType))
            {
                // What nobody sets is zero.
                Report(Problem(schema, property, 0), "0", LocationInfo.From(declaration.Identifier.GetLocation())!, property, context);
            }
        }
    }

    private static void Report(string? problem, string value, LocationInfo location, IPropertySymbol property, ParseContext context)
    {
        if (problem is not null)
        {
            context.Report(CodeRules.Default, location, value, property.ContainingType.Name, property.Name, problem);
        }
    }

    /// <summary>Whether the property is its field and nothing else.</summary>
    private static bool IsPlain(PropertyDeclarationSyntax declaration) =>
        !declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
        && declaration.AccessorList?.Accessors.All(static accessor => accessor.Body is null && accessor.ExpressionBody is null) == true;

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

    private static bool IsNumber(ValueSchema schema) => schema.Kind is ValueKind.Integer or ValueKind.Float or ValueKind.Decimal;

    /// <summary>How many items a collection is written with; <see langword="null"/> where it is something else, or where others are spread into it.</summary>
    private static int? ItemCount(ExpressionSyntax expression) => expression switch
    {
        CollectionExpressionSyntax list => list.Elements.All(element => element is ExpressionElementSyntax) ? list.Elements.Count : null,
        BaseObjectCreationExpressionSyntax { Initializer: null } made => made.ArgumentList is null or { Arguments.Count: 0 } ? 0 : null,
        _ => null,
    };

    private static string? CountProblem(ValueSchema schema, int count) =>
        schema.Kind is not (ValueKind.List or ValueKind.Dictionary) ? null : LengthProblem(schema, count, "item");

    private static string? LengthProblem(ValueSchema schema, int count, string what) =>
        count < schema.MinLength ? "at least " + TypeText.Count(schema.MinLength.Value, what)
        : count > schema.MaxLength ? "at most " + TypeText.Count(schema.MaxLength.Value, what)
        : null;

    // Most defaults are plain numbers or texts, and a semantic model is dear.
    private static object? ValueOf(ExpressionSyntax expression, ParseContext context)
    {
        if (expression is LiteralExpressionSyntax literal && !literal.IsKind(SyntaxKind.DefaultLiteralExpression))
        {
            return literal.Token.Value;
        }

        var model = context.Compilation.GetSemanticModel(expression.SyntaxTree);
        return model.GetConstantValue(expression, context.CancellationToken).Value
            ?? (model.GetSymbolInfo(expression, context.CancellationToken).Symbol is IFieldSymbol { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } ? "" : null);
    }

    private static string? Problem(ValueSchema schema, IPropertySymbol property, object value)
    {
        if (schema.Kind == ValueKind.Enum && value is string or char or bool or float or double or decimal)
        {
            // No value of an enum: the compiler reports it.
            return null;
        }

        var text = schema.Kind == ValueKind.Enum ? NameOf(value, property)
            : value is bool flag ? (flag ? "true" : "false")
            : System.Convert.ToString(value, CultureInfo.InvariantCulture);
        if (schema.Names.Count > 0 && !schema.Names.Contains(text))
        {
            return "allowed are " + string.Join(", ", schema.Names.Select(name => $"'{name}'"));
        }

        return value is string ? TextProblem(schema, text!) : IsNumber(schema) ? RangeProblem(schema, value) : null;
    }

    private static string? NameOf(object value, IPropertySymbol property)
    {
        property.Type.IsNullable(out var type);
        return EnumReader.TextOf(type, value);
    }

    private static string? TextProblem(ValueSchema schema, string text) =>
        LengthProblem(schema, text.Length, "character") is { } length ? length
        : schema.Pattern is { } pattern && !Matches(pattern, text) ? $"it must match '{pattern}'"
        : schema.IsUrl && !TextFormat.IsUrl(text) ? "it isn't a URL"
        : schema.IsEmail && !TextFormat.IsEmail(text) ? "it isn't an e-mail address"
        : null;

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (RegexMatchTimeoutException)
        {
            // Too slow to say: the same pattern is judged again when a value is given.
            return true;
        }
    }

    private static string? RangeProblem(ValueSchema schema, object value)
    {
        var number = System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (Limit(schema.Min) is { } min && (number < min || (schema.MinExclusive && number <= min)))
        {
            return schema.MinExclusive ? $"more than {schema.Min}" : $"at least {schema.Min}";
        }

        if (Limit(schema.Max) is { } max && (number > max || (schema.MaxExclusive && number >= max)))
        {
            return schema.MaxExclusive ? $"less than {schema.Max}" : $"at most {schema.Max}";
        }

        return null;
    }

    private static double? Limit(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);
}
