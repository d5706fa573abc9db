using System.Globalization;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>The disk of the temporary files fills up under a <c>unique</c> check, after pages were committed.</summary>
public class UniqueFileTests
{
    private const int Count = 150_000;

    private static readonly string[] Run =
    [
        "run", "ledger", "--set", $"ledger.settings.count={Count}", "--set", "ledger.settings.page_size=1000", "--set", "ledger.settings.pause=0ms",
        "--set", "ledger.retry={attempts: 3, delay: 1ms}", "--set", "ledger.deliver=[{jsonl: {path: out.jsonl, mode: append}}]",
        "--set", "ledger.checks={records: [{unique: [number, text]}]}",
    ];

    [Test]
    [NotInParallel]
    public async Task Run_TemporaryFileDoesNotFit_FailsAndTheNextGoesOnBehindWhatIsDelivered()
    {
        using var root = new TemporaryRoot();
        var folder = Directory.CreateDirectory(root.Path("small")).FullName;
        Skip.Unless(await SmallDisk.TryMountAsync(folder), "A small disk can't be mounted here.");
        try
        {
            var failed = await TestHost.RunAsync(root, new() { ["SQLITE_TMPDIR"] = folder }, Run);
            await Assert.That(failed.ExitCode).IsEqualTo(1).Because(failed.ToString());
            await Assert.That(failed.Output).Contains(
                "ledger failed in check: the temporary file of unique under checks.records failed: SQLite Error 13: 'database or disk is full'. Let temporary files go where there is room for them (SQLITE_TMPDIR names the folder), and run it again.");
        }
        finally
        {
            await SmallDisk.UnmountAsync(folder);
        }

        // Another attempt could not tell what was delivered before.
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status, attempts, records_dead FROM runs")).IsEquivalentTo(["failed|1|0"]);
        var cursor = int.Parse((await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).Single(), CultureInfo.InvariantCulture);
        await Assert.That(cursor).IsBetween(1000, Count - 1000);
        await Assert.That((await OutputFiles.LinesAsync(root, "out.jsonl")).Length).IsEqualTo(cursor);

        var next = await TestHost.RunAsync(root, Run);
        await Assert.That(next.ExitCode).IsEqualTo(0).Because(next.ToString());
        await Assert.That((await OutputFiles.LinesAsync(root, "out.jsonl")).SequenceEqual(
            Enumerable.Range(1, Count).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{i}},"text":"entry {{i}}"}""")))).IsTrue();
    }
}
