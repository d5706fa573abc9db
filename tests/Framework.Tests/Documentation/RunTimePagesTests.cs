using System.Text.RegularExpressions;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;

namespace Framework.Tests.Documentation;

/// <summary>The examples of docs/diagnostics that only a root and an environment can show make validation say what their pages do.</summary>
public sealed partial class RunTimePagesTests : IDisposable
{
    /// <summary>What one file can't show by itself.</summary>
    public const string BetweenIntegrations = "IFW0125";

    // The root as the pages call it.
    private const string PageRoot = "/srv/integrations";

    private readonly string _root = Directory.CreateTempSubdirectory("ifw-docs-").FullName;

    public static IEnumerable<string> RunTimeDiagnostics() => DiagnosticPage.All()
        .Select(page => page.Id)
        .Where(id => id.StartsWith("IFW03", StringComparison.Ordinal) || id == BetweenIntegrations);

    [Test]
    [MethodDataSource(nameof(RunTimeDiagnostics))]
    public async Task Example_OfARunTimeDiagnostic_PrintsWhatItsPageSays(string id)
    {
        var page = DiagnosticPage.All().Single(page => page.Id == id);
        await WriteFilesAsync(page);

        var sets = SetOption().Matches(page.Command).Select(match => match.Groups["set"].Value).ToList();
        var sources = ConfigurationSources.Open(_root, sets, new Dictionary<string, string>());
        var names = page.Files.Select(file => IntegrationFolder().Match(file.Name).Groups["name"].Value).Where(name => name.Length > 0);
        var registry = new IntegrationRegistry();
        foreach (var name in names.Append("weather").Distinct())
        {
            registry.Add(Descriptor(name, deliversToSinks: id == "IFW0308"));
        }

        var printed = string.Join('\n', new ConfigurationValidator(sources, registry).Validate().Diagnostics).Replace(_root, PageRoot, StringComparison.Ordinal);

        await Assert.That(printed).IsEqualTo(page.Printed);
        await Assert.That(page.Printed).Contains(id);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task WriteFilesAsync(DiagnosticPage page)
    {
        foreach (var (name, text) in page.Files)
        {
            var path = Path.Combine(_root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        foreach (Match folder in MakeFolder().Matches(page.Command))
        {
            Directory.CreateDirectory(Path.Combine(_root, folder.Groups["path"].Value));
        }

        foreach (Match file in MakeFile().Matches(page.Command))
        {
            var path = Path.Combine(_root, file.Groups["path"].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "");
        }
    }

    private static IntegrationDescriptor<Report, Report> Descriptor(string name, bool deliversToSinks) => new(
        name, (_, _) => throw new NotSupportedException("Nothing runs here."), new ReportSchema(), new ReportSchema())
    {
        Metadata = new IntegrationMetadata { Version = "1.0.0" },
        Files = [new CompiledFile(CompiledFileKind.Config, $"integrations/{name}/config.yaml", "settings:\n  city: London\n")],
        DeliversToSinks = deliversToSinks,
        SettingsFactory = () => ExampleSettings.Schema,
    };

    [GeneratedRegex(@"--set (?<set>\S+)")]
    private static partial Regex SetOption();

    [GeneratedRegex(@"mkdir (?<path>\S+)")]
    private static partial Regex MakeFolder();

    [GeneratedRegex(@"touch (?<path>\S+)")]
    private static partial Regex MakeFile();

    [GeneratedRegex("^integrations/(?<name>[^/]+)/")]
    private static partial Regex IntegrationFolder();

    private sealed record Report(string City);

    private sealed class ReportSchema() : RecordSchema<Report>("Report", new RecordField("city", FieldKind.String))
    {
        public override void Write(Report record, RecordWriter writer) => writer.WriteString(Fields[0], record.City);
    }
}
