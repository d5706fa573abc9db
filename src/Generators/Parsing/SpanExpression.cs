using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads the usual ways of writing a span of time in C#.</summary>
internal static class SpanExpression
{
    /// <summary>The ticks of a unit, by what the parameters of constructors and methods are called.</summary>
    private static readonly Dictionary<string, long> Units = new(StringComparer.Ordinal)
    {
        ["ticks"] = 1,
        ["microseconds"] = 10,
        ["milliseconds"] = TimeSpan.TicksPerMillisecond,
        ["seconds"] = TimeSpan.TicksPerSecond,
        ["minutes"] = TimeSpan.TicksPerMinute,
        ["hours"] = TimeSpan.TicksPerHour,
        ["days"] = TimeSpan.TicksPerDay,
    };

    /// <summary>The span; <see langword="null"/> where it's written in another way.</summary>
    public static TimeSpan? Read(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (expression)
        {
            case DefaultExpressionSyntax:
                return TimeSpan.Zero;
            case ParenthesizedExpressionSyntax inner:
                return Read(inner.Expression, model, cancellationToken);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus:
                return Read(minus.Operand, model, cancellationToken) is { } span ? -span : null;
        }

        return model.GetSymbolInfo(expression, cancellationToken).Symbol switch
        {
            IFieldSymbol { Name: "Zero" } field when IsSpan(field.ContainingType) => TimeSpan.Zero,
            IMethodSymbol method when IsSpan(method.ContainingType) => expression switch
            {
                BaseObjectCreationExpressionSyntax { Initializer: null } made => Sum(made.ArgumentList?.Arguments ?? default, method, model, cancellationToken),
                InvocationExpressionSyntax made => Sum(made.ArgumentList.Arguments, method, model, cancellationToken),
                _ => null,
            },
            _ => null,
        };
    }

    private static bool IsSpan(ITypeSymbol type) => type.IsNamed("System.TimeSpan");

    private static TimeSpan? Sum(
        SeparatedSyntaxList<ArgumentSyntax> parts, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        var sum = 0.0;
        for (var i = 0; i < parts.Count; i++)
        {
            var name = parts[i].NameColon?.Name.Identifier.ValueText ?? method.Parameters[i].Name;
            var part = model.GetConstantValue(parts[i].Expression, cancellationToken).Value;
            if (UnitOf(name, method) is not { } unit || part is not (int or long or double))
            {
                return null;
            }

            sum += System.Convert.ToDouble(part, CultureInfo.InvariantCulture) * unit;
        }

        return Math.Abs(sum) < long.MaxValue ? TimeSpan.FromTicks((long)sum) : null;
    }

    /// <summary>A parameter's unit; that of a method with one value stands in the method's name: <c>FromHours(value)</c>.</summary>
    private static long? UnitOf(string parameter, IMethodSymbol method)
    {
        var name = parameter == "value" && method.Name.StartsWith("From", StringComparison.Ordinal) ? method.Name.Substring("From".Length).ToLowerInvariant() : parameter;
        return Units.TryGetValue(name, out var unit) ? unit : null;
    }
}
