using Framework.Tests.Running;
using Framework.Tests.Support;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace Framework.Tests.Configuration.Loading;

/// <summary>Sinks of authors' own in every layer of the configuration.</summary>
public class SinkTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Test]
    public async Task Load_SinkWithSettings_GivesItsSettingsAndItsSecret()
    {
        using var root = new TemporaryRoot();
        var loaded = Load(root, Make("deliver:\n  - hook: { token: \"${TOKEN}\", mode: replace }\n"), [], new() { ["TOKEN"] = "sesame-7316" });
        await Assert.That(loaded.Diagnostics).IsEmpty();
        var sink = (AuthorSinkConfig)loaded.Config.Deliver.Single();
        sink.Settings.TryGet("token", out var token);
        await Assert.That((sink.Kind, token.AsSecret().Reveal())).IsEqualTo(("hook", "sesame-7316"));
        await Assert.That(loaded.Secrets).IsEquivalentTo(["sesame-7316"]);
        await Assert.That(sink.ToString()).DoesNotContain("sesame");
    }

    [Test]
    public async Task Load_SinkWithNothingBehindItsKey_HasItsDefaults()
    {
        using var root = new TemporaryRoot();
        var loaded = Load(root, Make("deliver:\n  - hook:\n"), [], Nothing);
        await Assert.That(loaded.Diagnostics).IsEmpty();
        await Assert.That(((AuthorSinkConfig)loaded.Config.Deliver.Single()).Settings.Count).IsEqualTo(0);
    }

    [Test]
    [Arguments("config.prod.yaml", "IFW0102", "unknown key 'tokn'; did you mean 'token'?")]
    [Arguments("--set", "IFW0303", "unknown key 'tokn'; did you mean 'token'?")]
    [Arguments("IFW__WEATHER__DELIVER", "IFW0303", "unknown key 'tokn'; did you mean 'token'?")]
    public async Task Load_MistakeInALayer_IsFoundThere(string layer, string id, string message)
    {
        using var root = new TemporaryRoot();
        const string deliver = "[{hook: {tokn: x}}]";
        root.Write("integrations/weather/config.yaml", "deliver: []\n");
        var variables = new Dictionary<string, string> { ["IFW_ENVIRONMENT"] = "prod" };
        string[] sets = [];
        switch (layer)
        {
            case "--set":
                sets = ["weather.deliver=" + deliver];
                break;
            case "config.prod.yaml":
                root.Write("integrations/weather/config.prod.yaml", $"deliver: {deliver}\n");
                break;
            default:
                variables[layer] = deliver;
                break;
        }

        var loaded = Load(root, Make("deliver: []\n"), sets, variables);
        await Assert.That(loaded.Diagnostics.Count).IsEqualTo(1).Because(string.Join('\n', loaded.Diagnostics));
        await Assert.That(loaded.Diagnostics[0].Id).IsEqualTo(id);
        await Assert.That(loaded.Diagnostics[0].Message).Contains(message);
        await Assert.That(loaded.Diagnostics[0].File).Contains(layer);
    }

    [Test]
    public async Task Load_SinkThatNobodyHas_IsUnknown()
    {
        using var root = new TemporaryRoot();
        var loaded = Load(root, TestIntegration.Make("weather", "deliver:\n  - hook: {}\n"), [], Nothing);
        await Assert.That(loaded.Diagnostics.Single().Message).StartsWith("unknown key 'hook'");
    }

    [Test]
    public async Task Load_SourceWithACursor_MayHaveASinkWithAModeOfItsOwn()
    {
        using var root = new TemporaryRoot();
        var descriptor = HookSink.Into(new Receiver(), PagedScript.Descriptor("deliver:\n  - hook: { mode: replace }\n", () => throw new NotSupportedException()));
        await Assert.That(Load(root, descriptor, [], Nothing).Diagnostics).IsEmpty();
    }

    [Test]
    public async Task Load_SinkThatWritesAnothersFile_IsAnError()
    {
        using var root = new TemporaryRoot();
        var loaded = Load(root, Make("deliver:\n  - jsonl: { path: a.jsonl }\n  - hook: { copy: ./a.jsonl }\n"), [], Nothing);
        await Assert.That(loaded.Diagnostics.Single().Id).IsEqualTo("IFW0120");
        await Assert.That(loaded.Diagnostics.Single().Line).IsEqualTo(3);
    }

    [Test]
    public async Task Validate_SinkOfAnotherSchema_IsNotTakenFromTheCache()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/weather/config.yaml", "deliver:\n  - hook: { size: 1 }\n");
        await Assert.That(Validate(root, "size").Single().FromCache).IsFalse();
        await Assert.That(Validate(root, "size").Single().FromCache).IsTrue();
        var changed = Validate(root, "length").Single();
        await Assert.That(changed.FromCache).IsFalse();
        await Assert.That(changed.Diagnostics.Single().Message).StartsWith("unknown key 'size'");
    }

    private static IReadOnlyList<IntegrationValidation> Validate(TemporaryRoot root, string key)
    {
        var registry = new IntegrationRegistry().Add(TestIntegration.Make("weather")).AddSink(new SinkDescriptor("hook", (_, _) => throw new NotSupportedException())
        {
            SettingsFactory = () => new MapSchema(new KeySchema(key, new ValueSchema(ValueKind.Integer))),
        });
        return new ConfigurationValidator(ConfigurationSources.Open(root.Path, null, Nothing), registry).Validate().Integrations;
    }

    private static IntegrationDescriptor Make(string config) => HookSink.Into(new Receiver(), TestIntegration.Make("weather", config));

    private static LoadedConfiguration Load(TemporaryRoot root, IntegrationDescriptor descriptor, IReadOnlyList<string> sets, Dictionary<string, string> variables) =>
        new ConfigurationLoader(ConfigurationSources.Open(root.Path, sets, variables)).Load(descriptor);
}
