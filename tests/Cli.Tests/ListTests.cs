using System.Text.Json;
using Cli.Tests.Support;

namespace Cli.Tests;

public class ListTests
{
    [Test]
    public async Task List_Json_ShowsMetadataAndTheHashOfTheSelection()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("list", "--format", "json", "--match", "hello_*");

        using var json = JsonDocument.Parse(outcome.Output);
        var hello = json.RootElement.GetProperty("integrations")[0];
        await Assert.That(json.RootElement.GetProperty("integrations").GetArrayLength()).IsEqualTo(1);
        await Assert.That(hello.GetProperty("name").GetString()).IsEqualTo("hello_world");
        await Assert.That(hello.GetProperty("version").GetString()).IsEqualTo("1.0.0");
        await Assert.That(hello.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)).Contains("example");
        await Assert.That(hello.GetProperty("valid").ValueKind).IsEqualTo(JsonValueKind.Null);
        await Assert.That(json.RootElement.GetProperty("criteria").GetString()).IsNotEmpty();
    }

    [Test]
    [Arguments("--tag sales --tag csv", "sales_import")]
    [Arguments("--match sales_*", "sales_import sales_transactions")]
    [Arguments("--match SALES_?mport", "sales_import")]
    [Arguments("--business-contact CRM@example.com", "company_a_salesforce company_b_salesforce customer_directory")]
    [Arguments("--description upserting", "sales_import")]
    [Arguments("--updated-before 2000-01-01", "")]
    [Arguments("--updated-after 2000-01-01 --match h*", "hello_world")]
    [Arguments("--order desc --match *sales*", "sales_transactions sales_import company_b_salesforce company_a_salesforce")]
    public async Task List_Filters_SelectWhatAllOfThemSay(string arguments, string names)
    {
        using var root = new TemporaryRoot();

        await Assert.That(await NamesAsync(root, arguments.Split(' '))).IsEqualTo(names);
    }

    [Test]
    public async Task List_MetadataOfTheRoot_ReplacesWhatIsCompiledIn()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/hello_world/metadata.yaml", "version: 7.8.9\ntags: [mine]\nlast_updated: 2020-01-02\n");
        root.Write("integrations/sales_import/metadata.yaml", "version: 1.0.0\ntags: [mine]\nlast_updated: 2019-01-02\n");
        var outcome = await root.RunAsync("list", "--tag", "mine", "--format", "csv", "--order-by", "last_updated");

        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await Assert.That(lines[0]).StartsWith("name,version,tags,");
        await Assert.That(lines[1]).StartsWith("sales_import,1.0.0,mine,");
        await Assert.That(lines[2]).StartsWith("hello_world,7.8.9,mine,");
        await Assert.That(lines[2]).Contains("2020-01-02");
    }

    [Test]
    public async Task List_NoDateInTheMetadata_ShowsTheNewestFiles()
    {
        using var root = new TemporaryRoot();
        var file = root.Write("integrations/hello_world/metadata.yaml", "version: 1.0.0\ntags: [mine]\n");
        File.SetLastWriteTimeUtc(file, new DateTime(2021, 5, 6, 12, 0, 0, DateTimeKind.Utc));
        var outcome = await root.RunAsync("list", "--tag", "mine");

        await Assert.That(outcome.Output).Contains("2021-05-06");
    }

    [Test]
    public async Task List_Criteria_RepeatsASelectionForListAndRun()
    {
        using var root = new TemporaryRoot();
        using var json = JsonDocument.Parse((await root.RunAsync("list", "--tag", "example", "--format", "json")).Output);
        var hash = json.RootElement.GetProperty("criteria").GetString()!;

        await Assert.That(await NamesAsync(root, "--criteria", hash)).IsEqualTo("hello_world");
        var run = await root.RunAsync("run", "--criteria", hash);
        await Assert.That(run.ExitCode).IsEqualTo(0).Because(run.ToString());
        await Assert.That(run.Output).Contains("hello_world").And.Contains("1 of 1");
        await Assert.That((await root.RunAsync("list", "--criteria", hash, "--tag", "x")).ExitCode).IsEqualTo(2);
    }

    [Test]
    public async Task List_AfterValidate_ShowsWhatWasFoundUntilTheContentChanges()
    {
        using var root = new TemporaryRoot();
        root.CopyIntegrations();
        await root.RunAsync("validate");
        var valid = await ValidityAsync(root);
        root.Write("integrations/hello_world/config.yaml", "settings:\n  recipiant: World\n");
        var unknown = await ValidityAsync(root);
        await root.RunAsync("validate");

        await Assert.That(valid).IsEqualTo(JsonValueKind.True);
        await Assert.That(unknown).IsEqualTo(JsonValueKind.Null);
        await Assert.That(await ValidityAsync(root)).IsEqualTo(JsonValueKind.False);
    }

    [Test]
    public async Task List_Always_OpensNoDatabase()
    {
        using var root = new TemporaryRoot();
        root.Write("telemetry.db", "not a database at all, which nobody may notice");
        var outcome = await root.RunAsync("list");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Error).IsEmpty();
    }

    private static async Task<string> NamesAsync(TemporaryRoot root, params string[] arguments)
    {
        var outcome = await root.RunAsync(["list", "--format", "json", .. arguments]);
        using var json = JsonDocument.Parse(outcome.Output);
        return string.Join(' ', json.RootElement.GetProperty("integrations").EnumerateArray().Select(row => row.GetProperty("name").GetString()));
    }

    private static async Task<JsonValueKind> ValidityAsync(TemporaryRoot root)
    {
        using var json = JsonDocument.Parse((await root.RunAsync("list", "--match", "hello_world", "--format", "json")).Output);
        return json.RootElement.GetProperty("integrations")[0].GetProperty("valid").ValueKind;
    }
}
