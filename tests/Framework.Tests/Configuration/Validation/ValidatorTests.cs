using Framework.Tests.Support;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace Framework.Tests.Configuration.Validation;

public class ValidatorTests
{
    private const string Good = "settings: { city: London }\n";

    [Test]
    public async Task Validate_GoodIntegrations_HasNothingToSay()
    {
        using var root = new TemporaryRoot();

        var report = Validate(root, [Make("a", Good), Make("b", Good)]);

        await Assert.That(report.IsValid).IsTrue();
        await Assert.That(report.Diagnostics).IsEmpty();
        await Assert.That(report.Integrations.Select(i => i.Name)).IsEquivalentTo(["a", "b"]);
    }

    [Test]
    public async Task Validate_GroupLimitsThatDiffer_IsAnErrorAtBoth()
    {
        using var root = new TemporaryRoot();

        var report = Validate(root,
        [
            Make("a", Good + "concurrency: { group: g, limit: 2 }"),
            Make("b", Good + "concurrency: { group: g, limit: 3 }"),
            Make("c", Good + "concurrency: { group: h, limit: 3 }"),
        ]);

        await Assert.That(Shown(report)).IsEqualTo(
            """
            integrations/a/config.yaml(2,33): error IFW0125: the group 'g' has the limit 3 in 'b' and 2 here; a group has one limit
            integrations/b/config.yaml(2,33): error IFW0125: the group 'g' has the limit 2 in 'a' and 3 here; a group has one limit
            """);
    }

    [Test]
    [Arguments("yaml: { path: x }", "csv: { path: sub/../x }", "error")]
    [Arguments("sqlite: { path: x, table: t }", "sqlite: { path: x, table: t }", "error")]
    [Arguments("sqlite: { path: x, table: Greet }", "sqlite: { path: x, table: greet }", "error")]
    [Arguments("sqlite: { path: x, table: t }", "yaml: { path: x }", "error")]
    public async Task Validate_OnePathWrittenTwice_IsAnErrorAtBoth(string first, string second, string severity)
    {
        using var root = new TemporaryRoot();

        var report = Validate(root, [Make("a", $"{Good}deliver:\n  - {first}"), Make("b", $"{Good}deliver:\n  - {second}")]);

        await Assert.That(Shown(report)).IsEqualTo(
            $"""
            integrations/a/config.yaml(3,{ColumnOfPath(first)}): {severity} IFW0120: the integration 'b' writes to this path too
            integrations/b/config.yaml(3,{ColumnOfPath(second)}): {severity} IFW0120: the integration 'a' writes to this path too
            """);
    }

    [Test]
    public async Task Validate_OnePathWrittenTwiceWhereOneIsDisabled_IsAWarning()
    {
        using var root = new TemporaryRoot();
        const string sink = "deliver: [ { yaml: { path: x } } ]\n";

        var report = Validate(root, [Make("a", Good + sink + "enabled: false"), Make("b", Good + sink)]);

        await Assert.That(report.Diagnostics.Select(d => d.Severity)).IsEquivalentTo([ConfigSeverity.Warning, ConfigSeverity.Warning]);
    }

    [Test]
    public async Task Validate_OnePathWrittenByThreeOfWhichOneIsDisabled_IsAnErrorAtTheOthers()
    {
        using var root = new TemporaryRoot();
        const string sink = "deliver: [ { yaml: { path: x } } ]\n";

        var report = Validate(root, [Make("a", Good + sink + "enabled: false"), Make("b", Good + sink), Make("c", Good + sink)]);

        await Assert.That(report.Diagnostics.Select(d => $"{d.Severity} {d.Message}")).IsEquivalentTo(
        [
            "Warning the integration 'b' writes to this path too", "Error the integration 'c' writes to this path too", "Error the integration 'b' writes to this path too",
        ]);
    }

    [Test]
    public async Task Validate_TwoTablesOfOneDatabase_HasNothingToSay()
    {
        using var root = new TemporaryRoot();

        var report = Validate(root,
        [
            Make("a", Good + "deliver: [ { sqlite: { path: x, table: t } } ]"), Make("b", Good + "deliver: [ { sqlite: { path: x, table: u } } ]"),
        ]);

        await Assert.That(report.Diagnostics).IsEmpty();
    }

