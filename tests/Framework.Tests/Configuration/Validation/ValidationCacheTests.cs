using Framework.Tests.Support;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace Framework.Tests.Configuration.Validation;

public class ValidationCacheTests
{
    private const string Config = "settings:\n  city: ${CITY}\n  count: 0\nconcurrency: { group: g, limit: 2 }\ndeliver:\n  - sqlite: { path: a.db, table: t }\n";
    private const string CacheFile = "cache/validation_cache.json";

    [Test]
    public async Task Validate_SameContent_ComesFromTheCacheAndSaysTheSame()
    {
        using var root = new TemporaryRoot();

        var first = Validate(root);
        var second = Validate(root);

        await Assert.That(first.Integrations.Single().FromCache).IsFalse();
        await Assert.That(second.Integrations.Single().FromCache).IsTrue();
        await Assert.That(second.Diagnostics).IsEquivalentTo(first.Diagnostics);
        await Assert.That(second.Diagnostics.Count()).IsEqualTo(1);
    }

    [Test]
    public async Task Validate_FromTheCache_StillComparesIntegrations()
    {
        using var root = new TemporaryRoot();
        IntegrationDescriptor[] two = [Make("a", Config), Make("b", Config.Replace("limit: 2", "limit: 3", StringComparison.Ordinal))];

        var first = Validate(root, two);
        var second = Validate(root, two);

        await Assert.That(second.Integrations.All(i => i.FromCache)).IsTrue();
        await Assert.That(second.Diagnostics).IsEquivalentTo(first.Diagnostics);
        await Assert.That(second.Diagnostics.Select(d => d.Id)).Contains("IFW0125").And.Contains("IFW0120");
    }

    [Test]
    public async Task Validate_AnythingThatCounts_IsLookedAtAgain()
    {
        using var root = new TemporaryRoot();
        Validate(root);

        await Assert.That(IsFresh(Validate(root, [Make("a", Config + "\n")]))).IsTrue().Because("the compiled-in text has changed");
        await Assert.That(IsFresh(Validate(root, [Make("a", Config + "\n", new MapSchema())]))).IsTrue().Because("the schema has changed");
        await Assert.That(IsFresh(Validate(root, city: "Paris"))).IsTrue().Because("a variable in the text has changed");
        await Assert.That(IsFresh(Validate(root, city: "Paris"))).IsFalse();
        await Assert.That(IsFresh(Validate(root, city: "Paris", sets: "a.timeout=5m"))).IsTrue().Because("--set says something");
        await Assert.That(IsFresh(Validate(root.Write("integrations/a/config.yaml", Config)))).IsTrue().Because("the root has a file");
        await Assert.That(IsFresh(Validate(root.Write("integrations/a/metadata.yaml", "version: 1")))).IsTrue().Because("the root has metadata");
        await Assert.That(IsFresh(Validate(root.Write(".env.example", "CITY=x")))).IsTrue().Because("the root has an example");
        await Assert.That(IsFresh(Validate(root.Write("unrelated.yaml", "a: b")))).IsFalse();
    }

    [Test]
    [Arguments("")]
    [Arguments("{")]
    [Arguments("[]")]
    [Arguments("{\"version\":1}")]
    [Arguments("{\"version\":\"x\"}")]
    [Arguments("{\"version\":1,\"integrations\":{\"a\":{\"key\":null}}}")]
    [Arguments("{\"version\":1,\"integrations\":{\"a\":5}}")]
    [Arguments("{\"version\":99,\"integrations\":{}}")]
    public async Task Validate_CorruptCache_IsIgnoredAndWrittenAnew(string text)
    {
        using var root = new TemporaryRoot().Write(CacheFile, text);

        var first = Validate(root);
        var second = Validate(root);

        await Assert.That(first.Diagnostics.Single().Id).IsEqualTo("IFW0105");
        await Assert.That(IsFresh(second)).IsFalse();
        await Assert.That(Directory.GetFiles(root.At("cache")).Length).IsEqualTo(1);
    }

    [Test]
    public async Task Validate_CacheThatCannotBeWritten_IsDoneWithout()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.At(CacheFile));

        await Assert.That(Validate(root).Diagnostics.Single().Id).IsEqualTo("IFW0105");
        await Assert.That(Directory.GetFileSystemEntries(root.At("cache")).Length).IsEqualTo(1);
    }

    [Test]
    public async Task Validate_WithoutCache_LeavesNone()
    {
        using var root = new TemporaryRoot();

        Validator(root, [Make("a", Config)], "London").Validate(new ValidationOptions { UseCache = false });

        await Assert.That(Directory.Exists(root.At("cache"))).IsFalse();
    }

    [Test]
    public async Task Validate_SecretsInVariables_AreNotInTheCache()
    {
        using var root = new TemporaryRoot();
        var environment = new Dictionary<string, string> { ["TOKEN"] = "hunter2-token", ["IFW__A__SETTINGS__VENDOR__TOKEN"] = "hunter2-vendor" };
        var sources = ConfigurationSources.Open(root.Path, ["a.settings.api_key=hunter2-set"], environment);

        new ConfigurationValidator(sources, Registry([Make("a", "settings: { city: a, api_key: \"${TOKEN}\" }")])).Validate();

        var text = await File.ReadAllTextAsync(root.At(CacheFile));
        await Assert.That(text).Contains("IFW0303").And.DoesNotContain("hunter2");
    }

    [Test]
    public async Task LookUp_BeforeAndAfter_KnowsWhatWasValidated()
    {
        using var root = new TemporaryRoot();
        IntegrationDescriptor[] two = [Make("a", Config), Make("b", "settings: { city: a }")];
        var validator = Validator(root, two, "London");

        var before = validator.LookUp(two);
        validator.Validate();
        var after = validator.LookUp(two);

        await Assert.That(before["a"]).IsNull();
        await Assert.That(after["a"]).IsFalse();
        await Assert.That(after["b"]).IsTrue();
        await Assert.That(Validator(root, two, "Paris").LookUp(two)["a"]).IsNull();
    }

    [Test]
    public async Task Validate_IntegrationThatIsGone_IsForgotten()
    {
        using var root = new TemporaryRoot();
        Validate(root, [Make("gone", Config)]);

        Validate(root);

        await Assert.That(await File.ReadAllTextAsync(root.At(CacheFile))).DoesNotContain("gone");
    }

    private static bool IsFresh(ValidationReport report) => !report.Integrations.Single().FromCache;

    private static ValidationReport Validate(TemporaryRoot root, IntegrationDescriptor[]? integrations = null, string city = "London", params string[] sets) =>
        Validator(root, integrations ?? [Make("a", Config)], city, sets).Validate();

    private static ConfigurationValidator Validator(TemporaryRoot root, IntegrationDescriptor[] integrations, string city, params string[] sets) =>
        new(ConfigurationSources.Open(root.Path, sets, new Dictionary<string, string> { ["CITY"] = city }), Registry(integrations));

    private static IntegrationDescriptor Make(string name, string config, MapSchema? settings = null) =>
        TestIntegration.Make(name, config, settings ?? TestIntegration.Settings);

    private static IntegrationRegistry Registry(IEnumerable<IntegrationDescriptor> integrations)
    {
        var registry = new IntegrationRegistry();
        foreach (var integration in integrations)
        {
            registry.Add(integration);
        }

        return registry;
    }
}
