using Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Generators.Tests.Diagnostics;

/// <summary>How classes, folders and names go together.</summary>
public class LayoutDiagnosticsTests
{
    private const string Place = "(5,29): ";

    [Test]
    public async Task Folder_WithoutConfig_IsReportedAtTheClass()
    {
        var run = Samples.Project("alpha", "beta").Remove("alpha/config.yaml").Run();
        await Expect.Diagnostics(run.Diagnostics, $"alpha/Alpha.cs{Place}IFW0007: There is no config.yaml beside 'Alpha'; add one to the folder 'alpha'");
        await Assert.That(run.CompilerMessages).IsEmpty();
    }

    [Test]
    public async Task Folder_WithoutMetadata_IsReportedAtTheClass()
    {
        var run = Samples.Project("alpha").Remove("alpha/metadata.yaml").Run();
        await Expect.Diagnostics(run.Diagnostics, $"alpha/Alpha.cs{Place}IFW0008: There is no metadata.yaml beside 'Alpha'; add one to the folder 'alpha', with 'version' and 'tags'");
    }

    [Test]
    public async Task Folder_WithoutClass_IsReportedAtItsYaml()
    {
        var run = Samples.Project("alpha").Yaml("ghost/config.yaml", "").Yaml("ghost/metadata.yaml", "").Run();
        await Expect.Diagnostics(run.Diagnostics, "ghost/config.yaml(1,1): IFW0009: The folder 'ghost' has a config.yaml but no class marked [Integration]; add the class, or remove the file");
    }

    [Test]
    public async Task Folder_WithTwoClasses_IsReportedAtTheSecond()
    {
        var run = Samples.Project("alpha").Source("alpha/Beta.cs", Samples.Minimal("Beta", "Demo.Beta")).Run();
        await Expect.Diagnostics(run.Diagnostics, $"alpha/Beta.cs{Place}IFW0018: The folder 'alpha' holds two integrations, 'Alpha' and 'Beta'; give each its own folder");
    }

    [Test]
    [Arguments("alpha/Inner/", "alpha/", "move the class up, to the folder 'alpha', where its YAML is")]
    [Arguments("alpha/Inner/Most/", "alpha/", "move the class up, to the folder 'alpha', where its YAML is")]
    [Arguments("alpha/Inner/", "", "move the class and its YAML up, to the folder 'alpha': of the folders inside it no YAML is read")]
    [Arguments("", "", "move the class and its YAML into a folder of their own, in the folder of the project")]
    public async Task Class_OutsideOfTheFoldersWithYaml_IsToldWhereToMove(string folder, string yaml, string advice)
    {
        var project = Samples.Project("beta").Source(folder + "Alpha.cs", Samples.Minimal("Alpha", "Demo.Alpha"));
        if (yaml.Length > 0)
        {
            project.Yaml(yaml + "config.yaml", Samples.Config).Yaml(yaml + "metadata.yaml", Samples.Metadata);
        }

        await Expect.Diagnostics(project.Run().Diagnostics, $"{folder}Alpha.cs{Place}IFW0007: There is no config.yaml beside 'Alpha'; {advice}");
    }

    [Test]
    public async Task Class_BelowAnothersFolder_IsToldToMoveUp()
    {
        var run = Samples.Project("alpha").Source("alpha/inner/Beta.cs", Samples.Minimal("Beta", "Demo.Beta")).Run();
        await Expect.Diagnostics(
            run.Diagnostics,
            $"alpha/inner/Beta.cs{Place}IFW0007: There is no config.yaml beside 'Beta'; move the class and its YAML up, to the folder 'alpha': of the folders inside it no YAML is read");
    }

    [Test]
    public async Task Class_OfAProjectThatReadsDeeperFolders_IsToldToAddTheFile()
    {
        var run = new TestProject().Source("alpha/inner/Alpha.cs", Samples.Minimal("Alpha", "Demo.Alpha")).Yaml("alpha/inner/metadata.yaml", Samples.Metadata).Run();
        await Expect.Diagnostics(run.Diagnostics, $"alpha/inner/Alpha.cs{Place}IFW0007: There is no config.yaml beside 'Alpha'; add one to the folder 'inner'");
    }

    [Test]
    public async Task Folder_NotInSnakeCase_IsReportedWithABetterName()
    {
        var run = new TestProject().Source("MyThing/Alpha.cs", Samples.Minimal("Alpha", "Demo.Alpha"))
            .Yaml("MyThing/config.yaml", Samples.Config).Yaml("MyThing/metadata.yaml", Samples.Metadata).Run();
        await Expect.Diagnostics(run.Diagnostics, $"MyThing/Alpha.cs{Place}IFW0019: The integration's name 'MyThing' isn't snake_case; write 'my_thing'");
    }

    [Test]
    [Arguments("weather_report", null)]
    [Arguments("WeatherReport", "IFW0019")]
    public async Task Folder_NotInSnakeCase_MayBeGivenAnotherName(string name, string? expected)
    {
        var run = new TestProject().Source("WeatherReport/Alpha.cs", Samples.Minimal("Alpha", "Demo.Alpha"))
            .Yaml("WeatherReport/config.yaml", $"name: {name}\n{Samples.Config}").Yaml("WeatherReport/metadata.yaml", Samples.Metadata).Run();
        await Assert.That(run.Diagnostics.Any(diagnostic => diagnostic.Contains("IFW0019", StringComparison.Ordinal))).IsEqualTo(expected is not null);
        await Assert.That(run.Diagnostics.Count == 0).IsEqualTo(expected is null);
    }

    [Test]
    public async Task Name_OfAnotherFolder_IsReportedAtTheSecondClass()
    {
        var run = Samples.Project("alpha", "beta").Yaml("beta/config.yaml", "name: alpha\n").Run();
        await Expect.Diagnostics(run.Diagnostics, $"beta/Beta.cs{Place}IFW0006: There are two integrations named 'alpha', in 'alpha' and 'beta'; rename a folder, or give one another 'name:' in its config.yaml");
    }

    [Test]
    public async Task Name_InAReferencedAssemblyToo_IsReportedInTheHost()
    {
        var first = Samples.Project("alpha", "beta").Run();
        var second = new TestProject { AssemblyName = "Second" }.AddMinimal("beta").Run();
        var host = new TestProject { AssemblyName = "Host" }.Property("IfwHost", "true")
            .Reference(Reference(first)).Reference(Reference(second)).AddMinimal("alpha").Run();
        await Expect.Diagnostics(host.Diagnostics, "IFW0017: Integration 'beta' is in both 'Demo' and 'Second'; give one another 'name:' in its config.yaml",
            "IFW0017: Integration 'alpha' is in both 'Demo' and 'Host'; give one another 'name:' in its config.yaml");
    }

    [Test]
    public async Task Yaml_Broken_LeavesTheOthersInTheRegistry()
    {
        var run = Samples.Project("alpha", "beta").Yaml("alpha/config.yaml", "a: [1, 2\nb: : c\n").Run();
        await Assert.That(run.Diagnostics.Single()).Contains("alpha/config.yaml(").And.Contains("IFW0101: ");
        await Assert.That(run.Source("Registry.g.cs")).Contains("AlphaRegistration.Name,").And.Contains("BetaRegistration.Name,");
        await Assert.That(run.CompilerMessages).IsEmpty();
    }

    private static PortableExecutableReference Reference(TestRun run)
    {
        using var stream = new MemoryStream();
        var result = run.Compilation.Emit(stream);
        return result.Success
            ? MetadataReference.CreateFromImage(stream.ToArray())
            : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }
}
