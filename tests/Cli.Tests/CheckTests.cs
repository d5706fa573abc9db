using System.Globalization;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>What <c>checks:</c> does to a run, from the command line.</summary>
public class CheckTests
{
    private const string Import = "sales_import";
    private const string Header = "order_id,ordered_on,sku,quantity,amount,email\n";

    private const string Sinks = """
        deliver:
          - jsonl: { path: added.jsonl, mode: append }
          - csv: { path: latest.csv }
          - yaml: { path: latest.yaml }
          - sqlite: { path: sales.db, table: sales, key: [order_id, sku] }
          - sqlite: { path: sales.db, table: added }
        settings: { folder: in }
        """;

    [Test]
    public async Task Run_BadRecords_ReachNoSinkAndCanBeReplayedOnceTheChecksAreMended()
    {
        using var root = Root("""
            checks:
              records:
                - not_null: [customer_email]
                - unique: [order_id]
                - range: { field: quantity, min: 1, max: 100 }
                - pattern: { field: sku, matches: '^[A-Z]{3}-\d+$' }
            """);
        root.Write("in/shop.csv", Header + """
            1,2026-10-01,KIT-1,1,10.00,a@example.com
            2,2026-10-01,KIT-1,1,10.00,
            1,2026-10-01,KIT-2,1,10.00,a@example.com
            4,2026-10-01,KIT-1,500,10.00,a@example.com
            5,2026-10-01,kit,1,10.00,a@example.com
            6,2026-10-01,KIT-1,1,10.00,b@example.com

            """);
        var run = await root.RunAsync("run", Import);
        await Assert.That(run.ExitCode).IsEqualTo(0).Because(run.ToString());
        await Assert.That(run.Output).Contains("succeeded_with_dead_letters").And.Contains("sales_import: 4 of its records became dead letters: ifw dlq list --run ");
        await ExpectOrdersAsync(root, "1", "6");

        var letters = await root.RunAsync("dlq", "list", "--phase", "check", "--format", "csv");
        await Assert.That(letters.Output).Contains("check,1,open,RecordCheckException: 'customer_email' has no value (not_null)");
        await Assert.That(letters.Output).Contains("check,1,open,DuplicateRecordException: another record of the run has the same order_id (unique)");
        await Assert.That(letters.Output).Contains("check,1,open,\"RecordCheckException: 'quantity' is 500, and has to be from 1 to 100 (range)\"");
        await Assert.That(letters.Output).Contains(@"check,1,open,""RecordCheckException: 'sku' is 'kit', which doesn't match ^[A-Z]{3}-\d+$ (pattern)""");
        await Assert.That((await root.RunAsync("dlq", "show", "1")).Output).Contains("\"order_id\": \"2\"");

        // Into what is only ever replaced no letter can be put.
        var files = Sinks.Replace("  - csv: { path: latest.csv }\n  - yaml: { path: latest.yaml }\n", "", StringComparison.Ordinal);
        Configure(root, "checks: { records: [{ unique: [order_id] }, { range: { field: quantity, max: 1000 } }, { pattern: { field: sku, matches: '-' } }] }", files);
        var replay = await root.RunAsync("dlq", "replay", "--all");
        await Assert.That(replay.ExitCode).IsEqualTo(1).Because(replay.ToString());
        await Assert.That(replay.Error).Contains("failed again, in check, and is kept: 'sku' is 'kit'");
        await Assert.That(replay.Error).Contains("Take unique: out of checks.records to deliver it all the same, or drop it");
        await ExpectOrdersAsync(root, "1", "6", "2", "4");

        Configure(root, "", files);
        var last = await root.RunAsync("dlq", "replay", "--all");
        await Assert.That(last.ExitCode).IsEqualTo(0).Because(last.ToString());
        await ExpectOrdersAsync(root, "1", "6", "2", "4", "1", "5");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status, count(*) FROM dead_letters GROUP BY status")).IsEquivalentTo(["replayed|4"]);
    }

    [Test]
    [Arguments("volume: { min: 3 }", "there are 2 records, fewer than 3 (volume.min)")]
    [Arguments("volume: { max: 1 }", "there are 2 records, more than 1 (volume.max)")]
    [Arguments("volume: { at_least: 0.5 }", "there are 2 records, fewer than 0.5 times the average of the last runs, which is 5 (volume.at_least)")]
    [Arguments("freshness: { field: ordered_on, within: 2d }", "the newest 'ordered_on' is 2020-01-02T00:00:00Z, more than 2d ago (freshness)")]
    public async Task Run_WholeRunFailsACheck_DeliversNothingAndSaysWhatToDo(string check, string problem)
    {
        using var root = Root("");
        root.Write("in/shop.csv", Header + string.Concat(Enumerable.Range(1, 5).Select(Row)));
        var first = await root.RunAsync("run", Import);
        await Assert.That(first.ExitCode).IsEqualTo(0).Because(first.ToString());
        var before = await SnapshotAsync(root);

        Configure(root, $"retry: {{ attempts: 3, delay: 1ms }}\nchecks: {{ run: [{{ {check} }}] }}");
        root.Write("in/shop.csv", Header + Row(1) + Row(2));
        var run = await root.RunAsync("run", Import);
        await Assert.That(run.ExitCode).IsEqualTo(1).Because(run.ToString());
        await Assert.That(run.Output).Contains($"{Import} failed in check: {problem}. Nothing was delivered. Look at the source, or correct checks.run in config.yaml.");
        await Assert.That(await SnapshotAsync(root)).IsEqualTo(before);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status, attempts, records_delivered FROM runs ORDER BY id DESC LIMIT 1")).IsEquivalentTo(["failed|1|0"]);

        root.Write("in/shop.csv", Header + Row(6));
        Configure(root, "");
        await Assert.That((await root.RunAsync("run", Import)).ExitCode).IsEqualTo(0);
        await ExpectOrdersAsync(root, "1", "2", "3", "4", "5", "6");
    }

