using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests;

public class AllIntegrationsTests
{
    private static readonly string[] Names = ["customer_directory", "hello_world", "sales_import", "sales_transactions"];

    [Test]
    public async Task Run_InARootThatHoldsTheirFoldersAlone_SucceedsForAllOfThem()
    {
        using var root = NewRoot();
        root.CopyFromRepository("integrations", file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.Contains("/data/", StringComparison.Ordinal));

        var runs = await root.RunAsync(Names, change: options => options with { Parallelism = 4 });

        await Assert.That(runs.Select(run => $"{run.Result.Integration} {run.Status} {run.Error}")).IsEquivalentTo(
        [
            "customer_directory Succeeded ",
            "hello_world Succeeded ",
            "sales_import SucceededWithDeadLetters ",
            "sales_transactions Succeeded ",
        ]);
        await Assert.That(Directory.EnumerateFiles(Path.Combine(root.Path, "output")).Select(file => Path.GetFileName(file)))
            .IsEquivalentTo(
            ["customer_directory.csv", "hello_world.yaml", "sales.db", "sales_transactions.db", "sales_transactions.jsonl"]);
    }

    [Test]
    public async Task DryRun_OfAll_DeliversNothing()
    {
        using var root = NewRoot();
        root.CopyFromRepository("integrations", file => file.Contains("/data/", StringComparison.Ordinal));

        var runs = await root.RunAsync(Names, change: options => options with { DryRun = true });

        await Assert.That(runs.All(run => run.Status.IsSuccess())).IsTrue();
        await Assert.That(runs.Sum(run => run.Counters.Fetched)).IsGreaterThan(1000);
        await Assert.That(Directory.Exists(Path.Combine(root.Path, "output"))
            && Directory.EnumerateFiles(Path.Combine(root.Path, "output")).Any()).IsFalse();
    }

    [Test]
    public async Task Run_WithLimit_FetchesNoMoreOfEach()
    {
        using var root = NewRoot();
        root.CopyFromRepository("integrations", file => file.Contains("/data/", StringComparison.Ordinal));

        var runs = await root.RunAsync(Names, change: options => options with { Limit = 5 });

        await Assert.That(runs.Select(run => run.Counters.Fetched)).IsEquivalentTo(new long[] { 5, 1, 5, 5 });
    }

    [Test]
    public async Task Registry_OfTheAssembly_HoldsExactlyTheFoldersThatHaveAClass()
    {
        var registry = new IntegrationFramework.Registration.IntegrationRegistry();
        IntegrationsRegistry.AddTo(registry);

        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "integrations"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any())
            .Select(folder => Path.GetFileName(folder));

        await Assert.That(registry.Names).IsEquivalentTo(folders);
    }

    private static IntegrationRoot NewRoot() => new(registry => IntegrationsRegistry.AddTo(registry));
}
