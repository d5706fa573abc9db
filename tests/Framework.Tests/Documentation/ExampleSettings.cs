using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Documentation;

/// <summary>The settings record that docs/diagnostics/README.md gives for the examples, as the generator would describe it.</summary>
internal static class ExampleSettings
{
    private static readonly ValueSchema Text = new(ValueKind.String);
    public static MapSchema Schema { get; } = new(
        new KeySchema("city", Text, Required: true),
        new KeySchema("country", Text with { Names = new EquatableArray<string>(["us", "gb", "de"]) }),
        new KeySchema("max_headlines", new ValueSchema(ValueKind.Integer) { Min = "1", Max = "100" }),
        new KeySchema("base_url", new ValueSchema(ValueKind.Uri) { Nullable = true }),
        new KeySchema("since", new ValueSchema(ValueKind.Date) { Nullable = true }),
        new KeySchema("api_key", new ValueSchema(ValueKind.Secret) { Nullable = true }),
        new KeySchema("notify_to", Text with { IsEmail = true, Nullable = true }),
        new KeySchema("town", Text with { Nullable = true }, Obsolete: "use city"),
        new KeySchema("stations", new ValueSchema(ValueKind.List) { Item = Text, Nullable = true }),
        new KeySchema("stations_file", new ValueSchema(ValueKind.InputPath) { Nullable = true }));
}
