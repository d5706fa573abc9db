using System.Globalization;
using System.Security.Cryptography;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>
/// Where nobody may write, on a disk that is mounted read-only or by permissions, each kind of sink fails the run and says where and what to
/// do, and what was there stays as it was.
/// </summary>
public class ReadOnlyTests
{
    private const string Sales = "sales_transactions";
    private const string ReadOnlyDisk = "the file system is read-only. Mount it writable, or choose another path. What was there before is untouched.";
    private const string NoPermission = "permission denied. Give the user that runs this the right to write there, or choose another path. What was there before is untouched.";
    private const string NoJournal = "the database can't be written to. Give the user that runs this the right to write to the file and to its folder. What was there before is untouched.";

    [Test]
    [Arguments("yaml: { path: out }")]
    [Arguments("jsonl: { path: out }")]
    [Arguments("csv: { path: out }")]
    [Arguments("yaml: { path: out, mode: append }")]
    [Arguments("jsonl: { path: out, mode: append }")]
    [Arguments("csv: { path: out, mode: append }")]
    [Arguments("sqlite: { path: out, table: sales, key: [transaction_id], mode: replace }")]
    [Arguments("sqlite: { path: out, table: sales, key: [transaction_id] }")]
    [Arguments("sqlite: { path: out, table: sales }")]
    public async Task Run_DiskIsReadOnly_SaysSoAndChangesNothing(string sink)
    {
        using var root = Root(sink);
        await SmallDisk.AsOutputAsync(root, async () =>
        {
            await SmallDisk.RemountAsync(root.Path("output"), isReadOnly: true);
            await ExpectFailureAsync(root, sink, ReadOnlyDisk, await root.RunAsync("run", Sales));
            await Assert.That(Snapshot(root)).IsEqualTo("");

            await SmallDisk.RemountAsync(root.Path("output"), isReadOnly: false);
            await SucceedAsync(await root.RunAsync("run", Sales));
            var before = Snapshot(root);
            await SmallDisk.RemountAsync(root.Path("output"), isReadOnly: true);
            await ExpectFailureAsync(root, sink, ReadOnlyDisk, await root.RunAsync("run", Sales));
            await Assert.That(Snapshot(root)).IsEqualTo(before);

            await SmallDisk.RemountAsync(root.Path("output"), isReadOnly: false);
            await SucceedAsync(await root.RunAsync("run", Sales));
        });
    }

