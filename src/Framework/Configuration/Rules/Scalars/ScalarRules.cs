using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>What a rule found wrong with a text.</summary>
/// <param name="Id">The diagnostic's id.</param>
/// <param name="Message">What is wrong, with <see cref="ScalarRules.Shown"/> where the text is quoted.</param>
public readonly record struct ScalarProblem(string Id, string Message);

/// <summary>Judges the text of a scalar by its schema, at compile time and at run time.</summary>
public static class ScalarRules
{
    /// <summary>Stands in a message for the text, which is quoted only where it can't be a secret.</summary>
    public const string Shown = "{value}";

    /// <summary>Judges a text by the rules of config.yaml.</summary>
    public static ScalarProblem? Judge(ValueSchema schema, string text, bool isPlain) => Judge(schema, text, isPlain, RuleIds.Config);

    internal static ScalarProblem? Judge(ValueSchema schema, string text, bool isPlain, RuleIds ids) => schema.Kind switch
    {
        ValueKind.Boolean => JudgeBoolean(schema, text, isPlain, ids),
        ValueKind.Integer => JudgeInteger(schema, text, isPlain, ids),
        ValueKind.Decimal => !NumberFormat.TryDecimal(text, out var value) || !isPlain ? WrongNumber(schema, text, isPlain, ids)
            : InRange(schema, value, ids, Decimal),
        ValueKind.Float => !NumberFormat.TryDouble(text, out var value) || !isPlain ? WrongNumber(schema, text, isPlain, ids)
            : schema.IsSingle && !double.IsInfinity(value) && float.IsInfinity((float)value)
                ? new ScalarProblem(ids.OutOfRange, $"takes a number of single precision, from -3.4028235E+38 to 3.4028235E+38, not {Shown}")
            : schema.IsSingle ? InRange(schema, (float)value, ids, Single)
            : InRange(schema, value, ids, Double),
        ValueKind.Enum => schema.Names.Contains(text) ? null : NotAllowed(schema, text, ids),
        ValueKind.Duration => DurationFormat.TryParse(text, out var value)
            ? InRange(schema, value, ids, limit => DurationFormat.TryParseLimit(limit, out var parsed) ? parsed : null)
            : Takes(RuleIds.Duration, schema, IsNumber(text) ? "; write the unit behind it, such as s for seconds" : ""),
        ValueKind.ByteSize => ByteSizeFormat.TryParse(text, out var value)
            ? InRange(schema, value, ids, limit => ByteSizeFormat.TryParse(limit, out var parsed) ? parsed : null)
            : Takes(RuleIds.ByteSize, schema),
        ValueKind.Rate => RateFormat.TryParse(text, out _, out _) ? null : Takes(RuleIds.Rate, schema),
        ValueKind.Uri => TextFormat.TryUri(text, out _) ? JudgeText(schema, text, ids) : Takes(RuleIds.Url, schema),
        ValueKind.Date => DateFormat.TryDate(text, out var value)
            ? InRange(schema, value, ids, limit => DateFormat.TryDate(limit, out var parsed) ? parsed : null)
            : Takes(ids.Date, schema),
        ValueKind.Timestamp => DateFormat.TryTimestamp(text, out var value)
            ? InRange(schema, value, ids, limit => DateFormat.TryTimestamp(limit, out var parsed) ? parsed : null)
            : Takes(ids.Date, schema),
        ValueKind.Cron => CronFormat.TryParse(text, out _, out _, out var error) ? null
            : new ScalarProblem(RuleIds.Cron, $"takes {TypeText.Describe(schema)}, not {Shown}: {error}"),
        ValueKind.SemVer => TextFormat.IsSemVer(text) ? null : Takes(RuleIds.SemVer, schema),
        ValueKind.Tag => TextFormat.IsTag(text) ? null : Takes(RuleIds.Tag, schema),
        ValueKind.InputPath or ValueKind.OutputPath => JudgePath(schema, text, ids),
        _ => JudgeText(schema, text, ids),
    };

    /// <summary>Judges how many items a list has, or entries a dictionary.</summary>
    internal static ScalarProblem? JudgeCount(ValueSchema schema, int count, RuleIds ids) => JudgeLength(schema, count, "item", ids);

    private static ScalarProblem? JudgeLength(ValueSchema schema, int length, string what, RuleIds ids) => length < schema.MinLength || length > schema.MaxLength
        ? new ScalarProblem(ids.OutOfRange, $"takes {TypeText.Lengths(schema, what)}, not {length.ToString(CultureInfo.InvariantCulture)}")
        : null;

