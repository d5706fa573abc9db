using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Generators.Tests.Build;

/// <summary>The .props and .targets files and the generator's C# speak of the same names.</summary>
public class BuildFilesTests
{
    private static readonly string Root = FindRoot();

    [Test]
    public async Task Props_VisibleProperties_AreThoseThatTheGeneratorReads()
    {
        var visible = Load("props").Descendants("CompilerVisibleProperty").Select(item => item.Attribute("Include")!.Value);
        await Assert.That(visible.Order(StringComparer.Ordinal)).IsEquivalentTo([Constant("HostProperty"), Constant("ProjectDirectoryProperty"), Constant("RootNamespaceProperty")]);
    }

    [Test]
    public async Task Props_VisibleMetadata_IsThatWhichTheGeneratorReads()
    {
        var item = Load("props").Descendants("CompilerVisibleItemMetadata").Single();
        await Assert.That(item.Attribute("Include")!.Value).IsEqualTo("AdditionalFiles");
        await Assert.That(item.Attribute("MetadataName")!.Value).IsEqualTo(Constant("KindMetadata"));
    }

    [Test]
    public async Task Targets_KindsOfFiles_AreThoseThatTheGeneratorKnows()
    {
        var kinds = Load("targets").Descendants("AdditionalFiles").Select(item => item.Attribute("IfwKind")!.Value).Order(StringComparer.Ordinal).ToArray();
        var source = File.ReadAllText(Path.Combine(Root, "src/Generators/Yaml/AdditionalFile.cs"));
        var known = Regex.Matches(source, "\"([a-z]+)\" => AdditionalFileKind").Select(match => match.Groups[1].Value);
        await Assert.That(known.Order(StringComparer.Ordinal)).IsEquivalentTo(kinds);
    }

    [Test]
    public async Task Targets_Validation_IsOffWhereItMustBe()
    {
        var condition = Load("targets").Descendants("Target").First(target => target.Attribute("Name")!.Value == "_IfwCollectValidateInputs").Attribute("Condition")!.Value;
        foreach (var part in new[] { "'$(IfwHost)' == 'true'", "'$(IfwValidate)' == 'true'", "'$(DesignTimeBuild)' != 'true'", "'$(NETCoreSdkRuntimeIdentifier)'" })
        {
            await Assert.That(condition).Contains(part);
        }
    }

    [Test]
    public async Task Rules_All_AreTrackedAndDocumented()
    {
        var unshipped = File.ReadAllText(Path.Combine(Root, "src/Generators/AnalyzerReleases.Unshipped.md"));
        var shipped = File.ReadAllText(Path.Combine(Root, "src/Generators/AnalyzerReleases.Shipped.md"));
        foreach (var source in Directory.GetFiles(Path.Combine(Root, "src/Generators/Diagnostics"), "*Rules.cs"))
        {
            foreach (Match match in Regex.Matches(File.ReadAllText(source), "^ +\"(IFW\\d{4})\"", RegexOptions.Multiline))
            {
                var id = match.Groups[1].Value;
                await Assert.That((unshipped + shipped).Contains(id + " |", StringComparison.Ordinal)).IsTrue().Because(id);
                await Assert.That(File.Exists(Path.Combine(Root, "docs/diagnostics", id + ".md"))).IsTrue().Because(id);
            }
        }
    }

    private static string Constant(string name)
    {
        var source = File.ReadAllText(Path.Combine(Root, "src/Generators/GeneratorOptions.cs"));
        return Regex.Match(source, $"const string {name} = \"([^\"]+)\"").Groups[1].Value;
    }

    private static XDocument Load(string extension) => XDocument.Load(Path.Combine(Root, "src/Generators/build/IntegrationFramework.Generators." + extension));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "IntegrationFramework.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
