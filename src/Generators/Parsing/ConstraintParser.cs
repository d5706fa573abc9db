using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads the attributes of System.ComponentModel.DataAnnotations into a schema, and reports those that don't fit.</summary>
internal sealed class ConstraintParser
{
    private const string Annotations = "System.ComponentModel.DataAnnotations.";
    private const string RequiredAttribute = Annotations + "RequiredAttribute";

    /// <summary>What <c>[MaxLength]</c> has where it isn't told a length.</summary>
    private const int AnyLength = -1;

    private readonly IPropertySymbol _property;
    private readonly ParseContext _context;
    private readonly bool _isNullable;
    private ValueSchema _schema;

    private ConstraintParser(ValueSchema schema, IPropertySymbol property, ParseContext context)
    {
        _schema = schema;
        _isNullable = schema.Nullable;
        _property = property;
        _context = context;
    }

    /// <summary>Whether <c>[Required]</c> asks for a value: the keyword asks for the key alone.</summary>
    public static bool IsRequired(IPropertySymbol property)
    {
        for (var level = property; level is not null; level = level.OverriddenProperty)
        {
            if (level.HasAttribute(RequiredAttribute))
            {
                return true;
            }
        }

        return false;
    }

    public static ValueSchema Apply(ValueSchema schema, IPropertySymbol property, ParseContext context)
    {
        var parser = new ConstraintParser(schema, property, context);
        foreach (var attribute in Attributes(property))
        {
            parser.Apply(attribute);
        }

        return parser._schema;
    }