    private static ScalarProblem? JudgeBoolean(ValueSchema schema, string text, bool isPlain, RuleIds ids)
    {
        if (CoreSchema.TryBoolean(text, out var value))
        {
            return isPlain
                ? InRange(schema, value, ids, name => CoreSchema.TryBoolean(name, out var allowed) ? allowed : null)
                : new ScalarProblem(ids.WrongType, $"takes true or false, not the text {Shown}; remove the quotes");
        }

        var meant = text.ToUpperInvariant() switch
        {
            "YES" or "Y" or "ON" or "1" or "TRUE" => "; did you mean true?",
            "NO" or "N" or "OFF" or "0" or "FALSE" => "; did you mean false?",
            _ => "",
        };
        return new ScalarProblem(ids.WrongType, $"takes true or false, not {Shown}{meant}");
    }

    private static ScalarProblem? JudgeInteger(ValueSchema schema, string text, bool isPlain, RuleIds ids)
    {
        if (isPlain && NumberFormat.TryInteger(text, out var value))
        {
            return InRange(schema, value, ids, Decimal);
        }

        return isPlain && CoreSchema.IsInteger(text)
            ? new ScalarProblem(ids.OutOfRange, $"takes {TypeText.Describe(schema)}, not {Shown}")
            : WrongNumber(schema, text, isPlain, ids);
    }

    private static ScalarProblem WrongNumber(ValueSchema schema, string text, bool isPlain, RuleIds ids)
    {
        if (!isPlain && IsNumber(text))
        {
            return new ScalarProblem(ids.WrongType, $"takes {TypeText.Describe(schema)}, not the text {Shown}; remove the quotes");
        }

        // What is a number and yet can't be read has too many digits.
        var tooLarge = schema.Kind != ValueKind.Integer && isPlain && IsNumber(text) && !CoreSchema.IsNotFinite(text);
        return tooLarge ? Takes(ids.OutOfRange, schema, "; it is too large, or has too many digits") : Takes(ids.WrongType, schema);
    }

    private static ScalarProblem? JudgePath(ValueSchema schema, string text, RuleIds ids) =>
        text.Length == 0 ? new ScalarProblem(ids.OutOfRange, "takes a path, not an empty text")
        : text.IndexOf('\0') >= 0 ? new ScalarProblem(ids.WrongType, "takes a path, which can't hold the character U+0000")
        : JudgeText(schema, text, ids);

    private static ScalarProblem? JudgeText(ValueSchema schema, string text, RuleIds ids)
    {
        if (schema.Names.Count > 0 && !schema.Names.Contains(text))
        {
            return NotAllowed(schema, text, ids);
        }

        if (schema.IsFilled && string.IsNullOrWhiteSpace(text))
        {
            return new ScalarProblem(ids.OutOfRange, text.Length == 0 ? "takes a text, not an empty one" : "takes a text, not white space alone");
        }

        if (JudgeLength(schema, text.Length, "character", ids) is { } length)
        {
            return length;
        }

        if (schema.IsUrl && !TextFormat.IsUrl(text))
        {
            return new ScalarProblem(RuleIds.Url, $"takes an http, https or ftp URL, not {Shown}");
        }

        if (schema.IsEmail && !TextFormat.IsEmail(text))
        {
            return new ScalarProblem(ids.Email, $"takes an e-mail address such as team@example.com, not {Shown}");
        }

        return schema.Pattern is null ? null : Patterns.Judge(schema.Pattern, text, ids);
    }

    private static ScalarProblem NotAllowed(ValueSchema schema, string text, RuleIds ids)
    {
        var meant = Suggestion.Closest(text, schema.Names);
        return new ScalarProblem(ids.NotAllowed,
            $"takes one of {string.Join(", ", schema.Names)}, not {Shown}{(meant is null ? "" : $"; did you mean '{meant}'?")}");
    }

    private static ScalarProblem? InRange<T>(ValueSchema schema, T value, RuleIds ids, Func<string, T?> limit)
        where T : struct, IComparable<T>
    {
        if (schema.Names.Count > 0 && !schema.Names.Any(name => limit(name) is { } allowed && allowed.CompareTo(value) == 0))
        {
            return new ScalarProblem(ids.NotAllowed, $"takes one of {string.Join(", ", schema.Names)}, not {Shown}");
        }

        var below = schema.Min is not null && limit(schema.Min) is { } min
            && (value.CompareTo(min) < 0 || (schema.MinExclusive && value.CompareTo(min) == 0));
        var above = schema.Max is not null && limit(schema.Max) is { } max
            && (value.CompareTo(max) > 0 || (schema.MaxExclusive && value.CompareTo(max) == 0));
        return below || above ? Takes(ids.OutOfRange, schema) : null;
    }

    private static decimal? Decimal(string limit) => NumberFormat.TryDecimal(limit, out var value) ? value : null;

    private static double? Double(string limit) => NumberFormat.TryDouble(limit, out var value) ? value : null;

    // As the member has it: 0.1f is more than 0.1, and the same to whoever writes it.
    private static float? Single(string limit) => (float?)Double(limit);

    private static bool IsNumber(string text) => CoreSchema.IsNumber(text);

    private static ScalarProblem Takes(string id, ValueSchema schema, string more = "") =>
        new(id, $"takes {TypeText.Describe(schema)}, not {Shown}{more}");
}
