using System.Globalization;
using System.Numerics;
using IntegrationFramework.Configuration.Rules;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads <c>[Range]</c> into a schema.</summary>
internal static class RangeConstraint
{
    private const string ForDurations = "[Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")]";

    /// <summary>Narrows a schema, or says why it can't.</summary>
    /// <param name="schema">What the member takes so far: a whole number has limits of its own, by its type, which a wider range doesn't lift.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">The member's type.</param>
    /// <param name="problem">What is wrong with the attribute.</param>
    public static ValueSchema Apply(ValueSchema schema, AttributeData attribute, ITypeSymbol type, out string? problem)
    {
        var ofType = attribute.ConstructorArguments.Length == 3;
        var (min, max) = ofType ? (attribute.Argument(1), attribute.Argument(2)) : (attribute.Argument(0), attribute.Argument(1));
        var (least, greatest) = (Text(min, schema), Text(max, schema));
        problem = schema.Kind switch
        {
            ValueKind.Integer or ValueKind.Float or ValueKind.Decimal => IsNumber(least) && IsNumber(greatest) ? null : "its limits aren't numbers",
            ValueKind.Duration when !(ofType && attribute.Argument(0) is ITypeSymbol limits && limits.IsNamed("System.TimeSpan")) =>
                "its limits aren't spans of time; write " + ForDurations,
            ValueKind.Duration => IsSpan(least) && IsSpan(greatest) ? null : "its limits aren't spans of time; write " + ForDurations,
            _ => "it is for numbers and spans of time",
        };
        if (problem is null && Compare(least, greatest, schema) > 0)
        {
            problem = "its minimum is greater than its maximum";
        }

        if (problem is not null)
        {
            return schema;
        }

        var narrowsBelow = schema.Min is null || Compare(least, schema.Min, schema) >= 0;
        var narrowsAbove = schema.Max is null || Compare(greatest, schema.Max, schema) <= 0;
        var narrowed = schema with
        {
            Min = narrowsBelow ? least : schema.Min,
            Max = narrowsAbove ? greatest : schema.Max,
            MinExclusive = narrowsBelow && attribute.Argument("MinimumIsExclusive") is true,
            MaxExclusive = narrowsAbove && attribute.Argument("MaximumIsExclusive") is true,
        };
        var order = Compare(narrowed.Min!, narrowed.Max!, schema);
        if (order > 0 || (order == 0 && (narrowed.MinExclusive || narrowed.MaxExclusive)))
        {
            problem = $"no {type.ToDisplayString()} is in it";
            return schema;
        }

        return narrowed;
    }

    /// <summary>A limit as the member's type has it, so that 0.1f doesn't become 0.10000000149011612, nor 2^63 the 9223372036854775800 of its shortest text.</summary>
    private static string Text(object? limit, ValueSchema schema) => limit switch
    {
        double number when schema.IsSingle && !float.IsInfinity((float)number) => ((float)number).ToString("R", CultureInfo.InvariantCulture),
        double number when schema.Kind == ValueKind.Integer && !double.IsInfinity(number) && number == Math.Floor(number) =>
            new BigInteger(number).ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (limit as string)?.Trim() ?? "",
    };

    private static int Compare(string one, string other, ValueSchema schema)
    {
        if (schema.Kind == ValueKind.Duration)
        {
            return TimeSpan.Parse(one, CultureInfo.InvariantCulture).CompareTo(TimeSpan.Parse(other, CultureInfo.InvariantCulture));
        }

        // A double can't tell the largest whole numbers apart, and a decimal doesn't hold the largest of a double.
        return schema.Kind != ValueKind.Float && TryDecimal(one, out var whole) && TryDecimal(other, out var otherWhole)
            ? whole.CompareTo(otherWhole)
            : Number(one).CompareTo(Number(other));
    }

    private static bool TryDecimal(string text, out decimal value) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsNaN(value);

    private static bool IsSpan(string text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _);
}
