using System.Text.RegularExpressions;
using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Documentation;

/// <summary>The documentation against what it speaks of.</summary>
public partial class DocumentationTests
{
    private static readonly string[] ClassicVariables =
        ["OPENWEATHERMAP_API_KEY", "NEWS_API_KEY", "SALESFORCE_INSTANCE_URL", "SALESFORCE_ACCESS_TOKEN", "REPORT_ISSUES"];

    [Test]
    public async Task Links_BetweenDocuments_LeadSomewhere()
    {
        string[] documents = ["README.md", "CONTRIBUTING.md", .. Repository.Files("docs", "*.md")];
        var broken =
            from document in documents
            from Match link in Link().Matches(WithoutCode(Repository.Read(document)))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !Exists(document, target)
            select $"{document}: {target}";

        await Assert.That(broken).IsEmpty();
    }

    [Test]
    public async Task EnvironmentExample_OfTheProject_BeginsWithTheClassicNames()
    {
        var names = Repository.Read(".env.example").Split('\n')
            .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line[..line.IndexOf('=', StringComparison.Ordinal)]);

        await Assert.That(names.Take(ClassicVariables.Length)).IsEquivalentTo(ClassicVariables, TUnit.Assertions.Enums.CollectionOrdering.Matching);
    }

    [Test]
    public async Task Configuration_OfTheFramework_IsDocumentedKeyByKey()
    {
        var document = Repository.Read("docs/CONFIGURATION.md");
        var missing =
            from key in Keys(FrameworkSchema.Config(MapSchema.Empty), "").Concat(Keys(FrameworkSchema.Metadata, ""))
            where !document.Contains($"| `{key}` |", StringComparison.Ordinal)
            select key;

        await Assert.That(missing).IsEmpty();
    }

    [Test]
    public async Task MakefileHelp_ExampleOfATag_SelectsSomething()
    {
        var tags = Repository.Files("integrations", "metadata.yaml").SelectMany(file => Tags().Match(Repository.Read(file)).Groups["tags"].Value.Split(", "));
        var examples = TagExample().Matches(Repository.Read("Makefile")).Select(match => match.Groups["tag"].Value).Distinct();

        await Assert.That(tags).Contains(examples.Single());
    }

    [Test]
    public async Task PublishFolder_OfTheDocuments_IsKeptOutOfGit()
    {
        string[] documents = ["README.md", .. Repository.Files("docs", "*.md")];
        var folders = documents.SelectMany(document => PublishFolder().Matches(Repository.Read(document))).Select(match => $"/{match.Groups["folder"].Value}/").Distinct();

        await Assert.That(Repository.Read(".gitignore").Split('\n')).Contains(folders.Single());
    }

    private static IEnumerable<string> Keys(MapSchema schema, string prefix) => schema.Keys.SelectMany(key =>
        key.Value is { Kind: ValueKind.Map, Map: { } map } && key.Name != "settings"
            ? Keys(map, $"{prefix}{key.Name}.")
            : [prefix + key.Name]);

    private static bool Exists(string document, string target)
    {
        var parts = target.Split('#');
        var file = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
        var path = Path.Combine(Repository.Root, file);
        return parts.Length == 1
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && Heading().Matches(WithoutCode(File.ReadAllText(path))).Any(heading => Anchor(heading.Groups["text"].Value) == parts[1]);
    }

    // As GitHub makes them: lower case, punctuation left out, spaces to hyphens.
    private static string Anchor(string heading) =>
        Punctuation().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string markdown) => CodeBlock().Replace(markdown, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^tags: \[(?<tags>.+)\]", RegexOptions.Multiline)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\btag=(?<tag>\w+)")]
    private static partial Regex TagExample();

    [GeneratedRegex(@"dotnet publish .* -o (?<folder>\w+)")]
    private static partial Regex PublishFolder();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