    [Test]
    public async Task Run_WholeRunPassesItsChecks_IsDelivered()
    {
        using var root = Root("checks: { run: [{ volume: { min: 1, max: 2 } }, { freshness: { field: ordered_on, within: 3d } }] }");
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        root.Write("in/shop.csv", Header + Row(1) + Row(2).Replace("2020-01-02", today, StringComparison.Ordinal));
        var run = await root.RunAsync("run", Import);
        await Assert.That(run.ExitCode).IsEqualTo(0).Because(run.ToString());
        await ExpectOrdersAsync(root, "1", "2");
    }

    [Test]
    public async Task Run_StreamedRunFailsACheck_HasDeliveredItsPagesAndGoesOnBehindThem()
    {
        using var root = new TemporaryRoot();
        string[] run = ["run", "ledger", "--set", "ledger.settings.page_size=2", "--set", "ledger.checks={run: [{volume: {min: 4}}]}"];
        var failed = await TestHost.RunAsync(root, [.. run, "--set", "ledger.settings.count=3"]);
        await Assert.That(failed.ExitCode).IsEqualTo(1).Because(failed.ToString());
        await Assert.That(failed.Output).Contains(
            "ledger failed in check: there are 3 records, fewer than 4 (volume.min). Its pages are delivered all the same: they were before the last one was known. Look at the source, or correct checks.run in config.yaml.");
        await ExpectLedgerAsync(root, 3);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status, records_delivered, cursor_after FROM runs")).IsEquivalentTo(["failed|3|3"]);

        var next = await TestHost.RunAsync(root, [.. run, "--set", "ledger.settings.count=8"]);
        await Assert.That(next.ExitCode).IsEqualTo(0).Because(next.ToString());
        await ExpectLedgerAsync(root, 8);
    }

    [Test]
    public async Task Run_BadRecordsOfAStreamedRun_AreCommittedAsLettersAndCanBeReplayed()
    {
        using var root = new TemporaryRoot();
        var run = await TestHost.RunAsync(
            root, "run", "ledger", "--set", "ledger.settings.count=5", "--set", "ledger.settings.page_size=2",
            "--set", "ledger.dead_letters={share: 1}", "--set", "ledger.checks={records: [{range: {field: number, max: 4}}]}");
        await Assert.That(run.ExitCode).IsEqualTo(0).Because(run.ToString());
        await ExpectLedgerAsync(root, 4);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).IsEquivalentTo(["5"]);
        await Assert.That((await TestHost.RunAsync(root, "dlq", "list", "ledger")).Output).Contains("'number' is 5, and has to be at most 4 (range)");

        var replay = await TestHost.RunAsync(root, "dlq", "replay", "--integration", "ledger");
        await Assert.That(replay.ExitCode).IsEqualTo(0).Because(replay.ToString());
        await ExpectLedgerAsync(root, 5);
    }

    private static TemporaryRoot Root(string config)
    {
        var root = new TemporaryRoot();
        root.Write($"integrations/{Import}/metadata.yaml", "version: 1.0.0\ntags: [test]\n");
        Configure(root, config);
        return root;
    }

    private static void Configure(TemporaryRoot root, string config, string sinks = Sinks) =>
        root.Write($"integrations/{Import}/config.yaml", $"dead_letters: {{ share: 1 }}\n{config}\n{sinks}\n");

    private static string Row(int order) => string.Create(CultureInfo.InvariantCulture, $"{order},2020-01-02,KIT-1,1,10.00,a@example.com\n");

    /// <summary>Everything under <c>output/</c> by name and content.</summary>
    private static async Task<string> SnapshotAsync(TemporaryRoot root)
    {
        var files = new List<string>();
        foreach (var file in Directory.EnumerateFiles(root.Path("output"), "*", new EnumerationOptions { AttributesToSkip = 0 }).Order(StringComparer.Ordinal))
        {
            files.Add($"{Path.GetFileName(file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file)))}");
        }

        return string.Join('\n', files);
    }

    /// <summary>Expects these orders, in the order of their delivery, in what is added to, and each once in what has a key.</summary>
    private static async Task ExpectOrdersAsync(TemporaryRoot root, params string[] orders)
    {
        await Assert.That((await OutputFiles.LinesAsync(root, "added.jsonl")).Select(line => System.Text.Json.JsonElement.Parse(line).GetProperty("order_id").GetString()!).SequenceEqual(orders)).IsTrue()
            .Because(string.Join('\n', await OutputFiles.LinesAsync(root, "added.jsonl")));
        await Assert.That((await OutputFiles.RowsAsync(root, "sales.db", "SELECT order_id FROM added ORDER BY rowid")).SequenceEqual(orders)).IsTrue();
        await Assert.That(await OutputFiles.RowsAsync(root, "sales.db", "SELECT DISTINCT order_id FROM sales")).IsEquivalentTo(orders.Distinct());
    }

    private static async Task ExpectLedgerAsync(TemporaryRoot root, int count)
    {
        var numbers = Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        await Assert.That(await OutputFiles.LinesAsync(root, "ledger.jsonl")).IsEquivalentTo(numbers.Select(i => $$"""{"number":{{i}},"text":"entry {{i}}"}"""));
        await Assert.That((await OutputFiles.LinesAsync(root, "ledger.csv")).Skip(1)).IsEquivalentTo(numbers.Select(i => $"{i},entry {i}"));
        foreach (var table in new[] { "keyed", "plain" })
        {
            await Assert.That(await OutputFiles.RowsAsync(root, "ledger.db", $"SELECT number FROM {table}")).IsEquivalentTo(numbers);
        }
    }
}
