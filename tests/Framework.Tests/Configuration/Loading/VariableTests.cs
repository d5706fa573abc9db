using Framework.Tests.Support;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace Framework.Tests.Configuration.Loading;

/// <summary>Variables, .env and secrets.</summary>
public class VariableTests
{
    private const string Hunter = "hunter2-and-more";

    [Test]
    public async Task Load_Variables_AreFilledInWithTheirTypes()
    {
        using var root = new TemporaryRoot();
        var loaded = Load(root, "timeout: ${LIMIT}\nsettings:\n  city: \"${CITY}, ${COUNTRY:-gb}\"\n  count: \"${COUNT}\"\n  note: ${EMPTY:-}\n  tags: [\"$${raw}\", \"${EMPTY}x\"]\n",
            new() { ["LIMIT"] = "90s", ["CITY"] = "London", ["COUNT"] = "7", ["EMPTY"] = "" });

        await Assert.That(loaded.Diagnostics).IsEmpty();
        await Assert.That(loaded.Config.Timeout).IsEqualTo(TimeSpan.FromSeconds(90));
        loaded.Settings.TryGet("city", out var city);
        loaded.Settings.TryGet("count", out var count);
        loaded.Settings.TryGet("note", out var note);
        loaded.Settings.TryGet("tags", out var tags);
        await Assert.That(city.AsString()).IsEqualTo("London, gb");
        await Assert.That(count.AsInt32()).IsEqualTo(7);
        await Assert.That(note.IsNull).IsTrue();
        await Assert.That(tags.AsList(v => v.AsString())).IsEquivalentTo(["${raw}", "x"]);
    }