    /// <summary>The constraints of a property: its own, and those of what it overrides that it has no attribute of the same type for.</summary>
    private static IEnumerable<AttributeData> Attributes(IPropertySymbol property)
    {
        var own = property.GetAttributes().Where(IsConstraint);
        return property.OverriddenProperty is not { } overridden
            ? own
            : own.Concat(Attributes(overridden).Where(inherited => !own.Any(
                attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, inherited.AttributeClass))));
    }

    private static bool IsConstraint(AttributeData attribute) => attribute.AttributeClass.DerivesFrom(Annotations + "ValidationAttribute");

    private bool IsText => _schema.Kind == ValueKind.String;

    private void Apply(AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments;
        var name = attribute.AttributeClass!.MetadataName();
        var problem = name switch
        {
            Annotations + "RangeAttribute" => ApplyRange(attribute),
            Annotations + "LengthAttribute" => ApplyLength(Number(arguments, 0), Number(arguments, 1), "Length"),
            Annotations + "MinLengthAttribute" => ApplyLength(Number(arguments, 0), null, "MinLength"),
            Annotations + "MaxLengthAttribute" => ApplyLength(null, Number(arguments, 0) is var max && max == AnyLength ? null : max, "MaxLength"),
            Annotations + "StringLengthAttribute" when !IsText => "it is for text",
            Annotations + "StringLengthAttribute" => ApplyLength(Named(attribute, "MinimumLength") as int?, Number(arguments, 0), "StringLength"),
            Annotations + "RegularExpressionAttribute" => ApplyPattern(arguments.FirstOrDefault().Value as string ?? ""),
            Annotations + "AllowedValuesAttribute" => ApplyAllowed(arguments),
            Annotations + "UrlAttribute" => ApplyText(schema => schema with { IsUrl = true }, allowUri: true),
            Annotations + "EmailAddressAttribute" => ApplyText(schema => schema with { IsEmail = true }),
            RequiredAttribute => ApplyRequired(attribute),
            _ => "it isn't among the constraints that are checked: Range, Length, MinLength, MaxLength, StringLength, RegularExpression, "
                + "AllowedValues, Url, EmailAddress, Required",
        };
        if (problem is not null)
        {
            var shortName = attribute.AttributeClass!.Name;
            shortName = shortName.EndsWith("Attribute", StringComparison.Ordinal) ? shortName.Substring(0, shortName.Length - "Attribute".Length) : shortName;
            _context.Report(CodeRules.Constraint, attribute, _property, shortName, _property.ContainingType.Name, _property.Name, problem);
        }
    }

    private string? ApplyRange(AttributeData attribute)
    {
        var limits = attribute.ConstructorArguments;
        var (min, max) = limits.Length == 3 ? (Text(limits[1]), Text(limits[2])) : (Text(limits[0]), Text(limits[1]));
        switch (_schema.Kind)
        {
            case ValueKind.Integer or ValueKind.Float or ValueKind.Decimal:
                if (!IsNumber(min) || !IsNumber(max))
                {
                    return "its limits aren't numbers";
                }

                break;
            case ValueKind.Duration:
                if (!TimeSpan.TryParse(min, CultureInfo.InvariantCulture, out _) || !TimeSpan.TryParse(max, CultureInfo.InvariantCulture, out _))
                {
                    return "its limits aren't spans of time; write [Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")]";
                }

                break;
            default:
                return "it is for numbers and spans of time";
        }

        if (Compare(min, max) > 0)
        {
            return "its minimum is greater than its maximum";
        }

        // A whole number has limits of its own, by its type, which a wider range doesn't lift.
        var (least, greatest) = (_schema.Min, _schema.Max);
        if ((least is not null && Compare(least, max) > 0) || (greatest is not null && Compare(min, greatest) > 0))
        {
            return $"no {_property.Type.ToDisplayString()} is in it";
        }

        var narrowsBelow = least is null || Compare(min, least) >= 0;
        var narrowsAbove = greatest is null || Compare(max, greatest) <= 0;
        _schema = _schema with
        {
            Min = narrowsBelow ? min : least,
            Max = narrowsAbove ? max : greatest,
            MinExclusive = narrowsBelow && Named(attribute, "MinimumIsExclusive") is true,
            MaxExclusive = narrowsAbove && Named(attribute, "MaximumIsExclusive") is true,
        };
        return null;
    }

    private int Compare(string min, string max) => _schema.Kind == ValueKind.Duration
        ? TimeSpan.Parse(min, CultureInfo.InvariantCulture).CompareTo(TimeSpan.Parse(max, CultureInfo.InvariantCulture))
        : double.Parse(min, CultureInfo.InvariantCulture).CompareTo(double.Parse(max, CultureInfo.InvariantCulture));

    private string? ApplyLength(int? min, int? max, string name)
    {
        if (_schema.Kind is not (ValueKind.String or ValueKind.List or ValueKind.Dictionary))
        {
            return name == "Length" ? "it is for text, lists and dictionaries; for numbers use [Range]" : "it is for text, lists and dictionaries";
        }

        if (min < 0 || max < 0 || min > max)
        {
            return min > max ? "its minimum is greater than its maximum" : "a length isn't negative";
        }

        _schema = _schema with { MinLength = min ?? _schema.MinLength, MaxLength = max ?? _schema.MaxLength };
        return null;
    }

    private string? ApplyPattern(string pattern)
    {
        if (!IsText)
        {
            return "it is for text";
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException error)
        {
            return "its pattern can't be read: " + error.Message;
        }

        _schema = _schema with { Pattern = pattern };
        return null;
    }

    private string? ApplyRequired(AttributeData attribute)
    {
        _schema = _schema with { Nullable = false, IsFilled = IsText && Named(attribute, "AllowEmptyStrings") is not true };
        return null;
    }

    private string? ApplyAllowed(IReadOnlyList<TypedConstant> arguments)
    {
        var constants = arguments.Count == 1 && arguments[0].Kind == TypedConstantKind.Array ? arguments[0].Values : [.. arguments];
        var fits = constants.All(constant => constant.Value switch
        {
            null => _isNullable,
            string => IsText,
            bool => _schema.Kind == ValueKind.Boolean,
            float or double => _schema.Kind is ValueKind.Float or ValueKind.Decimal,
            _ when constant.Kind == TypedConstantKind.Enum => EnumName(constant) is not null,
            _ => _schema.Kind is ValueKind.Integer or ValueKind.Float or ValueKind.Decimal,
        });
        if (!fits)
        {
            return "its values aren't of the member's type";
        }

        _schema = _schema with { Names = new(constants.Where(static constant => constant.Value is not null).Select(NameOf)) };
        return null;
    }

    private string NameOf(TypedConstant constant) => constant.Kind == TypedConstantKind.Enum ? EnumName(constant)! : Text(constant);

    /// <summary>The name in YAML of a member of the property's own enum.</summary>
    private string? EnumName(TypedConstant constant)
    {
        _property.Type.IsNullable(out var type);
        return SymbolEqualityComparer.Default.Equals(constant.Type, type) ? EnumReader.TextOf(type, constant.Value) : null;
    }

    private string? ApplyText(Func<ValueSchema, ValueSchema> apply, bool allowUri = false)
    {
        if (!IsText && !(allowUri && _schema.Kind == ValueKind.Uri))
        {
            return "it is for text";
        }

        _schema = apply(_schema);
        return null;
    }

    private static int? Number(IReadOnlyList<TypedConstant> arguments, int index) => index < arguments.Count ? arguments[index].Value as int? : null;

    private static object? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>A constant as invariant text: numbers keep their digits, and true is <c>true</c>.</summary>
    private static string Text(TypedConstant constant) => constant.Value switch
    {
        bool value => value ? "true" : "false",
        double value => value.ToString("R", CultureInfo.InvariantCulture),
        float value => value.ToString("R", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value?.ToString() ?? "",
    };
}
