using System.Globalization;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>The disk of output/ fills up while each kind of sink is written to: the run fails and says so, and what was there stays as it was.</summary>
[NotInParallel]
public class FullDiskTests
{
    private const string Sales = "sales_transactions";
    private const string TooLarge = "the file would be larger than the file system, or the limit of this process (ulimit -f), allows. Raise the limit";

    [Test]
    [Arguments("jsonl: { path: out.jsonl }", "out.jsonl")]
    [Arguments("csv: { path: out.csv }", "out.csv")]
    [Arguments("yaml: { path: out.yaml }", "out.yaml")]
    [Arguments("jsonl: { path: out.jsonl, mode: append }", "out.jsonl")]
    [Arguments("csv: { path: out.csv, mode: append }", "out.csv")]
    [Arguments("yaml: { path: out.yaml, mode: append }", "out.yaml")]
    public async Task Run_DiskFillsUpUnderAFile_KeepsWhatWasThere(string sink, string file)
    {
        using var root = Root(sink);
        await SmallDisk.AsOutputAsync(root, async () =>
        {
            await SucceedAsync(root, records: 20);
            var before = await File.ReadAllBytesAsync(root.Path("output", file));
            await FailAsync(root, records: 20000);
            await Assert.That((await File.ReadAllBytesAsync(root.Path("output", file))).SequenceEqual(before)).IsTrue();
            await Assert.That(Directory.EnumerateFiles(root.Path("output"), "*", new EnumerationOptions { AttributesToSkip = 0 }).Select(path => new FileInfo(path).Name)).IsEquivalentTo([file]);
            await SucceedAsync(root, records: 20);
        });
    }

