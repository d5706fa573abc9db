using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

/// <summary>Where the parser differs from the specification: what docs/YAML.md lists.</summary>
public class YamlDialectTests
{
    private static readonly ValueSchema Text = new(ValueKind.String) { Nullable = true };

    private static readonly MapSchema Settings = new(
        new KeySchema("city", Text),
        new KeySchema("list", new ValueSchema(ValueKind.List) { Item = Text }),
        new KeySchema("options", new ValueSchema(ValueKind.Dictionary) { Item = Text }));

    [Test]
    [Arguments("comment sticking to a directive", "%YAML 1.2#no\n---\nenabled: true")]
    [Arguments("comment sticking to a brace", "settings: { city: a }#no")]
    [Arguments("key of more than 1024 characters in a flow map", "settings: { options: { LONG: a } }")]
    [Arguments("verbatim tag that is only '!'", "settings:\n  city: !<!> a")]
    public async Task Check_AcceptedAgainstTheSpecification_SaysNothing(string name, string text)
    {
        await Assert.That(Check(text.Replace("LONG", new string('k', 1025), StringComparison.Ordinal))).IsEmpty().Because(name);
    }

    [Test]
    [Arguments("tab before a comment", "settings:\n  city: a\n\t# comment")]
    [Arguments("version of a later minor number", "%YAML 1.9\n---\nenabled: true")]
    [Arguments("tab on a blank line", "settings:\n\t\n  city: a")]
    [Arguments("next line (U+0085) in a plain text", "settings:\n  city: a\u0085b")]
    [Arguments("line separator (U+2028) in a plain text", "settings:\n  city: a\u2028b")]
    [Arguments("flow map over lines at its key's column", "settings: {\ncity: a\n}")]
    public async Task Check_RefusedAgainstTheSpecification_IsASyntaxError(string name, string text)
    {
        await Assert.That(Check(text).Single().Id).IsEqualTo("IFW0101").Because(name);
    }

    [Test]
    [Arguments("settings:\n  city: |\n    a\n    \tb")]
    [Arguments("settings:\n  city: a\t# comment")]
    [Arguments("enabled\t:\ttrue\t")]
    [Arguments("settings: {\n  \tcity: a }")]
    [Arguments("settings:\n  city: \"a\n    \tb\"")]
    [Arguments("? enabled\n: true")]
    [Arguments("--- {enabled: true}\n...\n")]
    [Arguments("%FOO bar\n---\nenabled: true")]
    [Arguments("settings:\n  city: !!str 5\n  list: !!seq [a]\n  options: !!map {a: ! b}")]
    [Arguments("settings:\n  &k city: a\n  list: [*k]")]
    [Arguments("settings:\n  list:\n  - a\n  -\tb")]
    [Arguments("\uFEFFenabled: true")]
    [Arguments("enabled: true\r\ntimeout: 5m\r\n")]
    [Arguments("enabled: true\rtimeout: 5m\r")]
    [Arguments("settings:\n  city: \ud83d\ude00")]
    [Arguments("settings:\n  city: \"\\ud83d\\ude00 \\0\"")]
    [Arguments("")]
    [Arguments("# nothing\n")]
    [Arguments("---\n")]
    [Arguments("~")]
    public async Task Check_GoodDocument_SaysNothing(string text)
    {
        await Assert.That(Check(text)).IsEmpty();
    }

    private static IReadOnlyList<ConfigDiagnostic> Check(string text) =>
        ConfigRules.Check("config.yaml", text, ConfigFileKind.Config, Settings, CheckOptions.Default).Diagnostics;
}
