using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Checks a member's initialiser against its own constraints, where the initialiser is a constant in this compilation.</summary>
internal static class DefaultChecker
{
    public static void Check(ValueSchema schema, IPropertySymbol property, ParseContext context)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (context.Compilation.ContainsSyntaxTree(reference.SyntaxTree)
                && reference.GetSyntax(context.CancellationToken) is PropertyDeclarationSyntax { Initializer.Value: { } expression }
                && ValueOf(expression, context) is { } value
                && Problem(schema, value) is { } problem)
            {
                var location = LocationInfo.From(expression.GetLocation())!;
                context.Report(CodeRules.Default, location, expression.ToString(), property.ContainingType.Name, property.Name, problem);
            }
        }
    }

    // Most defaults are plain numbers or texts, and a semantic model is dear.
    private static object? ValueOf(ExpressionSyntax expression, ParseContext context) => expression is LiteralExpressionSyntax { Token.Value: { } literal }
        ? literal
        : context.Compilation.GetSemanticModel(expression.SyntaxTree).GetConstantValue(expression, context.CancellationToken).Value;

    private static string? Problem(ValueSchema schema, object value)
    {
        var text = value is bool flag ? (flag ? "true" : "false") : System.Convert.ToString(value, CultureInfo.InvariantCulture);
        if (schema.Kind != ValueKind.Enum && schema.Names.Count > 0 && !schema.Names.Contains(text))
        {
            return "allowed are " + string.Join(", ", schema.Names.Select(name => $"'{name}'"));
        }

        return value is string ? TextProblem(schema, text) : schema.Kind is ValueKind.Integer or ValueKind.Float or ValueKind.Decimal ? RangeProblem(schema, value) : null;
    }

    private static string? TextProblem(ValueSchema schema, string text) =>
        text.Length < schema.MinLength ? $"at least {schema.MinLength} characters"
        : text.Length > schema.MaxLength ? $"at most {schema.MaxLength} characters"
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
