using System.Text.RegularExpressions;
using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Documentation;

/// <summary>Every diagnostic has a page, every page a diagnostic, and what a page shows is what is printed.</summary>
public partial class DiagnosticPagesTests
{
    public static IEnumerable<string> YamlDiagnostics() => DiagnosticPage.All()
        .Select(page => page.Id)
        .Where(id => (id.StartsWith("IFW01", StringComparison.Ordinal) || id.StartsWith("IFW02", StringComparison.Ordinal)) && id != RunTimePagesTests.BetweenIntegrations);

    [Test]
    [MethodDataSource(nameof(YamlDiagnostics))]
    public async Task Example_OfAYamlDiagnostic_PrintsWhatItsPageSays(string id)
    {
        var page = DiagnosticPage.All().Single(page => page.Id == id);
        var example = page.Files.FirstOrDefault(file => file.Name == ".env.example").Text;
        var options = new CheckOptions
        {
            EnvironmentVariables = example is null ? null : EnvironmentExample.ReadNames(example),
            IntegrationFolder = "weather",
            HasCursor = id == "IFW0121",
            OutputColumns = ["city", "observed_at", "temperature"],
            OutputKinds = new Dictionary<string, string> { ["city"] = "String", ["observed_at"] = "Timestamp", ["temperature"] = "Float" },
        };

        var printed = page.Files
            .Where(file => file.Name.EndsWith(".yaml", StringComparison.Ordinal))
            .SelectMany(file => ConfigRules.Check(file.Name, file.Text, KindOf(file.Name), ExampleSettings.Schema, options).Diagnostics)
            .Select(diagnostic => diagnostic.ToString());

        await Assert.That(string.Join('\n', printed)).IsEqualTo(page.Printed);
        await Assert.That(page.Printed).Contains(id);
    }

    [Test]
    public async Task Pages_OfDiagnostics_AreThoseThatTheCodeReports()
    {
        var reported = Repository.Files("src", "*.cs")
            .SelectMany(file => DiagnosticId().Matches(Repository.Read(file)).Select(match => match.Groups["id"].Value))
            .Distinct()
            .Order(StringComparer.Ordinal);

        await Assert.That(DiagnosticPage.All().Select(page => page.Id)).IsEquivalentTo(reported);
    }

    [Test]
    public async Task Index_OfPages_ListsEachOneWithItsTitle()
    {
        var index = Repository.Read("docs/diagnostics/README.md");
        var missing = DiagnosticPage.All()
            .Where(page => !index.Contains($"| [{page.Id}]({page.Id}.md) | {page.Title} |", StringComparison.Ordinal))
            .Select(page => page.Id);

        await Assert.That(missing).IsEmpty();
    }

    private static ConfigFileKind KindOf(string file) =>
        file.EndsWith("metadata.yaml", StringComparison.Ordinal) ? ConfigFileKind.Metadata : ConfigFileKind.Config;

    [GeneratedRegex("\"(?<id>IFW[0-9]{4})\"")]
    private static partial Regex DiagnosticId();
}
