using Framework.Tests.Support;
using IntegrationFramework.Configuration;

namespace Framework.Tests.Configuration.Loading;

/// <summary>Files that can't be read, paths that lead elsewhere, and the root.</summary>
public class FileTests
{
    private const string Config = "settings: { city: London }";

    [Test]
    public async Task Load_ConfigThatIsAFolder_IsSaidAndNothingElse()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.At("integrations/weather/config.yaml"));

        var loaded = Load(root);

        await Assert.That(loaded.Diagnostics.Single().ToString())
            .IsEqualTo("integrations/weather/config.yaml(1,1): error IFW0305: this is a folder; a file is needed here");
        await Assert.That(loaded.IsValid).IsFalse();
    }

    [Test]
    public async Task Load_ConfigThatIsALinkToNowhere_IsSaid()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/x", "");
        File.CreateSymbolicLink(root.At("integrations/weather/config.yaml"), root.At("gone.yaml"));

        await Assert.That(Load(root).Diagnostics.Single().ToString())
            .IsEqualTo("integrations/weather/config.yaml(1,1): error IFW0305: this is a symbolic link that leads nowhere");
    }

    [Test]
    [Arguments(true, "this is a symbolic link that leads nowhere")]
    [Arguments(false, "this is a file; a folder is needed here")]
    public async Task Load_FolderThatIsNone_IsSaidAndNotTakenForMissing(bool isLink, string expected)
    {
        using var root = new TemporaryRoot().Write("integrations/other/config.yaml", "");
        if (isLink)
        {
            Directory.CreateSymbolicLink(root.At("integrations/weather"), root.At("not-mounted"));
        }
        else
        {
            root.Write("integrations/weather", "");
        }

        var loaded = Load(root);
        await Assert.That(loaded.Diagnostics.Select(diagnostic => diagnostic.ToString())).IsEquivalentTo([$"integrations/weather(1,1): error IFW0305: {expected}"]);
        await Assert.That(loaded.IsValid).IsFalse();
    }

    [Test]
    [Arguments(true, "it is a symbolic link that leads nowhere")]
    [Arguments(false, "it is a file, and a folder is needed here")]
    public async Task Load_FolderOfAllThatIsNone_IsRefused(bool isLink, string expected)
    {
        using var root = new TemporaryRoot();
        var path = root.At("integrations");
        if (isLink)
        {
            Directory.CreateSymbolicLink(path, root.At("not-mounted"));
        }
        else
        {
            root.Write("integrations", "");
        }

        await Assert.That(() => Load(root)).Throws<ConfigurationException>().WithMessage($"The folder '{path}' can't be listed: {expected}");
    }

    [Test]
    [Arguments("config.yaml")]
    [Arguments("config.prod.yaml")]
    [Arguments("metadata.yaml")]
    public async Task Load_FileThatIsNotUtf8_IsSaidAtItsPlace(string name)
    {
        using var root = new TemporaryRoot().Write($"integrations/weather/{name}", "");
        File.WriteAllBytes(root.At($"integrations/weather/{name}"), [.. "enabled: true\nname: é"u8, 0xFF, .. "\n"u8]);

        var loaded = Load(root);

        await Assert.That(loaded.Diagnostics.Single().ToString())
            .IsEqualTo($"integrations/weather/{name}(2,8): error IFW0305: the file isn't UTF-8 from here on; save it as UTF-8");
    }

    [Test]
    public async Task Load_Utf16_IsRefusedAsNotUtf8()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.yaml", "");
        File.WriteAllText(root.At("integrations/weather/config.yaml"), Config, System.Text.Encoding.Unicode);

        await Assert.That(Load(root).Diagnostics.Single().Id).IsEqualTo("IFW0305");
    }

    [Test]
    public async Task Load_FileLargerThanAnyConfiguration_IsNotRead()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.yaml", "");
        using (var file = File.OpenWrite(root.At("integrations/weather/config.yaml")))
        {
            file.SetLength(10L * 1024 * 1024 * 1024);
        }

        await Assert.That(Load(root).Diagnostics.Single().ToString())
            .IsEqualTo("integrations/weather/config.yaml(1,1): error IFW0305: the file has 10,737,418,240 bytes, more than any configuration needs");
    }

    [Test]
    [Arguments("config.yaml")]
    [Arguments("config.prod.yaml")]
    [Arguments("metadata.yaml")]
    public async Task Load_NamedPipe_IsRefusedUnopened(string name)
    {
        using var root = new TemporaryRoot().Write("integrations/weather/x", "");
        await SpecialFile.MakePipeAsync(root.At("integrations/weather/x.pipe"));
        File.CreateSymbolicLink(root.At($"integrations/weather/{name}"), "x.pipe");

        await Assert.That(Load(root).Diagnostics.Single().ToString())
            .IsEqualTo($"integrations/weather/{name}(1,1): error IFW0305: this is a named pipe; only a regular file is read here");
    }

    [Test]
    public async Task Load_EndlessDevice_IsRefusedUnread()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/x", "");
        await SpecialFile.MakeDeviceAsync(root.At("zero"), 5);
        File.CreateSymbolicLink(root.At("integrations/weather/config.yaml"), root.At("zero"));

        await Assert.That(Load(root).Diagnostics.Single().ToString())
            .IsEqualTo("integrations/weather/config.yaml(1,1): error IFW0305: this is a device; only a regular file is read here");
    }

    [Test]
    public async Task Open_DotEnvThatIsAPipe_IsRefusedUnopened()
    {
        using var root = new TemporaryRoot();
        await SpecialFile.MakePipeAsync(root.At(".env"));

        await Assert.That(ConfigurationSources.Open(root.Path, processEnvironment: new Dictionary<string, string>()).Diagnostics.Single().ToString())
            .IsEqualTo(".env(1,1): error IFW0304: this is a named pipe; only a regular file is read here");
    }

    [Test]
    public async Task Open_DotEnvThatIsTheNullDevice_IsEmpty()
    {
        using var root = new TemporaryRoot();
        await SpecialFile.MakeDeviceAsync(root.At(".env"), 3);

        await Assert.That(ConfigurationSources.Open(root.Path, processEnvironment: new Dictionary<string, string>()).Diagnostics).IsEmpty();
    }

    [Test]
    public async Task Load_TenMegabytes_AreRefused()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.yaml", "# " + new string('x', 10_000_000));

        await Assert.That(Load(root).Diagnostics.Single().Id).IsEqualTo("IFW0127");
    }

    [Test]
    public async Task Load_ByteOrderMark_IsNoPartOfTheText()
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.yaml", "");
        File.WriteAllBytes(root.At("integrations/weather/config.yaml"), [0xEF, 0xBB, 0xBF, .. "enabeld: true\nsettings: { city: a }"u8]);

        await Assert.That(Load(root).Diagnostics.Single().ToString())
            .IsEqualTo("integrations/weather/config.yaml(1,1): error IFW0102: unknown key 'enabeld'; did you mean 'enabled'?");
    }

    [Test]
    [Arguments("/tmp/elsewhere.yaml")]
    [Arguments("../elsewhere.yaml")]
    public async Task Load_OutputElsewhere_IsForTheServerToSay(string path)
    {
        using var root = new TemporaryRoot();
        var config = $"settings: {{ city: a, target: {path} }}";

        var compiled = Load(root, config);
        var set = Load(root, Config, sets: $"weather.settings.target={path}");
        var own = Load(root.Write("integrations/weather/config.yaml", config), config);
        var overlay = Load(root.Write("integrations/weather/config.yaml", Config).Write("integrations/weather/config.prod.yaml", $"settings: {{ target: {path} }}"), Config);
        var sourceTree = new ConfigurationLoader(ConfigurationSources.OpenSourceTree(root.Write("integrations/weather/config.yaml", config).Path))
            .Load(TestIntegration.Make("weather", config, TestIntegration.Settings));

        await Assert.That(compiled.Diagnostics.Single().Id).IsEqualTo("IFW0119");
        await Assert.That(set.Diagnostics).IsEmpty();
        await Assert.That(own.Diagnostics).IsEmpty();
        await Assert.That(overlay.Diagnostics).IsEmpty();
        await Assert.That(sourceTree.Diagnostics.Single().Id).IsEqualTo("IFW0119");
    }

    [Test]
    [Arguments("../telemetry.db")]
    [Arguments("../telemetry.db-wal")]
    [Arguments("sandbox/telemetry.db")]
    [Arguments("../.env")]
    [Arguments("../cache/validation_cache.json")]
    [Arguments("../cache/locks/x.lock")]
    [Arguments("../metadata.yaml")]
    [Arguments("../integrations/weather/config.yaml")]
    [Arguments("../integrations/other/config.production.yaml")]
    [Arguments("../integrations/other/../weather/metadata.yaml")]
    public async Task Load_OutputOverAFileOfTheFrameworksOwn_IsRefused(string path)
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.yaml", $"settings: {{ city: a, target: {path} }}");

        var diagnostic = Load(root, Config).Diagnostics.Single();

        await Assert.That(diagnostic.Id).IsEqualTo("IFW0302");
        await Assert.That(diagnostic.Message).EndsWith("is a file that ifw itself works with; write to another one");
    }

    [Test]
    [Arguments("../telemetry.csv")]
    [Arguments("../integrations/weather/data/config.yaml")]
    [Arguments("../config.yaml")]
    [Arguments("cache/a.csv")]
    [Arguments("telemetry.db")]
    public async Task Load_OutputNearAFileOfTheFrameworksOwn_IsFine(string path)
    {
        using var root = new TemporaryRoot().Write("integrations/weather/config.yaml", $"settings: {{ city: a, target: {path} }}");
        await Assert.That(Load(root, Config).Diagnostics).IsEmpty();
    }

    [Test]
    [Arguments("telemetry.db", "output/sym.db", "sym.db")]
    [Arguments(".env", "output/env", "env")]
    [Arguments("", "output/here", "here/telemetry.db")]
    [Arguments("integrations/weather", "output/mine", "mine/config.yaml")]
    [Arguments("cache", "output/cached", "cached/validation_cache.json")]
    public async Task Load_OutputThatALinkLeadsToAFileOfTheFrameworksOwn_IsRefused(string target, string link, string path)
    {
        using var root = new TemporaryRoot()
            .Write("output/x", "").Write("cache/validation_cache.json", "").Write("integrations/weather/config.yaml", $"settings: {{ city: a, target: {path} }}");
        File.CreateSymbolicLink(root.At(link), root.At(target));

        await Assert.That(Load(root, Config).Diagnostics.Select(d => d.ToString()).Single(d => d.Contains("IFW0302", StringComparison.Ordinal)))
            .EndsWith("is a file that ifw itself works with; write to another one");
    }

    [Test]
    [Arguments("telemetry.db", "data/runs.db")]
    [Arguments("integrations", "data/integrations", "/weather/metadata.yaml")]
    public async Task Load_OutputToWhereALinkOfTheFrameworksOwnLeads_IsRefused(string link, string target, string below = "")
    {
        using var root = new TemporaryRoot();
        using var own = new TemporaryRoot().Write(target + (below.Length == 0 ? "" : "/x"), "");
        File.CreateSymbolicLink(root.At(link), own.At(target));

        await Assert.That(Load(root, Config, sets: $"weather.settings.target={own.At(target)}{below}").Diagnostics.Single().Message)
            .IsEqualTo($"'{link}{below}' is a file that ifw itself works with; write to another one");
    }

    [Test]
    public async Task Load_RootThatALinkNames_KeepsItsOwnFiles()
    {
        using var root = new TemporaryRoot();
        using var link = new TemporaryRoot();
        Directory.CreateSymbolicLink(link.At("root"), root.Path);

        var sources = ConfigurationSources.Open(link.At("root"), [$"weather.settings.target={root.At("telemetry.db")}"], new Dictionary<string, string>());
        var loaded = new ConfigurationLoader(sources).Load(TestIntegration.Make("weather", Config, TestIntegration.Settings));

        await Assert.That(loaded.Diagnostics.Single().Message).IsEqualTo("'telemetry.db' is a file that ifw itself works with; write to another one");
    }

    [Test]
    [Arguments("yaml: { path: a }", "csv: { path: b }", true)]
    [Arguments("yaml: { path: in/a }", "csv: { path: out/a }", true)]
    [Arguments("sqlite: { path: a, table: t }", "sqlite: { path: b, table: T }", true)]
    [Arguments("sqlite: { path: a, table: t }", "sqlite: { path: b, table: u }", false)]
    [Arguments("yaml: { path: in/a }", "csv: { path: a }", false)]
    public async Task Load_TwoSinksThatLinksLeadToOneFile_AreRefused(string first, string second, bool same)
    {
        using var root = new TemporaryRoot().Write("output/a", "").Write("output/in/a", "");
        File.CreateSymbolicLink(root.At("output/b"), "a");
        Directory.CreateSymbolicLink(root.At("output/out"), "in");

        var found = Load(root, $"{Config}\ndeliver:\n  - {first}\n  - {second}\n").Diagnostics.Select(d => d.ToString());

        await Assert.That(found).IsEquivalentTo(same
            ? [$"integrations/weather/config.yaml(4,{second.IndexOf("path:", StringComparison.Ordinal) + 11}): error IFW0120: the sink of line 3 writes to this file too, by another path"]
            : Array.Empty<string>());
    }

    [Test]
    [Arguments("yaml: { path: a/ }", "IFW0104: 'path' takes the path of a file, and 'a/' is one of a folder")]
    [Arguments("csv: { path: a/.. }", "IFW0104: 'path' takes the path of a file, and 'a/..' is one of a folder")]
    [Arguments("sqlite: { path: ., table: t }", "IFW0104: 'path' takes the path of a file, and '.' is one of a folder")]
    [Arguments("sqlite: { path: a, table: SQLite_x }", "IFW0107: 'table' takes a name that is free, and those like 'SQLite_x' are kept for SQLite and for ifw")]
    [Arguments("sqlite: { path: a, table: _ifw_receipts }", "IFW0107: 'table' takes a name that is free, and those like '_ifw_receipts' are kept for SQLite and for ifw")]
    public async Task Load_NameThatNoFileOrTableCanHave_IsRefused(string sink, string message)
    {
        using var root = new TemporaryRoot();

        await Assert.That(Load(root, $"{Config}\ndeliver:\n  - {sink}\n").Diagnostics.Single().ToString()).EndsWith($"error {message}");
    }

    [Test]
    public async Task Load_OutputThroughALink_IsFollowed()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.At("output/inside"));
        Directory.CreateDirectory(root.At("elsewhere"));
        Directory.CreateSymbolicLink(root.At("output/out"), root.At("elsewhere"));
        Directory.CreateSymbolicLink(root.At("output/in"), "inside");
        Directory.CreateSymbolicLink(root.At("output/round"), "round");

        await Assert.That(Load(root, "settings: { city: a, target: out/a.yaml }").Diagnostics.Single().Id).IsEqualTo("IFW0119");
        await Assert.That(Load(root, "settings: { city: a, target: in/a.yaml }").Diagnostics).IsEmpty();
        await Assert.That(Load(root, "settings: { city: a, target: round/a.yaml }").Diagnostics.Single().Id).IsEqualTo("IFW0302");
    }

    [Test]
    public async Task Load_OutputFolderThatIsALink_IsWhereOutputIs()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.At("elsewhere"));
        Directory.CreateSymbolicLink(root.At("output"), root.At("elsewhere"));

        await Assert.That(Load(root, "settings: { city: a, target: a.yaml }").Diagnostics).IsEmpty();
    }

    [Test]
    public async Task Load_Paths_AreRelativeToTheRootAndToItsOutput()
    {
        using var root = new TemporaryRoot();

        var loaded = Load(root, "settings: { city: a, input: data/a.csv, target: b/../c.yaml }");

        loaded.Settings.TryGet("input", out var input);
        loaded.Settings.TryGet("target", out var target);
        await Assert.That(input.AsInputPath().FullPath).IsEqualTo(root.At("data/a.csv"));
        await Assert.That(target.AsOutputPath().FullPath).IsEqualTo(root.At("output/c.yaml"));
    }

    [Test]
    public async Task Load_VariableThatTheRootsExampleLacks_IsAnError()
    {
        using var root = new TemporaryRoot().Write(".env.example", "CITY=London\n");

        await Assert.That(Load(root, "settings: { city: \"${CITTY:-a}\" }").Diagnostics.Single().Message)
            .IsEqualTo("the variable CITTY is not in .env.example; did you mean CITY?");
    }

    [Test]
    public async Task Load_SourceTree_TakesNothingFromOutside()
    {
        using var root = new TemporaryRoot()
            .Write(".env", "GONE=\n")
            .Write("integrations/weather/config.yaml", "settings:\n  city: ${GONE}\n  count: 0\n")
            .Write("integrations/weather/config.prod.yaml", "timeout: soon\n")
            .Write("integrations/weather/metadata.yaml", "version: 1\ntags: [a]\n");

        var loaded = new ConfigurationLoader(ConfigurationSources.OpenSourceTree(root.Path)).Load(TestIntegration.Make("weather", Config, TestIntegration.Settings));

        await Assert.That(loaded.Diagnostics.Select(d => $"{d.Id} {d.File}({d.Line},{d.Column})")).IsEquivalentTo(
        [
            "IFW0206 integrations/weather/metadata.yaml(1,10)",
            "IFW0105 integrations/weather/config.yaml(3,10)",
            "IFW0108 integrations/weather/config.prod.yaml(1,10)",
        ]);
    }

    [Test]
    public async Task Find_Root_PrefersOptionThenVariableThenParents()
    {
        using var root = new TemporaryRoot().Write("project/metadata.yaml", "").Write("project/integrations/a/x", "").Write("project/deep/er/x", "").Write("other/x", "");
        var named = new Dictionary<string, string> { ["IFW_ROOT"] = root.At("other") };

        await Assert.That(RootFolder.Find("../../", named, root.At("project/deep/er"))).IsEqualTo(root.At("project"));
        await Assert.That(RootFolder.Find(null, named, root.At("project"))).IsEqualTo(root.At("other"));
        await Assert.That(RootFolder.Find(null, new Dictionary<string, string>(), root.At("project/deep/er"))).IsEqualTo(root.At("project"));
        await Assert.That(RootFolder.Find(null, new Dictionary<string, string>(), root.At("other"))).IsEqualTo(root.At("other"));
    }

    [Test]
    public async Task Find_RootThatIsNotThere_NamesIt()
    {
        using var root = new TemporaryRoot();

        await Assert.That(() => RootFolder.Find("gone", new Dictionary<string, string>(), root.Path))
            .Throws<ConfigurationException>()
            .WithMessage($"The folder '{root.At("gone")}' that --root names isn't there.");
    }

    [Test]
    public async Task Find_RootThatIsAFile_SaysSo()
    {
        using var root = new TemporaryRoot().Write("file", "");

        await Assert.That(() => RootFolder.Find("file", new Dictionary<string, string>(), root.Path))
            .Throws<ConfigurationException>()
            .WithMessage($"'{root.At("file")}', which --root names, is a file; a folder is needed.");
    }

    private static LoadedConfiguration Load(TemporaryRoot root, string config = Config, params string[] sets) =>
        new ConfigurationLoader(ConfigurationSources.Open(root.Path, sets, new Dictionary<string, string> { ["IFW_ENVIRONMENT"] = "prod" }))
            .Load(TestIntegration.Make("weather", config, TestIntegration.Settings));
}
