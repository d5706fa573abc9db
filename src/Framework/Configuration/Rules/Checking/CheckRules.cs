using System.Text.RegularExpressions;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Rules for what stands under <c>checks:</c>: fields that there are, checks that fit them, patterns and limits that make sense.</summary>
internal static class CheckRules
{
    /// <summary>What <c>range</c> can compare, as <see cref="CheckOptions.OutputKinds"/> names it.</summary>
    private static readonly string[] Numbers = ["Integer", "Float", "Decimal"];

    private static readonly string[] Times = ["Timestamp", "Date"];
    private static readonly string[] Nested = ["Record", "List", "Map"];

    public static void Check(YamlMap root, CheckContext context)
    {
        if (root["checks"] is not YamlMap checks)
        {
            return;
        }

        foreach (var list in new[] { checks["records"], checks["run"] }.OfType<YamlList>())
        {
            foreach (var item in list.Items.OfType<YamlMap>().Where(item => item.Entries.Count == 1))
            {
                if (!context.GoesOn())
                {
                    return;
                }

                CheckOne(item.Entries[0].Key, item.Entries[0].Value, context);
            }
        }
    }

    private static void CheckOne(YamlScalar kind, YamlNode value, CheckContext context)
    {
        switch (kind.Value, value)
        {
            case ("not_null", YamlList fields):
                CheckFields(fields, kind.Value, context, static _ => true, "");
                break;
            case ("unique", YamlList fields):
                CheckFields(fields, kind.Value, context, static type => !Nested.Contains(type), "fields that hold one value");
                break;
            case ("range", YamlMap map):
                CheckField(map["field"], kind.Value, context, static type => Numbers.Contains(type), "numbers");
                CheckLimits(map, kind, "min", "max", context);
                CheckHasLimit(map, kind, ["min", "max"], context);
                break;
            case ("pattern", YamlMap map):
                CheckField(map["field"], kind.Value, context, static type => type == "String", "text");
                CheckPattern(map["matches"] as YamlScalar, context);
                break;
            case ("volume", YamlMap map):
                CheckLimits(map, kind, "min", "max", context);
                CheckLimits(map, kind, "at_least", "at_most", context);
                CheckHasLimit(map, kind, ["min", "max", "at_least", "at_most"], context);
                break;
            case ("freshness", YamlMap map):
                CheckField(map["field"], kind.Value, context, static type => Times.Contains(type), "points in time and dates");
                break;
        }
    }

    private static void CheckFields(YamlList fields, string check, CheckContext context, Func<string, bool> fits, string what)
    {
        foreach (var field in fields.Items)
        {
            CheckField(field, check, context, fits, what);
        }
    }

    private static void CheckField(YamlNode? node, string check, CheckContext context, Func<string, bool> fits, string what)
    {
        if (node is not YamlScalar { IsNull: false } field || field.Value.Length == 0 || IsOpen(field) || context.Options.OutputKinds is not { } kinds)
        {
            return;
        }

        if (!kinds.TryGetValue(field.Value, out var kind))
        {
            context.Bag.Error(RuleIds.CheckedField, field, $"the record has no field '{Excerpt.Of(field.Value)}'{Suggestion.Hint(field.Value, [.. kinds.Keys])}");
        }
        else if (!fits(kind))
        {
            context.Bag.Error(RuleIds.CheckOfKind, field, $"'{check}' is for {what}, and '{field.Value}' is {Describe(kind)}");
        }
    }

    private static void CheckPattern(YamlScalar? pattern, CheckContext context)
    {
        if (pattern is null || IsOpen(pattern))
        {
            return;
        }

        try
        {
            _ = new Regex(pattern.Value, RegexOptions.CultureInvariant, Patterns.Timeout);
        }
        catch (ArgumentException)
        {
            // Without the runtime's own words, which differ between the compiler's and the program's.
            context.Bag.Error(RuleIds.CheckPattern, pattern, $"'matches' takes a regular expression of .NET, not '{Excerpt.Of(pattern.Value)}'");
        }
    }

    private static void CheckLimits(YamlMap map, YamlScalar kind, string low, string high, CheckContext context)
    {
        if (Number(map[low]) is { } least && Number(map[high]) is { } most && least > most)
        {
            context.Bag.Error(RuleIds.CheckLimits, map[high]!, $"'{high}' of '{kind.Value}' is below its '{low}', so that nothing could pass");
        }
    }

    private static void CheckHasLimit(YamlMap map, YamlScalar kind, string[] names, CheckContext context)
    {
        if (context.Pass != CheckPass.Layer && !names.Any(name => map[name] is { IsNull: false }))
        {
            context.Bag.Error(RuleIds.CheckLimits, kind, $"'{kind.Value}' has no limit, so that everything would pass; give one of {string.Join(", ", names)}");
        }
    }

    private static decimal? Number(YamlNode? node) =>
        node is YamlScalar { IsNull: false } scalar && !IsOpen(scalar) && NumberFormat.TryDecimal(scalar.Value, out var number) ? number : null;

    /// <summary>Whether a variable is still to be filled in.</summary>
    private static bool IsOpen(YamlScalar scalar) => scalar.Origin == ScalarOrigin.Written && Interpolation.IsIn(scalar.Value);

    private static string Describe(string kind) => kind switch
    {
        "String" => "text",
        "Boolean" => "true or false",
        "Integer" or "Float" or "Decimal" => "a number",
        "Date" => "a date",
        "Timestamp" => "a point in time",
        "Duration" => "a span of time",
        "Record" => "a record",
        "List" => "a list",
        _ => "a map",
    };
}