    [Test]
    [Arguments("sqlite: { path: out.db, table: sales, key: [transaction_id], mode: replace }", 20)]
    [Arguments("sqlite: { path: out.db, table: sales, key: [transaction_id] }", 20)]
    [Arguments("sqlite: { path: out.db, table: sales }", 40)]
    public async Task Run_DiskFillsUpUnderATable_KeepsWhatWasThere(string sink, int after)
    {
        using var root = Root(sink);
        await SmallDisk.AsOutputAsync(root, async () =>
        {
            await SucceedAsync(root, records: 20);
            await FailAsync(root, records: 20000);
            await Assert.That(await OutputFiles.RowsAsync(root, "out.db", "SELECT count(*) FROM sales")).IsEquivalentTo(["20"]);
            await Assert.That(await OutputFiles.RowsAsync(root, "out.db", "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
            await SucceedAsync(root, records: 20);
            await Assert.That(await OutputFiles.RowsAsync(root, "out.db", "SELECT count(*) FROM sales")).IsEquivalentTo([$"{after}"]);
        });
    }

    [Test]
    public async Task Run_DiskFillsUpUnderATable_KeepsTheFileBesideIt()
    {
        using var root = Root("sqlite: { path: out.db, table: sales }\n  - jsonl: { path: ../beside.jsonl }");
        await SmallDisk.AsOutputAsync(root, async () =>
        {
            await SucceedAsync(root, records: 20);
            var before = await File.ReadAllBytesAsync(root.Path("beside.jsonl"));

            // Few enough for SQLite to keep them in memory until the commit.
            await FailAsync(root, records: 3000);
            await Assert.That((await File.ReadAllBytesAsync(root.Path("beside.jsonl"))).SequenceEqual(before)).IsTrue();
            await Assert.That(await OutputFiles.RowsAsync(root, "out.db", "SELECT count(*) FROM sales")).IsEquivalentTo(["20"]);
        });
    }

    [Test]
    public async Task Run_DiskFillsUpUnderAnIncrementalRun_KeepsTheCommittedPagesAndGoesOnFromThem()
    {
        const int count = 1000;
        using var root = new TemporaryRoot();
        string[] run = ["run", "ledger", "--set", $"ledger.settings.count={count}", "--set", "ledger.settings.pause=0ms"];
        await SmallDisk.AsOutputAsync(root, async () =>
        {
            // There is room for some pages only.
            await File.WriteAllBytesAsync(root.Path("output", "ballast"), new byte[150 * 1024]);
            await ExpectFailureAsync(await TestHost.RunAsync(root, run));
            var delivered = int.Parse((await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).Single(), CultureInfo.InvariantCulture);
            await Assert.That(delivered).IsBetween(1, count - 1);
            await ExpectLedgerAsync(root, delivered);

            File.Delete(root.Path("output", "ballast"));
            var outcome = await TestHost.RunAsync(root, run);
            await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
            await ExpectLedgerAsync(root, count);
        });
    }

    [Test]
    [Arguments("jsonl: { path: out }", TooLarge)]
    [Arguments("yaml: { path: out }", TooLarge)]
    [Arguments("csv: { path: out, mode: append }", TooLarge)]
    [Arguments("sqlite: { path: out, table: sales }", "the system takes no more of the database, or of the temporary files. Check the disk, and the limit of this process (ulimit -f).")]
    public async Task Run_FileGetsLargerThanTheProcessMayWrite_FailsLikeOnAFullDisk(string sink, string problem)
    {
        Skip.When(OperatingSystem.IsWindows(), "Windows has no such limit.");
        using var root = Root(sink);
        await SucceedAsync(root, records: 20);
        var before = await File.ReadAllBytesAsync(root.Path("output", "out"));

        var outcome = await LimitedAsync(root, 1000, $"run {Sales} --set {Sales}.settings.records=20000");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error + outcome.Output).Contains(problem);
        await Assert.That((await File.ReadAllBytesAsync(root.Path("output", "out"))).SequenceEqual(before)).IsTrue();
        await Assert.That(Directory.EnumerateFiles(root.Path("output"), "*", new EnumerationOptions { AttributesToSkip = 0 }).Count()).IsEqualTo(1);
    }

    [Test]
    public async Task List_CacheMayNotBeWritten_ListsAndSaysSo()
    {
        Skip.When(OperatingSystem.IsWindows(), "Windows has no such limit.");
        using var root = new TemporaryRoot();
        var outcome = await LimitedAsync(root, 0, "list --match hello*");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("hello_world");
        await Assert.That(outcome.Error).IsEqualTo(
            $"ifw: the selection can't be kept for --criteria: the file would be larger than the file system, or the limit of this process (ulimit -f), allows{Environment.NewLine}");
        await Assert.That(Directory.EnumerateFiles(root.Path("cache"), "*.tmp", new EnumerationOptions { AttributesToSkip = 0 })).IsEmpty();
    }

    /// <summary>Runs a command that may write no file of more than so many KiB.</summary>
    private static async Task<Outcome> LimitedAsync(TemporaryRoot root, int kibibytes, string arguments)
    {
        // The runtime of the program as it is built maps memory by a large file, unless it is told not to.
        using var limited = RunningProcess.Start(
            "/bin/bash", root.Folder, new() { ["DOTNET_EnableWriteXorExecute"] = "0" }, "-c", $"ulimit -f {kibibytes}; '{Ifw.Path}' {arguments}");
        return await limited.EndAsync();
    }

    private static TemporaryRoot Root(string sink)
    {
        var root = new TemporaryRoot();
        root.Write($"integrations/{Sales}/config.yaml", $"deliver:\n  - {sink}\nsettings: {{ seed: 7, start_date: 2026-10-01 }}\n");
        root.Write($"integrations/{Sales}/metadata.yaml", "version: 1.0.0\ntags: [test]\n");
        return root;
    }

    private static async Task SucceedAsync(TemporaryRoot root, int records)
    {
        var outcome = await root.RunAsync("run", Sales, "--set", $"{Sales}.settings.records={records}");
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
    }

    private static async Task FailAsync(TemporaryRoot root, int records) =>
        await ExpectFailureAsync(await root.RunAsync("run", Sales, "--set", $"{Sales}.settings.records={records}"));

    private static async Task ExpectFailureAsync(Outcome outcome)
    {
        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("failed in deliver").Because(outcome.ToString());
        await Assert.That(outcome.Output + outcome.Error).Contains("space").Or.Contains("full").Because(outcome.ToString());
        await Assert.That(outcome.Error).DoesNotContain("   at ");
    }

    /// <summary>Expects the first so many entries once in every sink.</summary>
    private static async Task ExpectLedgerAsync(TemporaryRoot root, int count)
    {
        var numbers = Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        await Assert.That((await OutputFiles.LinesAsync(root, "ledger.jsonl")).SequenceEqual(numbers.Select(i => $$"""{"number":{{i}},"text":"entry {{i}}"}"""))).IsTrue();
        await Assert.That((await OutputFiles.LinesAsync(root, "ledger.csv")).Skip(1).SequenceEqual(numbers.Select(i => $"{i},entry {i}"))).IsTrue();
        await Assert.That((await OutputFiles.LinesAsync(root, "ledger.yaml")).SequenceEqual(numbers.SelectMany(i => new[] { $"- number: {i}", $"  text: entry {i}" }))).IsTrue();
        foreach (var table in new[] { "keyed", "plain" })
        {
            await Assert.That((await OutputFiles.RowsAsync(root, "ledger.db", $"SELECT number FROM {table} ORDER BY number")).SequenceEqual(numbers)).IsTrue();
        }

        await Assert.That(await OutputFiles.RowsAsync(root, "ledger.db", "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
    }
}
