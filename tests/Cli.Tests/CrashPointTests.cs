using System.Globalization;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>Ends a run before and after every single step that changes what is on the disk, and then lets the next one finish.</summary>
[NotInParallel, Category("Crash")]
public class CrashPointTests
{
    private static readonly int[] LedgerNumbers = [1, 2, 3, 4, 5];
    private static readonly int[] JournalNumbers = [1, 2, 3];

    [Test]
    public async Task Run_EndedAtEveryStepOfAnIncrementalSource_LosesNothingAndDoublesNothing()
    {
        using var scenario = Ledger(LedgerNumbers.Length);
        var points = await scenario.PointsAsync();
        await Assert.That(points).Contains("before commit of CommitPage in telemetry");
        await Assert.That(await scenario.CrashAsync(points)).IsEmpty();
    }

    [Test]
    public async Task Run_EndedAtEveryStepOfReturningToTheLastCommit_LosesNothingAndDoublesNothing()
    {
        using var scenario = Ledger(LedgerNumbers.Length);
        var points = await scenario.PointsAsync();

        // Everything of the second page is delivered, and telemetry doesn't know.
        var uncommitted = points.Index().Where(point => point.Item == "before commit of CommitPage in telemetry").ElementAt(2).Index + 1;
        await scenario.LeaveAtAsync(scenario.Before, uncommitted);
        var recovery = await scenario.PointsAsync();
        await Assert.That(recovery).Contains("after return to the last commit of the file");
        await Assert.That(await scenario.CrashAsync(recovery, point => !points.Contains(point))).IsEmpty();
    }

    [Test]
    public async Task Run_EndedAtEveryStepOfAWholeRun_IsUndoneOrDelivered()
    {
        using var scenario = new CrashScenario { Integration = "journal", Check = CheckJournalAsync };
        await TestHost.RunAsync(scenario.Before, "run", "journal");
        var points = await scenario.PointsAsync();
        await Assert.That(points).Contains("before rename of the temporary file");
        await Assert.That(points).Contains("before write to the appended file");
        await Assert.That(points).Contains("after making of the spool");
        await Assert.That(await scenario.CrashAsync(points)).IsEmpty();
    }

    [Test]
    public async Task Run_EndedAtEveryStepOfUndoingAWholeRun_LeavesNothingOfIt()
    {
        // The table refuses the records only when they are merged, after the files were added to.
        using var scenario = new CrashScenario
        {
            Integration = "journal",
            ExitCode = 1,
            Between = root => OutputFiles.ExecuteAsync(root, "journal.db", "DROP INDEX once"),
            Check = CheckJournalAsync,
        };
        await TestHost.RunAsync(scenario.Before, "run", "journal");
        await OutputFiles.ExecuteAsync(scenario.Before, "journal.db", "CREATE UNIQUE INDEX once ON plain (number)");
        var points = await scenario.PointsAsync();
        await Assert.That(points).Contains("before undoing of the appended file");
        await Assert.That(await scenario.CrashAsync(points, Undoes)).IsEmpty();
    }

    [Test]
    public async Task Run_EndedAtEveryStepOfGivingTargetsNewColumnsInAWholeRun_LosesNothingAndDoublesNothing()
    {
        using var scenario = new CrashScenario { Integration = "journal", Sets = ["journal.contract=evolve"], Check = CheckNarrowJournalAsync };
        await TestHost.RunAsync(scenario.Before, "run", "journal");
        await File.WriteAllLinesAsync(scenario.Before.Path("output/journal.csv"), ["number", .. JournalNumbers.Select(Text)]);
        await OutputFiles.ExecuteAsync(scenario.Before, "journal.db", "ALTER TABLE plain DROP COLUMN text");
        await OutputFiles.ExecuteAsync(scenario.Before, "journal.db", "ALTER TABLE keyed DROP COLUMN text");
        var points = await scenario.PointsAsync();
        await Assert.That(points).Contains("after rewriting of the file");
        await Assert.That(points).Contains("after new column of the table");
        await Assert.That(await scenario.CrashAsync(points, Evolves)).IsEmpty();
    }

    [Test]
    public async Task Run_EndedAtEveryStepOfGivingTargetsNewColumnsPageByPage_LosesNothingAndDoublesNothing()
    {
        using var scenario = new CrashScenario
        {
            Integration = "ledger",
            Sets = ["ledger.settings.count=5", "ledger.settings.page_size=3", "ledger.contract=evolve"],
            Check = CheckNarrowLedgerAsync,
        };
        Directory.CreateDirectory(scenario.Before.Path("output"));
        await File.WriteAllTextAsync(scenario.Before.Path("output/ledger.csv"), "number\n0\n");
        await OutputFiles.ExecuteAsync(scenario.Before, "ledger.db", "CREATE TABLE plain (number INTEGER)");
        await OutputFiles.ExecuteAsync(scenario.Before, "ledger.db", "CREATE TABLE keyed (number INTEGER PRIMARY KEY)");
        var points = await scenario.PointsAsync();
        await Assert.That(points).Contains("after rewriting of the file");
        await Assert.That(points).Contains("after new column of the table");
        await Assert.That(await scenario.CrashAsync(points, Evolves)).IsEmpty();
    }

    private static bool Evolves(string point) =>
        new[] { "rewriting", "temporary file", "folder", "new column", "CloseReceipts", "commit of" }.Any(step => point.Contains(step, StringComparison.Ordinal));

