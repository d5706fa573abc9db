using Framework.Tests.Support;
using IntegrationFramework.Configuration;

namespace Framework.Tests.Configuration.Loading;

public class OverrideFuzzTests
{
    private static readonly string[] Paths =
    [
        "timeout", "settings", "settings.city", "settings.count", "settings.labels", "settings.labels.x", "settings.tags", "settings.vendor", "settings.vendor.token",
        "settings.target", "settings.input", "settings.api_key", "deliver", "deliver.0", "concurrency", "concurrency.limit", "enabled", "name", "schedule", "http.timeout", "nonsense",
    ];

    private static readonly string[] Values =
    [
        "", "~", "5", "text", "true", "{}", "[]", "[a]", "{ a: b }", "{ token: x }", "${A}", "${B:-c}", "${", "$${x}", "[", "\"", "*a", "&a [*a]", "a: b", "\0", "\"\\0\"",
        "../x", "/tmp/x", "[{ yaml: { path: x } }]", "[{ sqlite: { path: \"${A}\", table: t, mode: upsert } }]", "[{ stdout: }]", "[{}]", "5m", "0 6 * * * Nowhere",
        "\uD800", "{ group: g, limit: \"${B:-2}\" }", "\"\\0/x\"", "&x { y: 1 }", "---", "# comment", new string('x', 5000),
    ];

    [Test]
    [Arguments(1)]
    [Arguments(2)]
    public async Task Load_RandomOverrides_NeverThrowAndAreValidOrSayWhyNot(int seed)
    {
        using var root = new TemporaryRoot();
        var random = new Random(seed);
        var valid = 0;
        for (var i = 0; i < 1500; i++)
        {
            var environment = new Dictionary<string, string> { ["A"] = Values[random.Next(Values.Length)] };
            environment["IFW__WEATHER__" + Paths[random.Next(Paths.Length)].Replace(".", "__", StringComparison.Ordinal)] = Values[random.Next(Values.Length)];
            string[] sets = [$"weather.{Paths[random.Next(Paths.Length)]}={Values[random.Next(Values.Length)]}"];

            var loaded = new ConfigurationLoader(ConfigurationSources.Open(root.Path, sets, environment))
                .Load(TestIntegration.Make("weather", "settings: { city: \"${A}\", labels: { p: q, r: s } }", TestIntegration.Settings));

            valid += loaded.IsValid ? 1 : 0;
            if (!loaded.IsValid && loaded.Diagnostics.Count == 0)
            {
                Assert.Fail($"Nothing was said about {string.Join(", ", environment)} {sets[0]}");
            }
        }

        // All valid, or none, would prove nothing.
        await Assert.That(valid).IsBetween(10, 1490);
    }
}
