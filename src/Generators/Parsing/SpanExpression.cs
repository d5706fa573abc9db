using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads the usual ways of writing a span of time in C#.</summary>
internal static class SpanExpression
{
    private static readonly Dictionary<string, long> ByMethod = new(StringComparer.Ordinal)
    {
        ["FromTicks"] = 1,
        ["FromMicroseconds"] = 10,
        ["FromMilliseconds"] = TimeSpan.TicksPerMillisecond,
        ["FromSeconds"] = TimeSpan.TicksPerSecond,
        ["FromMinutes"] = TimeSpan.TicksPerMinute,
        ["FromHours"] = TimeSpan.TicksPerHour,
        ["FromDays"] = TimeSpan.TicksPerDay,
    };

    private static readonly long[] Ticks = [1];
    private static readonly long[] FromHours = [TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond];
    private static readonly long[] FromDays = [TimeSpan.TicksPerDay, .. FromHours, TimeSpan.TicksPerMillisecond, 10];

    /// <summary>The span; <see langword="null"/> where it's written in another way.</summary>
    public static TimeSpan? Read(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (expression)
        {
            case DefaultExpressionSyntax:
                return TimeSpan.Zero;
            case BaseObjectCreationExpressionSyntax { Initializer: null } made:
                var parts = made.ArgumentList?.Arguments ?? default;
                return Sum(parts, parts.Count switch { 1 => Ticks, 3 => FromHours, _ => FromDays }, model, cancellationToken);
        }

        return model.GetSymbolInfo(expression, cancellationToken).Symbol switch
        {
            IFieldSymbol { Name: "Zero" } field when IsSpan(field.ContainingType) => TimeSpan.Zero,
            IMethodSymbol method when IsSpan(method.ContainingType) && ByMethod.TryGetValue(method.Name, out var unit)
                && expression is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } argument } =>
                Sum(argument, [unit], model, cancellationToken),
            _ => null,
        };
    }

    private static bool IsSpan(ITypeSymbol type) => type.IsNamed("System.TimeSpan");

    private static TimeSpan? Sum(
        SeparatedSyntaxList<ArgumentSyntax> parts, long[] units, SemanticModel model, CancellationToken cancellationToken)
    {
        if (parts.Count > units.Length)
        {
            return null;
        }

        var sum = 0.0;
        for (var i = 0; i < parts.Count; i++)
        {
            // Named arguments may stand in any order, except a single one.
            var part = model.GetConstantValue(parts[i].Expression, cancellationToken).Value;
            if ((parts[i].NameColon is not null && parts.Count > 1) || part is not (int or long or double))
            {
                return null;
            }

            sum += System.Convert.ToDouble(part, CultureInfo.InvariantCulture) * units[i];
        }

        return Math.Abs(sum) < long.MaxValue ? TimeSpan.FromTicks((long)sum) : null;
    }
}
