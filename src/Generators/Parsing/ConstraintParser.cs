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
        if (attribute.HasWrongArguments())
        {
            return;
        }

        var name = attribute.AttributeClass!.MetadataName();
        var problem = name switch
        {
            Annotations + "RangeAttribute" => ApplyRange(attribute),
            Annotations + "LengthAttribute" => ApplyLength(Number(attribute, 0), Number(attribute, 1), "Length"),
            Annotations + "MinLengthAttribute" => ApplyLength(Number(attribute, 0), null, "MinLength"),
            Annotations + "MaxLengthAttribute" => ApplyLength(null, Number(attribute, 0) is var max && max == AnyLength ? null : max, "MaxLength"),
            Annotations + "StringLengthAttribute" when !IsText => "it is for text",
            Annotations + "StringLengthAttribute" => ApplyLength(attribute.Argument("MinimumLength") as int?, Number(attribute, 0), "StringLength"),
            Annotations + "RegularExpressionAttribute" => ApplyPattern(attribute.Argument(0) as string),
            Annotations + "AllowedValuesAttribute" => ApplyAllowed(attribute),
            Annotations + "UrlAttribute" => ApplyText(schema => schema with { IsUrl = true }, allowUri: true),
            Annotations + "EmailAddressAttribute" => ApplyText(schema => schema with { IsEmail = true }),
            RequiredAttribute => ApplyRequired(attribute),
            _ => "it isn't among the constraints that are checked: Range, Length, MinLength, MaxLength, StringLength, RegularExpression, "
                + "AllowedValues, Url, EmailAddress, Required",
        };
        problem ??= OwnMessage(attribute);
        if (problem is not null)
        {
            _context.Report(CodeRules.Constraint, attribute, _property, attribute.ShortName(), _property.ContainingType.Name, _property.Name, problem);
        }
    }

    private static string? OwnMessage(AttributeData attribute) =>
        attribute.NamedArguments.Select(static argument => argument.Key).FirstOrDefault(static name => name.StartsWith("ErrorMessage", StringComparison.Ordinal)) is { } name
            ? $"its {name} would never be shown, since messages say by themselves what a value must be; remove it"
            : null;

    private string? ApplyRange(AttributeData attribute)
    {
        _property.Type.IsNullable(out var type);
        _schema = RangeConstraint.Apply(_schema, attribute, type, out var problem);
        return problem;
    }

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

        // Of several such attributes all hold.
        min = _schema.MinLength > min ? _schema.MinLength : min ?? _schema.MinLength;
        max = _schema.MaxLength < max ? _schema.MaxLength : max ?? _schema.MaxLength;
        if (min > max)
        {
            return "with the member's other constraints it leaves no length";
        }

        _schema = _schema with { MinLength = min, MaxLength = max };
        return null;
    }

    private string? ApplyPattern(string? pattern)
    {
        if (!IsText)
        {
            return "it is for text";
        }

        if (string.IsNullOrEmpty(pattern))
        {
            return "it has no pattern";
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
        _schema = _schema with { Nullable = false, IsFilled = IsText && attribute.Argument("AllowEmptyStrings") is not true };
        return null;
    }

    private string? ApplyAllowed(AttributeData attribute)
    {
        var constants = attribute.ConstructorArguments.SelectMany(static argument => argument.Items()).ToArray();
        if (!constants.All(Fits))
        {
            return "its values aren't of the member's type";
        }

        var names = constants.Where(static constant => !constant.IsNull).SelectMany(NamesOf).ToArray();
        if (names.Length == 0)
        {
            return "it has no values; write those that the member may have";
        }

        _schema = _schema with { Names = new(names) };
        return null;
    }

    private bool Fits(TypedConstant constant) => (constant.Kind, constant.Single()) switch
    {
        (TypedConstantKind.Primitive, null) => _isNullable,
        (TypedConstantKind.Enum, _) => EnumNames(constant).Any(),
        (TypedConstantKind.Primitive, string) => IsText,
        (TypedConstantKind.Primitive, bool) => _schema.Kind == ValueKind.Boolean,
        (TypedConstantKind.Primitive, float or double) => _schema.Kind is ValueKind.Float or ValueKind.Decimal,
        (TypedConstantKind.Primitive, not char) => _schema.Kind is ValueKind.Integer or ValueKind.Float or ValueKind.Decimal,
        _ => false,
    };

    private IEnumerable<string> NamesOf(TypedConstant constant) => constant.Kind == TypedConstantKind.Enum ? EnumNames(constant) : [Text(constant.Single())];

    /// <summary>The names in YAML of a value of the property's own enum.</summary>
    private IEnumerable<string> EnumNames(TypedConstant constant)
    {
        _property.Type.IsNullable(out var type);
        return SymbolEqualityComparer.Default.Equals(constant.Type, type) ? EnumReader.TextsOf(type, constant.Value) : [];
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

    private static int? Number(AttributeData attribute, int index) => attribute.Argument(index) as int?;

    /// <summary>A constant as YAML has it.</summary>
    private static string Text(object? constant) => constant switch
    {
        bool value => value ? "true" : "false",
        string value => value,
        _ => NumberFormat.Format(constant!),
    };
}