    [Test]
    [Arguments("${GONE}", "IFW0301: the environment variable GONE is not set: set it in the environment or in .env")]
    [Arguments("${GONE:?ask the owner}", "IFW0301: the environment variable GONE is not set: ask the owner")]
    [Arguments("${EMPTY:?ask the owner}", "IFW0301: the environment variable EMPTY is empty: ask the owner")]
    [Arguments("${EXAMPLE}", "IFW0301: the environment variable EXAMPLE still has the placeholder of .env.example: set it in the environment or in .env")]
    public async Task Load_VariableThatIsNotSet_IsAnErrorAtItsPlace(string text, string expected)
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, $"settings:\n  city: a{text}\n", new() { ["EMPTY"] = "", ["EXAMPLE"] = "your_city" });

        await Assert.That(string.Join('\n', loaded.Diagnostics)).IsEqualTo($"integrations/weather/config.yaml(2,10): error {expected}");
        await Assert.That(loaded.IsValid).IsFalse();
        await Assert.That(loaded.Settings.Count).IsEqualTo(0);
    }

    [Test]
    public async Task Load_VariableThatIsNotSetWhereDisabled_IsAWarningUntilItRuns()
    {
        using var root = new TemporaryRoot();
        const string config = "enabled: ${ON:-false}\nsettings:\n  city: ${GONE}\n";

        var looked = Load(root, config, [], toRun: false);
        var run = Load(root, config, []);

        await Assert.That(looked.Diagnostics.Single().Severity).IsEqualTo(ConfigSeverity.Warning);
        await Assert.That(looked.Config.Enabled).IsFalse();
        await Assert.That(run.Diagnostics.Single().Severity).IsEqualTo(ConfigSeverity.Error);
    }

    [Test]
    public async Task Load_BadValueOfAVariable_IsReportedWithoutIt()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, "settings:\n  city: a\n  count: ${NUMBER}\n  url: https://u:${PASSWORD} @h\n", new() { ["NUMBER"] = Hunter, ["PASSWORD"] = Hunter });

        await Assert.That(string.Join('\n', loaded.Diagnostics)).IsEqualTo(
            """
            integrations/weather/config.yaml(3,10): error IFW0104: 'count' takes a whole number from 1 to 100, not the value that its variable has
            integrations/weather/config.yaml(4,8): error IFW0112: 'url' takes an absolute URL such as https://example.com, not the value that its variable has
            """);
    }

    [Test]
    [Arguments("timeout: ${KEY}", "IFW0108: 'timeout' takes a duration such as 200ms, 10s or 1h30m above 0s to 20d, not the value that its variable has; write the unit behind it, such as s for seconds")]
    [Arguments("timeout: ${LIMIT:-5}", "IFW0108: 'timeout' takes a duration such as 200ms, 10s or 1h30m above 0s to 20d, not its default '5'; write the unit behind it, such as s for seconds")]
    public async Task Load_NumberOfAVariableForADuration_IsReportedOnceAndWithoutIt(string line, string expected)
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, $"{line}\nsettings: {{ city: a, api_key: \"${{KEY}}\" }}\n", new() { ["KEY"] = "48291355" });

        await Assert.That(loaded.Diagnostics.Single().ToString()).EndsWith(expected);
    }

    [Test]
    public async Task Load_SecretInAPath_IsNeitherShownNorKept()
    {
        using var root = new TemporaryRoot().Write("blocker", "");
        var config = $"settings: {{ city: a, api_key: \"${{KEY}}\", input: \"${{KEY}}/in.csv\" }}\n";
        var sources = ConfigurationSources.Open(root.Path, null, new Dictionary<string, string> { ["KEY"] = Hunter });
        var registry = new IntegrationRegistry().Add(TestIntegration.Make("weather", config, TestIntegration.Settings));

        var report = new ConfigurationValidator(sources, registry).Validate();

        await Assert.That(string.Join('\n', report.Integrations.Single().Diagnostics)).DoesNotContain(Hunter);
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(root.Path, "cache", "validation_cache.json"))).DoesNotContain(Hunter);
    }

    [Test]
    [Arguments("IFW__WEATHER__SETTINGS__VENDOR", "hunter2", "'vendor' takes a map with the keys token, size, not what stands here")]
    [Arguments("IFW__WEATHER__SETTINGS", "hunter2", "'settings' takes a map with the keys city, count, note, tags, labels, input, target, url, api_key, vendor, not what stands here")]
    [Arguments("IFW__WEATHER__SETTINGS__VENDOR", "{hunter2}", "unknown key; known here: token, size")]
    public async Task Load_SecretOneLevelTooHigh_IsReportedWithoutIt(string variable, string value, string expected)
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, "settings: { city: a }\n", new() { [variable] = value });

        await Assert.That(string.Join('\n', loaded.Diagnostics)).Contains(expected).And.DoesNotContain("hunter2");
    }

    [Test]
    [Arguments("  city: 'it''s ${'\n", "(2,16)")]
    [Arguments("  city: |\n    a\n    b ${GONE} c\n", "(4,7)")]
    [Arguments("  city: >-\n    a\n    b\n\n    ${GONE}\n", "(6,5)")]
    [Arguments("  city: \"a \\t ${GONE}\"\n", "(2,15)")]
    [Arguments("  city: \"$${x} \\x41 ${GONE}\"\n", "(2,21)")]
    [Arguments("  city: \"\\x24{GONE}\"\n", "(2,9)")]
    public async Task Load_VariableInATextThatIsWrittenOtherwise_IsFoundAtItsPlace(string city, string place)
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, $"settings:\n{city}", []);

        await Assert.That(loaded.Diagnostics[0].ToString()).StartsWith($"integrations/weather/config.yaml{place}: error");
    }

    [Test]
    public async Task Load_OutputPathOfAVariable_MustNotLeaveOutput()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, "settings:\n  city: a\n  target: ${FOLDER}/a\n", new() { ["FOLDER"] = "../elsewhere" });

        await Assert.That(loaded.Diagnostics.Single().Id).IsEqualTo("IFW0119");
    }

    [Test]
    public async Task Load_SecretOfTheEnvironment_IsBoundAndListedForRedaction()
    {
        using var root = new TemporaryRoot().Write(".env", $"TOKEN={Hunter}\n");

        var loaded = Load(root, "settings:\n  city: a\n  api_key: Bearer ${TOKEN}\n", []);

        loaded.Settings.TryGet("api_key", out var key);
        await Assert.That(key.AsSecret().Reveal()).IsEqualTo($"Bearer {Hunter}");
        await Assert.That(loaded.Secrets).IsEquivalentTo([Hunter, $"Bearer {Hunter}"]);
    }

    [Test]
    [Arguments("plain")]
    [Arguments("with # hash and: colon")]
    [Arguments("${NOT_A_VARIABLE}")]
    [Arguments("'quoted'")]
    [Arguments("null")]
    [Arguments("[")]
    public async Task Load_SecretInItsOwnVariable_IsTakenAsItIs(string secret)
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, "settings: { city: a }", new() { ["IFW__WEATHER__SETTINGS__API_KEY"] = secret, ["IFW__WEATHER__SETTINGS__VENDOR__TOKEN"] = secret });

        loaded.Settings.TryGet("api_key", out var key);
        loaded.Settings.TryGet("vendor", out var vendor);
        vendor.AsMap().TryGet("token", out var token);
        await Assert.That(loaded.Diagnostics).IsEmpty();
        await Assert.That(key.AsSecret().Reveal()).IsEqualTo(secret);
        await Assert.That(token.AsSecret().Reveal()).IsEqualTo(secret);
        await Assert.That(loaded.Secrets).Contains(secret);
    }

    [Test]
    public async Task Load_SecretInsideAVariableOfYaml_MayStandThere()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, "settings: { city: a }", new() { ["IFW__WEATHER__SETTINGS__VENDOR"] = $"{{ token: {Hunter} }}" });

        await Assert.That(loaded.Diagnostics).IsEmpty();
        await Assert.That(loaded.Secrets).IsEquivalentTo([Hunter]);
    }

    [Test]
    [Arguments("", "error")]
    [Arguments("enabled: false\n", "warning")]
    public async Task Load_EmptySecret_IsAnErrorUnlessNothingMissesIt(string enabled, string severity)
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, $"settings:\n  city: a\n  api_key: ${{TOKEN}}\n{enabled}", new() { ["TOKEN"] = "" }, toRun: false);

        await Assert.That(string.Join('\n', loaded.Diagnostics))
            .IsEqualTo($"integrations/weather/config.yaml(3,12): {severity} IFW0301: 'api_key' is empty: the environment variable of this secret has no value");
    }

    [Test]
    public async Task Load_EmptySecretOfADisabledOneThatIsToRun_IsAnError()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, "settings:\n  city: a\n  api_key: ${TOKEN}\nenabled: false\n", new() { ["TOKEN"] = "" });

        await Assert.That(loaded.IsValid).IsFalse();
    }

    [Test]
    public async Task Load_SecretAnywhereWrong_AppearsInNoMessage()
    {
        using var root = new TemporaryRoot()
            .Write("integrations/weather/config.prod.yaml", $"settings:\n  api_key: {Hunter}\n  vendor: {{ token: ['{Hunter}'] }}\n");
        string[] sets =
        [
            $"weather.settings.api_key={Hunter}", $"weather.settings.api_key=\"{Hunter}", $"weather.settings.api_key=[{Hunter}]",
            $"weather.settings.api_key=*{Hunter}", $"weather.settings.api_key=!{Hunter} x", $"weather.settings.api_key=${{{Hunter}}}",
            $"weather.settings.api_key=${{A:-{Hunter}}}", $"weather.settings.api_key=@{Hunter}", Hunter,
        ];

        foreach (var config in sets.Select(set => set[(set.IndexOf('=', StringComparison.Ordinal) + 1)..]).Append("${GONE}"))
        {
            var loaded = Load(root, $"settings:\n  city: a\n  api_key: {config}\n", new() { ["IFW_ENVIRONMENT"] = "prod", ["IFW__WEATHER__TIMEOUT__X"] = Hunter }, sets: sets);
            var shown = string.Join('\n', loaded.Diagnostics);

            await Assert.That(loaded.Diagnostics.Count).IsGreaterThan(5);
            await Assert.That(shown).DoesNotContain(Hunter);
        }
    }

    [Test]
    public async Task Load_LiteralSecretInSet_IsAnError()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, "settings: { city: a }", [], sets: [$"weather.settings.api_key={Hunter}"]);

        await Assert.That(string.Join('\n', loaded.Diagnostics)).IsEqualTo(
            "--set weather.settings.api_key=…(1,1): error IFW0303: 'api_key' is a secret, which can't stand here: name an environment variable, \"${NAME}\", and put the value there");
    }

    [Test]
    public async Task Open_DotEnv_FillsOnlyWhatTheEnvironmentLacks()
    {
        using var root = new TemporaryRoot().Write(".env", "A=file\nB=file\n");

        var sources = ConfigurationSources.Open(root.Path, null, new Dictionary<string, string> { ["A"] = "process" });

        await Assert.That(sources.Variables["A"]).IsEqualTo("process");
        await Assert.That(sources.Variables["B"]).IsEqualTo("file");
    }

    [Test]
    public async Task Open_DotEnvThatIsAFolder_IsSaid()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.At(".env"));

        var sources = ConfigurationSources.Open(root.Path, null, new Dictionary<string, string>());

        await Assert.That(sources.Diagnostics.Single().ToString()).IsEqualTo(".env(1,1): error IFW0304: this is a folder; a file is needed here");
    }

    [Test]
    public async Task Open_DotEnvThatIsNotUtf8_IsSaidAtItsPlace()
    {
        using var root = new TemporaryRoot();
        File.WriteAllBytes(root.At(".env"), [.. "A=b\nB="u8, 0xC3, 0x28]);

        var sources = ConfigurationSources.Open(root.Path, null, new Dictionary<string, string>());

        await Assert.That(sources.Diagnostics.Single().ToString()).IsEqualTo(".env(2,3): error IFW0304: the file isn't UTF-8 from here on; save it as UTF-8");
    }

    [Test]
    [Arguments("../prod")]
    [Arguments("a/b")]
    [Arguments("prod.eu")]
    public async Task Open_MalformedEnvironmentName_IsSaid(string name)
    {
        using var root = new TemporaryRoot();

        var sources = ConfigurationSources.Open(root.Path, null, new Dictionary<string, string> { ["IFW_ENVIRONMENT"] = name });

        await Assert.That(sources.Environment).IsNull();
        await Assert.That(sources.Diagnostics.Single().ToString())
            .IsEqualTo("IFW_ENVIRONMENT(1,1): error IFW0303: the name of an environment is letters, digits, '-' and '_'");
    }

    private static LoadedConfiguration Load(
        TemporaryRoot root, string config, Dictionary<string, string> environment, bool toRun = true, IReadOnlyList<string>? sets = null) =>
        new ConfigurationLoader(ConfigurationSources.Open(root.Path, sets, environment))
            .Load(TestIntegration.Make("weather", config, TestIntegration.Settings), toRun);
}
