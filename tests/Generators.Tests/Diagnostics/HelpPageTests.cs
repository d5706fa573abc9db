using System.Runtime.CompilerServices;
using Generators.Tests.Support;

namespace Generators.Tests.Diagnostics;

/// <summary>Where a diagnostic sends its reader.</summary>
public class HelpPageTests
{
    [Test]
    public async Task Diagnostic_HelpLink_IsInTheRepositoryThatMetadataNamesOrNone()
    {
        var descriptor = Samples.Project("shop").Yaml("shop/config.yaml", "colour: red\n").Run().Result.Diagnostics.Single().Descriptor;
        var repository = File.ReadLines(Path.Combine(Root(), "metadata.yaml"))
            .Where(line => line.StartsWith("repository:", StringComparison.Ordinal)).Select(line => line["repository:".Length..].Trim()).SingleOrDefault();

        await Assert.That(descriptor.Id).IsEqualTo("IFW0102");
        await Assert.That(descriptor.HelpLinkUri).IsEqualTo(
            repository is null ? "" : $"{repository.TrimEnd('/')}/blob/main/docs/diagnostics/IFW0102.md");
    }

    [Test]
    public async Task Diagnostic_Description_NamesAPageThatIsThere()
    {
        var descriptor = Samples.Project("shop").Remove("shop/metadata.yaml").Run().Result.Diagnostics.Single().Descriptor;
        var page = descriptor.Description.ToString(System.Globalization.CultureInfo.InvariantCulture).Split(' ')[0];

        await Assert.That(page).IsEqualTo("docs/diagnostics/IFW0008.md");
        await Assert.That(File.Exists(Path.Combine(Root(), page))).IsTrue();
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));
}
