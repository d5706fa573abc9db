using System.Globalization;
using System.Text.RegularExpressions;
using Framework.Tests.Documentation;
using Generators.Tests.Support;

namespace Generators.Tests.Documentation;

/// <summary>The examples of docs/diagnostics that are C# make the generator say what their pages show.</summary>
public partial class CodePagesTests
{
    // Between assemblies there is more to it than files.
    private static readonly string[] BetweenAssemblies = ["IFW0017"];

    // What an example leaves out, since it is the same everywhere.
    private const string Report = "public sealed record Report(string City);";
    private const string Settings = "public sealed record WeatherSettings { public required string City { get; init; } }";
    private const string ConfigWithCity = Samples.Config + "settings:\n  city: London\n";

    public static IEnumerable<string> CodeDiagnostics() => DiagnosticPage.All()
        .Select(page => page.Id)
        .Where(id => id.StartsWith("IFW00", StringComparison.Ordinal) && !BetweenAssemblies.Contains(id));

    [Test]
    [MethodDataSource(nameof(CodeDiagnostics))]
    public async Task Example_OfACodeDiagnostic_PrintsWhatItsPageSays(string id)
    {
        var page = DiagnosticPage.All().Single(page => page.Id == id);

        var printed = ProjectOf(page).Run().Diagnostics;

        await Assert.That(string.Join('\n', printed)).IsEqualTo(AsTheHarnessPrints(page.Printed));
        await Assert.That(page.Printed).Contains(id);
    }

    private static TestProject ProjectOf(DiagnosticPage page)
    {
        var project = new TestProject();
        var code = string.Concat(page.Files.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal)).Select(file => file.Text));
        foreach (var (name, text) in page.Files)
        {
            var path = name["integrations/".Length..];
            if (!path.EndsWith(".cs", StringComparison.Ordinal))
            {
                project.Yaml(path, text);
                continue;
            }

            project.Source(path, text);
            if (!text.Contains("[Integration]", StringComparison.Ordinal) && text.Contains("[Sink(", StringComparison.Ordinal))
            {
                continue;
            }

            var folder = Path.GetDirectoryName(path)!;
            if (page.Id != "IFW0007" && page.Files.All(file => file.Name != $"integrations/{folder}/config.yaml"))
            {
                project.Yaml($"{folder}/config.yaml", NeedsCity(page.Id, code) ? ConfigWithCity : Samples.Config);
            }

            if (page.Id != "IFW0008")
            {
                project.Yaml($"{folder}/metadata.yaml", Samples.Metadata);
            }
        }

        return project.Source("Common.cs",
            (code.Contains("record Report", StringComparison.Ordinal) ? "" : Report) + (code.Contains("record WeatherSettings", StringComparison.Ordinal) ? "" : Settings));
    }

    // Where the settings can't be read, every key of theirs would be unknown, too.
    private static bool NeedsCity(string id, string code) =>
        code.Contains("WeatherSettings", StringComparison.Ordinal) && id is not ("IFW0004" or "IFW0016" or "IFW0021");

    // Without the severity and the folder of all integrations, and a line lower, since a line of usings stands before the first.
    private static string AsTheHarnessPrints(string printed) => SourceLine().Replace(
        printed.Replace("integrations/", "", StringComparison.Ordinal).Replace(": error IFW", ": IFW", StringComparison.Ordinal),
        place => $".cs({int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture) + 1},");

    [GeneratedRegex(@"\.cs\((?<line>\d+),")]
    private static partial Regex SourceLine();
}
