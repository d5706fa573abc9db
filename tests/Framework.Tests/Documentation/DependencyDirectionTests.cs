using System.Xml.Linq;

namespace Framework.Tests.Documentation;

/// <summary>Dependencies point one way: Framework on nothing of ours, vendor on Framework, integrations on both, Cli on all.</summary>
public class DependencyDirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["src/Framework"] = [],
        ["src/Generators"] = [],
        ["vendor"] = ["src/Framework", "src/Generators", "vendor"],
        ["integrations"] = ["src/Framework", "src/Generators", "vendor"],
        ["src/Cli"] = ["src/Framework", "src/Generators", "vendor", "integrations"],
    };

    [Test]
    public async Task ProjectReferences_OfEveryPart_PointInTheAllowedDirection()
    {
        var wrong =
            from project in Projects()
            let part = PartOf(project)
            from reference in References(project)
            where !Allowed[part].Contains(PartOf(reference))
            select $"{project} must not reference {reference}";

        await Assert.That(wrong).IsEmpty();
    }

    [Test]
    public async Task LinkedSource_OfEveryPart_ComesFromAPartItMayReferenceOrIsTheSharedRules()
    {
        var wrong =
            from project in Projects()
            let part = PartOf(project)
            from link in Items(project, "Compile")
            where PartOf(link) != part && !Allowed[part].Contains(PartOf(link))
            where !(part == "src/Generators" && link.StartsWith("src/Framework/Configuration/Rules/", StringComparison.Ordinal))
            select $"{project} must not compile {link}";

        await Assert.That(wrong).IsEmpty();
    }

    [Test]
    public async Task Projects_OfTheRepository_AreFound()
    {
        await Assert.That(Projects()).Contains("src/Framework/IntegrationFramework.csproj");
        await Assert.That(References("src/Cli/IntegrationFramework.Cli.csproj")).Contains("integrations/Integrations.csproj");
    }

    private static IEnumerable<string> Projects() =>
        Allowed.Keys.SelectMany(part => Repository.Files(part, "*.csproj"));

    private static IEnumerable<string> References(string project) => Items(project, "ProjectReference");

    private static IEnumerable<string> Items(string project, string name)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;
        return XDocument.Parse(Repository.Read(project)).Descendants(name)
            .Select(item => item.Attribute("Include")?.Value)
            .OfType<string>()
            .Where(include => !include.Contains('$', StringComparison.Ordinal))
            .Select(include => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, include))).Replace('\\', '/'));
    }

    private static string PartOf(string file) =>
        Allowed.Keys.FirstOrDefault(part => file.StartsWith(part + "/", StringComparison.Ordinal)) ?? file;
}