    private static async Task CheckNarrowJournalAsync(TemporaryRoot root)
    {
        // The first of them succeeded before the columns were taken away.
        var runs = int.Parse((await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'succeeded'")).Single(), CultureInfo.InvariantCulture) - 1;
        var added = Enumerable.Repeat(JournalNumbers, runs).SelectMany(numbers => numbers).ToList();
        await Assert.That(await OutputFiles.LinesAsync(root, "journal.csv")).IsEquivalentTo(
            ["number,text", .. JournalNumbers.Select(number => $"{Text(number)},"), .. added.Select(Csv)]);
        await Assert.That(await OutputFiles.RowsAsync(root, "journal.db", "SELECT number || coalesce(text, '') FROM plain ORDER BY rowid")).IsEquivalentTo(
            [.. JournalNumbers.Select(Text), .. added.Select(number => $"{Text(number)}entry {Text(number)}")]);
        await Assert.That(await OutputFiles.RowsAsync(root, "journal.db", "SELECT text FROM keyed")).IsEquivalentTo(JournalNumbers.Select(number => $"entry {Text(number)}"));
        await Assert.That(Directory.EnumerateFiles(root.Path("output")).Select(file => new FileInfo(file).Name).Order())
            .IsEquivalentTo(["journal.csv", "journal.db", "journal.jsonl", "journal.yaml", "latest.jsonl"]);
    }

    private static async Task CheckNarrowLedgerAsync(TemporaryRoot root)
    {
        await Assert.That(await OutputFiles.LinesAsync(root, "ledger.csv")).IsEquivalentTo(["number,text", "0,", .. LedgerNumbers.Select(Csv)]);
        foreach (var table in new[] { "keyed", "plain" })
        {
            await Assert.That(await OutputFiles.RowsAsync(root, "ledger.db", $"SELECT number || text FROM {table}")).IsEquivalentTo(
                LedgerNumbers.Select(number => $"{Text(number)}entry {Text(number)}"));
        }
    }

    private static bool Undoes(string point) =>
        point.Contains("undoing", StringComparison.Ordinal) || point.Contains("cut", StringComparison.Ordinal) || point.Contains("Close", StringComparison.Ordinal);

    private static CrashScenario Ledger(int count) => new()
    {
        Integration = "ledger",
        Sets = [string.Create(CultureInfo.InvariantCulture, $"ledger.settings.count={count}"), "ledger.settings.page_size=3"],
        Check = CheckLedgerAsync,
    };

    private static async Task CheckLedgerAsync(TemporaryRoot root)
    {
        await Assert.That(await OutputFiles.LinesAsync(root, "ledger.jsonl")).IsEquivalentTo(LedgerNumbers.Select(Json));
        await Assert.That(await OutputFiles.LinesAsync(root, "ledger.csv")).IsEquivalentTo(["number,text", .. LedgerNumbers.Select(Csv)]);
        await Assert.That(await OutputFiles.LinesAsync(root, "ledger.yaml")).IsEquivalentTo(LedgerNumbers.SelectMany(Yaml));
        foreach (var table in new[] { "keyed", "plain" })
        {
            await Assert.That(await OutputFiles.RowsAsync(root, "ledger.db", $"SELECT number FROM {table}")).IsEquivalentTo(LedgerNumbers.Select(Text));
        }

        await Assert.That(await OutputFiles.RowsAsync(root, "ledger.db", "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
    }

    /// <summary>Each run that succeeded has added its records once, and none that crashed or failed has left any.</summary>
    private static async Task CheckJournalAsync(TemporaryRoot root)
    {
        var runs = int.Parse((await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'succeeded'")).Single(), CultureInfo.InvariantCulture);
        var all = Enumerable.Repeat(JournalNumbers, runs).SelectMany(numbers => numbers).ToList();
        await Assert.That(await OutputFiles.LinesAsync(root, "journal.jsonl")).IsEquivalentTo(all.Select(Json));
        await Assert.That(await OutputFiles.LinesAsync(root, "journal.csv")).IsEquivalentTo(["number,text", .. all.Select(Csv)]);
        await Assert.That(await OutputFiles.LinesAsync(root, "journal.yaml")).IsEquivalentTo(all.SelectMany(Yaml));
        await Assert.That(await OutputFiles.LinesAsync(root, "latest.jsonl")).IsEquivalentTo(JournalNumbers.Select(Json));
        await Assert.That(await OutputFiles.RowsAsync(root, "journal.db", "SELECT number FROM keyed")).IsEquivalentTo(JournalNumbers.Select(Text));
        await Assert.That(await OutputFiles.RowsAsync(root, "journal.db", "SELECT number FROM latest")).IsEquivalentTo(JournalNumbers.Select(Text));
        await Assert.That(await OutputFiles.RowsAsync(root, "journal.db", "SELECT number FROM plain ORDER BY rowid")).IsEquivalentTo(all.Select(Text));
        await Assert.That(await OutputFiles.RowsAsync(root, "journal.db", "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
        await Assert.That(Directory.EnumerateFiles(root.Path("output")).Select(file => new FileInfo(file).Name).Order())
            .IsEquivalentTo(["journal.csv", "journal.db", "journal.jsonl", "journal.yaml", "latest.jsonl"]);
    }

    private static string Json(int number) => $$"""{"number":{{number}},"text":"entry {{number}}"}""";

    private static string Csv(int number) => string.Create(CultureInfo.InvariantCulture, $"{number},entry {number}");

    private static string[] Yaml(int number) => [$"- number: {Text(number)}", $"  text: entry {Text(number)}"];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
