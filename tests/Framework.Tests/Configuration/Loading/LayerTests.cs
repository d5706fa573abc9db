using Framework.Tests.Support;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;

namespace Framework.Tests.Configuration.Loading;

/// <summary>Which layer wins, what merges, and what is said about each.</summary>
public class LayerTests
{
    private const string Config = "timeout: 1m\nretry: { attempts: 2, delay: 5s }\nsettings:\n  city: London\n  count: 1\n  tags: [a, b]\n  labels: { x: one, y: two }\n";

    [Test]
    public async Task Load_CompiledInAlone_IsRead()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, Config);

        await Assert.That(loaded.IsValid).IsTrue();
        await Assert.That(loaded.Config.Timeout).IsEqualTo(TimeSpan.FromMinutes(1));
        await Assert.That(loaded.Config.Retry).IsEqualTo(new RetryConfig { Attempts = 2, Delay = TimeSpan.FromSeconds(5) });
        await Assert.That(Text(loaded, "city")).IsEqualTo("London");
    }

    [Test]
    public async Task Load_RootsOwnFile_ReplacesTheCompiledInOneWhole()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.yaml", "settings:\n  city: Paris\n");

        var loaded = Load(root, Config);

        await Assert.That(loaded.Config.Timeout).IsNull();
        await Assert.That(Text(loaded, "city")).IsEqualTo("Paris");
        await Assert.That(loaded.Settings.TryGet("count", out _)).IsFalse();
    }

    [Test]
    public async Task Load_EveryLayer_TheStrongestWins()
    {
        using var root = new TemporaryRoot()
            .Write("integrations/weather/config.yaml", "timeout: 1m\ngrace: 1s\nsettings: { city: base, count: 1, note: base }\n")
            .Write("integrations/weather/config.prod.yaml", "timeout: 2m\nsettings: { city: overlay, count: 2 }\n");
        var environment = new Dictionary<string, string>
        {
            ["IFW_ENVIRONMENT"] = "prod",
            ["IFW__WEATHER__SETTINGS__CITY"] = "variable",
            ["ifw__weather__settings__note"] = "variable",
        };

        var loaded = Load(root, null, environment, "weather.settings.city=set", "weather.settings.city=last");

        await Assert.That(loaded.Diagnostics).IsEmpty();
        await Assert.That(loaded.Config.Grace).IsEqualTo(TimeSpan.FromSeconds(1));
        await Assert.That(loaded.Config.Timeout).IsEqualTo(TimeSpan.FromMinutes(2));
        await Assert.That(Text(loaded, "count")).IsEqualTo("2");
        await Assert.That(Text(loaded, "note")).IsEqualTo("variable");
        await Assert.That(Text(loaded, "city")).IsEqualTo("last");
    }

    [Test]
    public async Task Load_VariableForAKeyOfADictionary_MeansTheOneThatIsThere()
    {
        using var root = new TemporaryRoot();
        var environment = new Dictionary<string, string> { ["IFW__WEATHER__SETTINGS__LABELS__VORGANG"] = "three", ["IFW__WEATHER__SETTINGS__LABELS__NEW"] = "four" };

        var loaded = Load(root, "settings: { city: a, labels: { Vorgang: one, y: two } }\n", environment);

        loaded.Settings.TryGet("labels", out var labels);
        await Assert.That(string.Join(",", labels.AsDictionary(v => v.AsString()).Select(p => $"{p.Key}={p.Value}"))).IsEqualTo("Vorgang=three,y=two,new=four");
    }

    [Test]
    public async Task Load_Overlay_MapsMergeAndListsReplace()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.prod.yaml", "settings:\n  tags: [c]\n  labels: { y: deux, z: trois }\n");

        var loaded = Load(root, Config, new() { ["IFW_ENVIRONMENT"] = "prod" });

        loaded.Settings.TryGet("tags", out var tags);
        loaded.Settings.TryGet("labels", out var labels);
        await Assert.That(tags.AsList(v => v.AsString())).IsEquivalentTo(["c"]);
        await Assert.That(string.Join(",", labels.AsDictionary(v => v.AsString()).OrderBy(p => p.Key).Select(p => $"{p.Key}={p.Value}")))
            .IsEqualTo("x=one,y=deux,z=trois");
    }

    [Test]
    [Arguments("{ z: trois }", "")]
    [Arguments("{ z: trois, zz: quatre }", "integrations/weather/config.yaml(7,11): error IFW0105: 'labels' takes 2 to 3 items, not 4")]
    public async Task Load_DictionaryOfSeveralLayers_IsCountedAsAWhole(string labels, string expected)
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.prod.yaml", $"settings:\n  labels: {labels}\n");

        await Assert.That(Shown(Load(root, Config, new() { ["IFW_ENVIRONMENT"] = "prod" }))).IsEqualTo(expected);
    }

    [Test]
    public async Task Load_OverlayWithAnEmptyMap_TakesNothingAway()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.prod.yaml", "settings:\n  # city: nowhere\n");

        var loaded = Load(root, Config, new() { ["IFW_ENVIRONMENT"] = "prod" });

        await Assert.That(Text(loaded, "city")).IsEqualTo("London");
    }

    [Test]
    public async Task Load_NullInALayer_UnsetsAnOptionalKey()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, Config, null, "weather.timeout=null");

        await Assert.That(loaded.IsValid).IsTrue();
        await Assert.That(loaded.Config.Timeout).IsNull();
    }

    [Test]
    public async Task Load_CompiledInOverlay_BelongsToTheCompiledInConfig()
    {
        using var root = new TemporaryRoot();
        var weather = TestIntegration.Make("weather", Config, TestIntegration.Settings, ("config.prod.yaml", "timeout: 9m"));
        var environment = new Dictionary<string, string> { ["IFW_ENVIRONMENT"] = "prod" };

        var compiled = LoadFor(root, weather, environment);
        root.Write("integrations/weather/config.yaml", "settings: { city: Paris }");
        var own = LoadFor(root, weather, environment);
        root.Write("integrations/weather/config.prod.yaml", "timeout: 3m");
        var both = LoadFor(root, weather, environment);

        await Assert.That(compiled.Config.Timeout).IsEqualTo(TimeSpan.FromMinutes(9));
        await Assert.That(own.Config.Timeout).IsNull();
        await Assert.That(both.Config.Timeout).IsEqualTo(TimeSpan.FromMinutes(3));
    }

    [Test]
    public async Task Load_RequiredKeyGivenByALayer_IsNotMissing()
    {
        using var root = new TemporaryRoot();

        await Assert.That(Load(root, "enabled: true", null, "weather.settings.city=Oslo").IsValid).IsTrue();
        await Assert.That(Shown(Load(root, "enabled: true")))
            .IsEqualTo("integrations/weather/config.yaml(1,1): error IFW0103: missing key 'settings' with 'city'");
    }

    [Test]
    public async Task Load_KeyMissingInTheMerged_IsReportedAtItsMap()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.prod.yaml", "settings:\n  vendor: { size: 1MB }\n");

        await Assert.That(Shown(Load(root, Config, new() { ["IFW_ENVIRONMENT"] = "prod" })))
            .IsEqualTo("integrations/weather/config.prod.yaml(2,3): error IFW0103: missing key 'token': add an environment variable such as ${NAME}");
    }

    [Test]
    public async Task Load_MistakeInAnOverlay_HasItsFileAndPlace()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.prod.yaml", "settings:\n  count: 0\n");

        await Assert.That(Shown(Load(root, Config, new() { ["IFW_ENVIRONMENT"] = "prod" })))
            .IsEqualTo("integrations/weather/config.prod.yaml(2,10): error IFW0105: 'count' takes a whole number from 1 to 100, not '0'");
    }

    [Test]
    [Arguments("IFW__WEATHER__TIMEOUT", "soon", "IFW__WEATHER__TIMEOUT(1,1): error IFW0303: 'timeout' takes a duration such as 200ms, 10s or 1h30m above 0s to 20d, not 'soon'")]
    [Arguments("IFW__WEATHER__SETTINGS__CITTY", "Paris", "IFW__WEATHER__SETTINGS__CITTY(1,1): error IFW0303: unknown key 'citty'; did you mean 'city'?")]
    [Arguments("IFW__WEATHER__RETRY", "{ attempts: 0 }", "IFW__WEATHER__RETRY(1,13): error IFW0303: 'attempts' takes a whole number from 1 to 100, not '0'")]
    [Arguments("IFW__WEATHER__SETTINGS__TAGS", "[a", "IFW__WEATHER__SETTINGS__TAGS(1,3): error IFW0303: a ',' or ']' is missing here")]
    [Arguments("IFW__WEATHER", "a", "IFW__WEATHER(1,1): error IFW0303: takes IFW__NAME__KEY, and names no key")]
    [Arguments("IFW__WEATHER__SETTINGS__", "a", "IFW__WEATHER__SETTINGS__(1,1): error IFW0303: takes IFW__NAME__KEY, and one of the names is empty")]
    [Arguments("IFW__WEATHER__SETTINGS__URL", "${NOT_SET}", "IFW__WEATHER__SETTINGS__URL(1,1): error IFW0301: the environment variable NOT_SET is not set: set it in the environment or in .env")]
    [Arguments("IFW__WEATHER__CONCURRENCY__GROUP", "a", "IFW__WEATHER__CONCURRENCY__GROUP(1,1): error IFW0303: missing key 'limit': add a whole number from 1 to 10000")]
    public async Task Load_BadVariable_IsNamedInsteadOfAFile(string name, string value, string expected)
    {
        using var root = new TemporaryRoot();

        await Assert.That(Shown(Load(root, Config, new() { [name] = value }))).IsEqualTo(expected);
    }

    [Test]
    public async Task Load_VariablesThatDifferInCaseAlone_AreAnErrorWhicheverCounts()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, Config, new() { ["IFW__weather__settings__city"] = "Rome", ["IFW__WEATHER__SETTINGS__CITY"] = "Paris", ["IFW__WEATHER__TIMEOUT"] = "9m" });

        await Assert.That(Shown(loaded)).IsEqualTo(
            "IFW__weather__settings__city(1,1): error IFW0303: IFW__WEATHER__SETTINGS__CITY is there, too; case makes no difference here, so only one of them can count: unset the other");
        await Assert.That(loaded.IsValid).IsFalse();
    }

    [Test]
    public async Task Load_VariablesOfAMapAndOfAKeyInIt_CountInThisOrderWhateverTheirCase()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, Config, new() { ["IFW__weather__retry"] = "{ attempts: 5, delay: 9s }", ["IFW__WEATHER__RETRY__ATTEMPTS"] = "7" });

        await Assert.That(loaded.Diagnostics).IsEmpty();
        await Assert.That(loaded.Config.Retry.Attempts).IsEqualTo(7);
    }

    [Test]
    [Arguments("weather.timeout=soon", "--set weather.timeout=…(1,1): error IFW0303: 'timeout' takes a duration such as 200ms, 10s or 1h30m above 0s to 20d, not 'soon'")]
    [Arguments("weather.settings.count=a: b", "--set weather.settings.count=…(1,1): error IFW0303: 'count' takes a whole number from 1 to 100, not a map")]
    [Arguments("weather=1", "--set weather=…(1,1): error IFW0303: takes name.key=value, and names no key")]
    [Arguments("weather..city=1", "--set weather..city=…(1,1): error IFW0303: takes name.key=value, and one of the names is empty")]
    public async Task Load_BadSet_IsNamedInsteadOfAFile(string set, string expected)
    {
        using var root = new TemporaryRoot();

        await Assert.That(Shown(Load(root, Config, null, set))).IsEqualTo(expected);
    }

    [Test]
    public async Task Load_SetThatGoesTooDeep_IsRefused()
    {
        using var root = new TemporaryRoot();

        await Assert.That(Shown(Load(root, Config, null, "weather" + string.Concat(Enumerable.Repeat(".a", 100_000)) + "=1")))
            .EndsWith("error IFW0303: goes deeper than any configuration does");
    }

    [Test]
    public async Task Load_OverridesOfAnotherIntegration_DoNotCount()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, Config, new() { ["IFW__NEWS__TIMEOUT"] = "soon" }, "news.timeout=later");

        await Assert.That(loaded.Diagnostics).IsEmpty();
    }

    [Test]
    public async Task Load_NameChangedInTheRoot_IsAnError()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.yaml", "name: other\nsettings: { city: Paris }");

        await Assert.That(Shown(Load(root, Config)))
            .IsEqualTo("integrations/weather/config.yaml(1,7): error IFW0107: the name is compiled in: it is 'weather', and can't be changed without a build");
    }

    [Test]
    public async Task Load_TimeZoneThatIsNotKnown_IsAnError()
    {
        using var root = new TemporaryRoot();

        await Assert.That(Shown(Load(root, Config + "schedule: \"0 6 * * * Mars/Olympus\"\n"))).StartsWith(
            "integrations/weather/config.yaml(8,11): error IFW0111: the time zone after the five fields isn't known on this system");
    }

    [Test]
    public async Task Load_NothingSaidAtAll_GivesTheDefaults()
    {
        using var root = new TemporaryRoot();

        var loaded = new ConfigurationLoader(ConfigurationSources.Open(root.Path, null, new Dictionary<string, string>())).Load(TestIntegration.Make("weather"));

        await Assert.That(loaded.IsValid).IsTrue();
        await Assert.That(loaded.Config).IsEqualTo(IntegrationConfig.Default);
        await Assert.That(loaded.Settings.Count).IsEqualTo(0);
    }

    [Test]
    public async Task Load_MetadataInTheRoot_ReplacesTheCompiledIn()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/metadata.yaml", "version: 2.0.0\ntags: [own]\nlast_updated: 2026-01-31\n");

        var metadata = Load(root, Config).Metadata;

        await Assert.That(metadata.Version).IsEqualTo("2.0.0");
        await Assert.That(metadata.Tags).IsEquivalentTo(["own"]);
        await Assert.That(metadata.LastUpdated).IsEqualTo(new DateOnly(2026, 1, 31));
    }

    [Test]
    public async Task Load_OutputPathOutsideInAVariable_IsAnErrorAndInASetIsNot()
    {
        using var root = new TemporaryRoot();
        const string value = "[{ csv: { path: /srv/a.csv } }]";

        var variable = Load(root, Config, new Dictionary<string, string> { ["IFW__WEATHER__DELIVER"] = value });
        var set = Load(root, Config, null, $"weather.deliver={value}");

        await Assert.That(Shown(variable)).IsEqualTo(
            "IFW__WEATHER__DELIVER(1,17): error IFW0303: 'path' takes a path inside output/, not '/srv/a.csv'; another place is for the server to say: in its own config.yaml, an overlay or --set");
        await Assert.That(Shown(set)).IsEqualTo("");
    }

    [Test]
    public async Task Load_SinksOfEveryKind_AreReadWithTheirDefaults()
    {
        using var root = new TemporaryRoot();
        const string sinks = """
            deliver:
              - yaml: { path: a.yaml }
              - jsonl: { path: a.jsonl, mode: append }
              - csv: { path: sub/a.csv }
              - csv: { path: sub/b.csv, mode: append, formulas: escape }
              - sqlite: { path: a.db, table: t, key: [city] }
              - sqlite: { path: a.db, table: u }
              - stdout: {}
            """;

        var deliver = Load(root, Config + sinks).Config.Deliver;

        await Assert.That(deliver[0]).IsEqualTo(new YamlSinkConfig(new OutputPath("a.yaml", root.At("output/a.yaml"))));
        await Assert.That(deliver[1]).IsEqualTo(new JsonLinesSinkConfig(new OutputPath("a.jsonl", root.At("output/a.jsonl")), WriteMode.Append));
        await Assert.That(deliver[2]).IsEqualTo(new CsvSinkConfig(new OutputPath("sub/a.csv", root.At("output/sub/a.csv"))));
        await Assert.That(deliver[3]).IsEqualTo(new CsvSinkConfig(new OutputPath("sub/b.csv", root.At("output/sub/b.csv")), WriteMode.Append, CsvFormulas.Escape));
        await Assert.That(((SqliteSinkConfig)deliver[4]).Mode).IsEqualTo(WriteMode.Upsert);
        await Assert.That(((SqliteSinkConfig)deliver[4]).Key).IsEquivalentTo(["city"]);
        await Assert.That(((SqliteSinkConfig)deliver[5]).Mode).IsEqualTo(WriteMode.Append);
        await Assert.That(deliver[6]).IsEqualTo(new StdoutSinkConfig());
    }

    private static LoadedConfiguration Load(TemporaryRoot root, string? config, Dictionary<string, string>? environment = null, params string[] sets) =>
        new ConfigurationLoader(ConfigurationSources.Open(root.Path, sets, environment ?? []))
            .Load(TestIntegration.Make("weather", config, TestIntegration.Settings));

    private static LoadedConfiguration LoadFor(TemporaryRoot root, IntegrationDescriptor descriptor, Dictionary<string, string> environment) =>
        new ConfigurationLoader(ConfigurationSources.Open(root.Path, null, environment)).Load(descriptor);

    private static string Shown(LoadedConfiguration loaded) => string.Join('\n', loaded.Diagnostics);

    private static string Text(LoadedConfiguration loaded, string key) => loaded.Settings.TryGet(key, out var value) ? value.AsString() : "(missing)";
}
