using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

/// <summary>Settings with a key of every kind, and short ways to check a text against them.</summary>
internal static class Rulebook
{
    public static MapSchema Settings { get; } = new(
        Key("text", new(ValueKind.String)),
        Key("short", new(ValueKind.String) { MinLength = 2, MaxLength = 4 }),
        Key("code", new(ValueKind.String) { Pattern = "[A-Z]{3}" }),
        Key("country", new(ValueKind.String) { Names = new(["us", "gb", "de"]) }),
        Key("site", new(ValueKind.String) { IsUrl = true }),
        Key("mail", new(ValueKind.String) { IsEmail = true }),
        Key("maybe", new(ValueKind.String) { Nullable = true }),
        Key("flag", new(ValueKind.Boolean)),
        Key("count", new(ValueKind.Integer) { Min = "1", Max = "100" }),
        Key("ratio", new(ValueKind.Float) { Min = "0", Max = "1", MaxExclusive = true }),
        Key("price", new(ValueKind.Decimal)),
        Key("level", new(ValueKind.Enum) { Names = new(["low", "very_high"]) }),
        Key("wait", new(ValueKind.Duration) { Max = "00:01:00" }),
        Key("size", new(ValueKind.ByteSize) { Max = "1GB" }),
        Key("rate", new(ValueKind.Rate)),
        Key("url", new(ValueKind.Uri)),
        Key("day", new(ValueKind.Date) { Min = "2020-01-01" }),
        Key("at", new(ValueKind.Timestamp)),
        Key("cron", new(ValueKind.Cron)),
        Key("source", new(ValueKind.InputPath)),
        Key("target", new(ValueKind.OutputPath)),
        Key("token", new(ValueKind.Secret)),
        Key("filled", new(ValueKind.String) { IsFilled = true }),
        Key("single", new(ValueKind.Float) { IsSingle = true }),
        Key("tokens", new(ValueKind.Dictionary) { Item = new(ValueKind.Secret) }),
        Key("rows", new(ValueKind.Dictionary) { Item = new(ValueKind.List) { Item = new(ValueKind.List) { Item = new(ValueKind.Integer) } } }),
        Key("none", new(ValueKind.Map) { Map = MapSchema.Empty }),
        Key("list", new(ValueKind.List) { Item = new(ValueKind.Integer), MinLength = 1, MaxLength = 3 }),
        Key("dictionary", new(ValueKind.Dictionary) { Item = new(ValueKind.Integer) }),
        Key("map", new(ValueKind.Map) { Map = new(Key("must", new(ValueKind.String)) with { Required = true }, Key("may", new(ValueKind.String))) }),
        new KeySchema("old", new ValueSchema(ValueKind.String), Obsolete: "use 'text'"));

    public static string Check(string text, CheckOptions? options = null, ConfigFileKind kind = ConfigFileKind.Config) =>
        string.Join('\n', ConfigRules.Check("c.yaml", text, kind, Settings, options ?? CheckOptions.Default).Diagnostics);

    /// <summary>Checks one setting, which stands in line 2 from column 3 on.</summary>
    public static string CheckSetting(string setting, CheckOptions? options = null) => Check("settings:\n  " + setting, options);

    public static string CheckMetadata(string text) => Check(text, kind: ConfigFileKind.Metadata);

    private static KeySchema Key(string name, ValueSchema value) => new(name, value);
}