    [Test]
    [Arguments("jsonl: { path: out, mode: append }")]
    [Arguments("csv: { path: out, mode: append }")]
    [Arguments("yaml: { path: out, mode: append }")]
    [Arguments("sqlite: { path: out, table: entries, key: [number] }")]
    [Arguments("sqlite: { path: out, table: entries }")]
    public async Task Run_DiskOfAnIncrementalRunIsReadOnly_SaysSoAndGoesOnLater(string sink)
    {
        using var root = new TemporaryRoot();
        await SmallDisk.AsOutputAsync(root, async () =>
        {
            await SmallDisk.RemountAsync(root.Path("output"), isReadOnly: true);
            await ExpectFailureAsync(root, sink, ReadOnlyDisk, await LedgerAsync(root, sink, 5));
            await Assert.That(Snapshot(root)).IsEqualTo("");

            await SmallDisk.RemountAsync(root.Path("output"), isReadOnly: false);
            await SucceedAsync(await LedgerAsync(root, sink, 5));
            var before = Snapshot(root);
            await SmallDisk.RemountAsync(root.Path("output"), isReadOnly: true);
            await ExpectFailureAsync(root, sink, ReadOnlyDisk, await LedgerAsync(root, sink, 9));
            await Assert.That(Snapshot(root)).IsEqualTo(before);
            await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).IsEquivalentTo(["5"]);

            await SmallDisk.RemountAsync(root.Path("output"), isReadOnly: false);
            await SucceedAsync(await LedgerAsync(root, sink, 9));
            await ExpectLedgerAsync(root, sink, 9);
        });
    }

    [Test]
    [Arguments("yaml: { path: out }", NoPermission)]
    [Arguments("jsonl: { path: out }", NoPermission)]
    [Arguments("csv: { path: out }", NoPermission)]
    [Arguments("yaml: { path: out, mode: append }", NoPermission)]
    [Arguments("jsonl: { path: out, mode: append }", NoPermission)]
    [Arguments("csv: { path: out, mode: append }", NoPermission)]
    [Arguments("sqlite: { path: out, table: sales, key: [transaction_id], mode: replace }", NoJournal)]
    [Arguments("sqlite: { path: out, table: sales, key: [transaction_id] }", NoJournal)]
    [Arguments("sqlite: { path: out, table: sales }", NoJournal)]
    public async Task Run_FolderIsReadOnly_SaysSoAndChangesNothing(string sink, string problem) =>
        await WithoutPermissionAsync(sink, problem, folder: true);

    [Test]
    [Arguments("yaml: { path: out, mode: append }")]
    [Arguments("jsonl: { path: out, mode: append }")]
    [Arguments("csv: { path: out, mode: append }")]
    [Arguments("sqlite: { path: out, table: sales, key: [transaction_id], mode: replace }")]
    [Arguments("sqlite: { path: out, table: sales, key: [transaction_id] }")]
    [Arguments("sqlite: { path: out, table: sales }")]
    public async Task Run_FileIsReadOnly_SaysSoAndChangesNothing(string sink) =>
        await WithoutPermissionAsync(sink, NoPermission, folder: false);

    [Test]
    [Arguments("jsonl: { path: out, mode: append }")]
    [Arguments("csv: { path: out, mode: append }")]
    [Arguments("yaml: { path: out, mode: append }")]
    [Arguments("sqlite: { path: out, table: entries, key: [number] }")]
    [Arguments("sqlite: { path: out, table: entries }")]
    public async Task Run_FileOfAnIncrementalRunIsReadOnly_SaysSoAndGoesOnLater(string sink)
    {
        Skip.Unless(await OrdinaryUser.CanRunAsync(TestHost.Program), "Nobody else can run the program here.");
        using var root = new TemporaryRoot();
        Task<Outcome> RunAsync(int count) => OrdinaryUser.RunAsync(TestHost.Program, root, LedgerArguments(sink, count));
        await SucceedAsync(await RunAsync(5));
        var before = Snapshot(root);
        await OrdinaryUser.AllowWritingAsync(root.Path("output", "out"), isAllowed: false);
        await ExpectFailureAsync(root, sink, NoPermission, await RunAsync(9));
        await Assert.That(Snapshot(root)).IsEqualTo(before);
        await OrdinaryUser.AllowWritingAsync(root.Path("output", "out"), isAllowed: true);
        await SucceedAsync(await RunAsync(9));
        await ExpectLedgerAsync(root, sink, 9);
    }

    [Test]
    [Arguments("u=x", 0, "")]
    [Arguments("u=", 1, "integrations/sales_transactions/config.production.yaml(1,1): error IFW0305: it can't be looked for: the permissions of ")]
    public async Task Run_FolderOfAnIntegrationThatCannotBeListed_StopsThatOneAtMost(string mode, int exitCode, string problem)
    {
        Skip.Unless(await OrdinaryUser.CanRunAsync(Ifw.Path), "Nobody else can run the program here.");
        using var root = Root("jsonl: { path: out }");
        root.Write(".env", "IFW_ENVIRONMENT=production\n");
        var folder = root.Path("integrations", Sales);
        try
        {
            await Assert.That((await OrdinaryUser.RunAsync(Ifw.Path, root, "list")).ExitCode).IsEqualTo(0);
            await OrdinaryUser.ChangeModeAsync(folder, mode);
            var outcome = await OrdinaryUser.RunAsync(Ifw.Path, root, "run", Sales, "hello_world");

            await Assert.That(outcome.ExitCode).IsEqualTo(exitCode).Because(outcome.ToString());
            await Assert.That(outcome.Error + outcome.Output).Contains(problem).And.Contains("hello_world");
            await Assert.That(outcome.Error).DoesNotContain("Access to the path");
        }
        finally
        {
            await OrdinaryUser.ChangeModeAsync(folder, "u=rwx");
        }
    }

    private static async Task WithoutPermissionAsync(string sink, string problem, bool folder)
    {
        Skip.Unless(await OrdinaryUser.CanRunAsync(Ifw.Path), "Nobody else can run the program here.");
        using var root = Root(sink);
        Task<Outcome> RunAsync(int records) => OrdinaryUser.RunAsync(Ifw.Path, root, "run", Sales, "--set", string.Create(CultureInfo.InvariantCulture, $"{Sales}.settings.records={records}"));
        await SucceedAsync(await RunAsync(20));
        var before = Snapshot(root);
        var path = folder ? root.Path("output") : root.Path("output", "out");
        await OrdinaryUser.AllowWritingAsync(path, isAllowed: false);
        await ExpectFailureAsync(root, sink, problem, await RunAsync(30));
        await Assert.That(Snapshot(root)).IsEqualTo(before);
        await OrdinaryUser.AllowWritingAsync(path, isAllowed: true);
        await SucceedAsync(await RunAsync(30));
    }

    private static TemporaryRoot Root(string sink)
    {
        var root = new TemporaryRoot();
        root.Write($"integrations/{Sales}/config.yaml", $"deliver:\n  - {sink}\nsettings: {{ seed: 7, records: 20, start_date: 2026-10-01 }}\n");
        root.Write($"integrations/{Sales}/metadata.yaml", "version: 1.0.0\ntags: [test]\n");
        return root;
    }

    private static Task<Outcome> LedgerAsync(TemporaryRoot root, string sink, int count) => TestHost.RunAsync(root, LedgerArguments(sink, count));

    private static string[] LedgerArguments(string sink, int count) =>
        ["run", "ledger", "--set", $"ledger.deliver=[{{{sink}}}]", "--set", string.Create(CultureInfo.InvariantCulture, $"ledger.settings.count={count}"), "--set", "ledger.settings.page_size=2"];

    private static async Task SucceedAsync(Outcome outcome) => await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());

    private static async Task ExpectFailureAsync(TemporaryRoot root, string sink, string problem, Outcome outcome)
    {
        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains($" failed in deliver: {sink[..sink.IndexOf(':', StringComparison.Ordinal)]} sink '{root.Path("output", "out")}'").Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains($": {problem}");
        await Assert.That(outcome.Error).DoesNotContain("   at ");
    }

    private static async Task ExpectLedgerAsync(TemporaryRoot root, string sink, int count)
    {
        var numbers = Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        var found = sink.StartsWith("sqlite", StringComparison.Ordinal)
            ? await OutputFiles.RowsAsync(root, "out", "SELECT number FROM entries ORDER BY number")
            : [.. (await OutputFiles.LinesAsync(root, "out")).Where(static line => line[0] != ' ')
                .Select(static line => string.Concat(line.SkipWhile(static c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)))
                .Where(static number => number.Length > 0)];
        await Assert.That(found.SequenceEqual(numbers)).IsTrue().Because(string.Join(' ', found));
    }

    /// <summary>Everything under <c>output/</c> by name and content.</summary>
    private static string Snapshot(TemporaryRoot root) => string.Join('\n', Directory
        .EnumerateFiles(root.Path("output"), "*", new EnumerationOptions { AttributesToSkip = 0 })
        .Order(StringComparer.Ordinal)
        .Select(static file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));
}
