using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Names what a key takes and what it was given.</summary>
internal static class TypeText
{
    public static string Describe(ValueSchema schema) => schema.Kind switch
    {
        ValueKind.Boolean => "true or false",
        ValueKind.Integer => "a whole number" + Range(schema),
        ValueKind.Float or ValueKind.Decimal => "a number" + Range(schema),
        ValueKind.Enum => "one of " + string.Join(", ", schema.Names),
        ValueKind.Duration => "a duration such as 200ms, 10s or 1h30m" + Range(schema),
        ValueKind.ByteSize => "a size such as 64MB" + Range(schema),
        ValueKind.Rate => "a rate such as 10/s or 100/m",
        ValueKind.Uri => "an absolute URL such as https://example.com",
        ValueKind.Date => "a date such as 2026-01-31" + Range(schema),
        ValueKind.Timestamp => "a time with its offset, such as 2026-01-31T08:00:00Z" + Range(schema),
        ValueKind.Cron => "a cron expression such as \"*/30 * * * *\"",
        ValueKind.InputPath or ValueKind.OutputPath => "a path",
        ValueKind.Secret => "an environment variable such as ${NAME}",
        ValueKind.List => "a list",
        ValueKind.Dictionary => "a map of names to values",
        ValueKind.Map => schema.Map is null || Names(schema.Map) is "" ? "a map without keys, {}" : "a map with the keys " + Names(schema.Map),
        ValueKind.Choice => "a map with one of the keys " + (schema.Map is null ? "" : Names(schema.Map)),
        ValueKind.SemVer => "a version such as 1.2.3",
        ValueKind.Tag => "a tag of letters, digits and - _ . / :",
        _ when schema.Names.Count > 0 => "one of " + string.Join(", ", schema.Names),
        _ when schema.IsUrl => "an http, https or ftp URL",
        _ when schema.IsEmail => "an e-mail address",
        _ => "a text",
    };

    public static string Describe(YamlNode node, ValueSchema schema) => node switch
    {
        YamlMap => "a map",
        YamlList => "a list",
        _ when HoldsSecret(schema) => "what stands here",
        YamlScalar { Origin: ScalarOrigin.Written } scalar when !Interpolation.IsIn(scalar.Value) => $"'{Excerpt.Of(scalar.Value)}'",
        _ => "the value that its variable has",
    };

    /// <summary>Whether a secret may stand in it. A text in its place may be that secret, at the wrong level: messages don't quote it.</summary>
    public static bool HoldsSecret(ValueSchema schema) =>
        schema.Kind == ValueKind.Secret || (schema.Item is { } item && HoldsSecret(item)) || (schema.Map is { } map && HoldsSecret(map));

    /// <summary>Whether a secret may stand under one of the keys.</summary>
    public static bool HoldsSecret(MapSchema map) => map.Keys.Any(key => HoldsSecret(key.Value));

    public static string Names(MapSchema map) => string.Join(", ", map.Keys.Where(k => k.Obsolete is null).Select(k => k.Name));

    public static string Range(ValueSchema schema)
    {
        var min = schema.Min is null ? "" : schema.MinExclusive ? $" above {schema.Min}" : $" from {schema.Min}";
        var max = schema.Max is null ? "" : schema.MaxExclusive ? $" below {schema.Max}" : schema.Min is null ? $" up to {schema.Max}" : $" to {schema.Max}";
        return min + max;
    }

    public static string Lengths(ValueSchema schema, string what) => (schema.MinLength, schema.MaxLength) switch
    {
        (int least, int most) when least == most => $"exactly {Count(least, what)}",
        (int least, int most) => $"{least.ToString(CultureInfo.InvariantCulture)} to {Count(most, what)}",
        (int least, null) => $"at least {Count(least, what)}",
        (_, int most) => $"at most {Count(most, what)}",
        _ => $"any number of {what}s",
    };

    public static string Count(int count, string what) =>
        string.Format(CultureInfo.InvariantCulture, count == 1 ? "{0} {1}" : "{0} {1}s", count, what);
}