    [Test]
    public async Task Validate_OnePathByALink_IsSeen()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.At("output/real"));
        Directory.CreateSymbolicLink(root.At("output/link"), "real");

        var report = Validate(root, [Make("a", Good + "deliver: [ { yaml: { path: real/x } } ]"), Make("b", Good + "deliver: [ { yaml: { path: link/x } } ]")]);

        await Assert.That(report.Diagnostics.Select(d => d.Id)).IsEquivalentTo(["IFW0120", "IFW0120"]);
    }

    [Test]
    [Arguments("yaml: { path: /proc/self/comm }", true)]
    [Arguments("yaml: { path: /proc/self/comm, mode: append }", false)]
    [Arguments("sqlite: { path: /proc/self/comm, table: t }", true)]
    public async Task Validate_FileInAFolderThatTakesNoOther_IsAnErrorWhereOneIsMadeBesideIt(string sink, bool isError)
    {
        using var root = new TemporaryRoot().Write("integrations/a/config.yaml", $"{Good}deliver:\n  - {sink}\n");

        var report = Validate(root, [Make("a", null)]);

        await Assert.That(report.IsValid).IsEqualTo(!isError);
        if (isError)
        {
            await Assert.That(Shown(report)).Contains($"(3,{ColumnOfPath(sink)}): error IFW0302: ").And.Contains("can't be written, since no file can be made in /proc/");
        }
    }

    [Test]
    public async Task Validate_MisspelledFilesAndFolders_AreToldOf()
    {
        using var root = new TemporaryRoot()
            .Write("integrations/weather/config.yml", Good).Write("integrations/weather/Metadata.yaml", "").Write("integrations/weather/config.prod.YML", Good)
            .Write("integrations/weather/config.test.yaml", "timeout: 5m").Write("integrations/weather/notes.yaml", "").Write("integrations/weather/coffee.yaml", "").Write("integrations/wether/config.yaml", Good)
            .Write("integrations/Directory.Build.props", "").Write("integrations/data/a.csv", "");

        await Assert.That(Shown(Validate(root, [Make("weather", Good)]))).IsEqualTo(
            """
            integrations/weather/Metadata.yaml(1,1): warning IFW0307: no integration reads a file of this name; did you mean 'metadata.yaml'?
            integrations/weather/config.prod.YML(1,1): warning IFW0307: no integration reads a file of this name; did you mean 'config.prod.yaml'?
            integrations/weather/config.yml(1,1): warning IFW0307: no integration reads a file of this name; did you mean 'config.yaml'?
            integrations/wether(1,1): warning IFW0307: no integration has this folder; did you mean 'weather'?
            """);
    }

    [Test]
    public async Task Validate_PathsOfTheFileSystem_AreLookedAt()
    {
        using var root = new TemporaryRoot().Write("output/file", "").Write("output/folder/x", "").Write("data/a.csv", "");
        const string config = """
            settings: { city: a, input: gone.csv, target: folder }
            deliver:
              - yaml: { path: file/below }
              - csv: { path: new/folder/a.csv }
              - jsonl: { path: file }
            """;

        var report = Validate(root, [Make("a", config), Make("b", "settings: { city: a, input: data/*.csv }"), Make("c", "settings: { city: a, input: gone/*.csv }")]);

        await Assert.That(Shown(report)).IsEqualTo(
            $"""
            integrations/a/config.yaml(1,29): warning IFW0306: 'gone.csv' isn't there to be read
            integrations/a/config.yaml(1,47): error IFW0302: 'output/folder' is a folder; a file is written here
            integrations/a/config.yaml(3,19): error IFW0302: 'output/file/below' can't be written: {root.At("output/file")} is a file
            integrations/c/config.yaml(1,29): warning IFW0306: 'gone/*.csv' isn't there to be read
            """);
        await Assert.That(Directory.Exists(root.At("output/new"))).IsFalse();
        await Assert.That(Directory.GetFiles(root.At("output")).Length).IsEqualTo(1);
    }

    [Test]
    public async Task Validate_PipeAndNamesThatAreTooLong_AreErrors()
    {
        using var root = new TemporaryRoot().Write("output/x", "");
        await SpecialFile.MakePipeAsync(root.At("output/pipe"));
        var (fits, journal, tooLong) = (new string('a', 255), new string('b', 248), new string('c', 256));
        var config = $"""
            settings: {Braces("city: a")}
            deliver:
              - yaml: {Braces("path: pipe")}
              - yaml: {Braces($"path: {fits}")}
              - yaml: {Braces($"path: {tooLong}")}
              - yaml: {Braces($"path: {tooLong}/a")}
              - sqlite: {Braces($"path: {journal}, table: t")}
            """;

        await Assert.That(Shown(Validate(root, [Make("a", config)]))).IsEqualTo(
            $"""
            integrations/a/config.yaml(3,19): error IFW0302: 'output/pipe' is not a file: it is a named pipe, which a sink can't write to
            integrations/a/config.yaml(5,19): error IFW0302: 'output/{tooLong}' can't be written: the name {tooLong} is longer than the system takes
            integrations/a/config.yaml(6,19): error IFW0302: 'output/{tooLong}/a' can't be written: the name {tooLong} is longer than the system takes
            integrations/a/config.yaml(7,21): error IFW0302: 'output/{journal}' can't be written: the name {journal}-journal is longer than the system takes
            """);

        static string Braces(string inner) => $"{{ {inner} }}";
    }

    [Test]
    public async Task Validate_LinkMadeSinceTheLastTime_IsSeen()
    {
        using var root = new TemporaryRoot().Write("output/x", "");
        IntegrationDescriptor[] integrations = [Make("a", $"{Good}deliver:\n  - sqlite: {{ path: sym.db, table: t }}\n")];

        await Assert.That(Validate(root, integrations).Diagnostics).IsEmpty();
        File.CreateSymbolicLink(root.At("output/sym.db"), "../telemetry.db");
        await Assert.That(Validate(root, integrations).Diagnostics.Select(d => d.Id)).Contains("IFW0302");
        File.Delete(root.At("output/sym.db"));
        await Assert.That(Validate(root, integrations).Diagnostics).IsEmpty();
    }

    [Test]
    public async Task Validate_Strict_MakesWarningsErrors()
    {
        using var root = new TemporaryRoot();
        IntegrationDescriptor[] integrations = [Make("a", "settings: { city: a, input: gone.csv }")];

        await Assert.That(Validate(root, integrations).IsValid).IsTrue();
        await Assert.That(Validate(root, integrations, new ValidationOptions { Strict = true }).IsValid).IsFalse();
    }

    [Test]
    public async Task Validate_Names_ReportsThoseAndComparesAll()
    {
        using var root = new TemporaryRoot();
        const string sink = "deliver: [ { yaml: { path: x } } ]\n";

        var report = Validate(root, [Make("a", "nonsense: 1\n" + Good + sink), Make("b", Good + sink)], new ValidationOptions { Names = ["b"] });

        await Assert.That(report.Diagnostics.Single().Id).IsEqualTo("IFW0120");
        await Assert.That(report.Integrations.Single().Name).IsEqualTo("b");
    }

    [Test]
    public async Task Validate_OverridesOfIntegrationsThatAreNotThere_AreSaid()
    {
        using var root = new TemporaryRoot();
        var environment = new Dictionary<string, string> { ["IFW__WETHER__TIMEOUT"] = "5m" };

        var report = Validate(root, [Make("weather", Good)], sources: ConfigurationSources.Open(root.Path, ["news.timeout=5m", "nonsense"], environment));

        await Assert.That(Shown(report)).IsEqualTo(
            """
            IFW__WETHER__TIMEOUT(1,1): warning IFW0303: there is no integration 'wether'; did you mean 'weather'?
            --set news.timeout=…(1,1): error IFW0303: there is no integration 'news'; there are: weather
            --set(1,1): error IFW0303: takes name.key=value, and there is no '='
            """);
    }

    [Test]
    public async Task Validate_ExampleThatCannotBeRead_IsSaid()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.At(".env.example"));

        await Assert.That(Shown(Validate(root, [Make("a", Good)]))).IsEqualTo(".env.example(1,1): error IFW0305: this is a folder; a file is needed here");
    }

    [Test]
    public async Task Validate_SourceTree_LooksAtNothingElse()
    {
        using var root = new TemporaryRoot().Write("output/file", "").Write(".env", "broken");
        const string config = "settings: { city: \"${GONE}\", input: gone.csv }\ndeliver: [ { yaml: { path: file/below } } ]\nconcurrency: { group: g, limit: 1 }\n";
        root.Write("integrations/a/config.yaml", config).Write("integrations/b/config.yaml", config.Replace("limit: 1", "limit: 2", StringComparison.Ordinal));

        var report = new ConfigurationValidator(ConfigurationSources.OpenSourceTree(root.Path), Registry([Make("a", null), Make("b", null)])).Validate();

        await Assert.That(report.Diagnostics.Select(d => $"{d.Id} {d.File}")).IsEquivalentTo(
        [
            "IFW0125 integrations/a/config.yaml", "IFW0120 integrations/a/config.yaml",
            "IFW0125 integrations/b/config.yaml", "IFW0120 integrations/b/config.yaml",
        ]);
        await Assert.That(Directory.Exists(root.At("cache"))).IsFalse();
    }

    private static int ColumnOfPath(string sink) => 5 + sink.IndexOf("path: ", StringComparison.Ordinal) + "path: ".Length;

    private static IntegrationDescriptor Make(string name, string? config) => TestIntegration.Make(name, config, TestIntegration.Settings);

    private static IntegrationRegistry Registry(IEnumerable<IntegrationDescriptor> integrations)
    {
        var registry = new IntegrationRegistry();
        foreach (var integration in integrations)
        {
            registry.Add(integration);
        }

        return registry;
    }

    private static ValidationReport Validate(
        TemporaryRoot root, IntegrationDescriptor[] integrations, ValidationOptions? options = null, ConfigurationSources? sources = null) =>
        new ConfigurationValidator(sources ?? ConfigurationSources.Open(root.Path, null, new Dictionary<string, string>()), Registry(integrations)).Validate(options);

    private static string Shown(ValidationReport report) => string.Join('\n', report.Diagnostics);
}
