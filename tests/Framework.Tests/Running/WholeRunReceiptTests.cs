using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Running;

/// <summary>What a run without a cursor leaves on record of what it adds, and what the next one does with it.</summary>
public class WholeRunReceiptTests
{
    private const string Config = "deliver:\n  - jsonl: { path: out.jsonl, mode: append }\n";

    [Test]
    public async Task Run_ThatSucceeded_LeavesItsReceiptClosedAtTheEnd()
    {
        await using var host = new Host();
        await host.RunAsync(Config);
        await host.RunAsync(Config);
        var length = new FileInfo(host.Output("out.jsonl")).Length;
        await Assert.That((await host.QueryAsync("SELECT is_open, position FROM receipts")).Single()).StartsWith($"0,{length} ");
    }

    [Test]
    public async Task Run_AfterOneThatCrashed_CutsOffWhatThatHadAdded()
    {
        await using var host = new Host();
        await host.RunAsync(Config);
        var before = await File.ReadAllTextAsync(host.Output("out.jsonl"));
        await CrashAsync(host, "{\"id\":");
        var next = await host.RunAsync(Config);
        await Assert.That(next.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(await File.ReadAllTextAsync(host.Output("out.jsonl"))).IsEqualTo(before + before);
    }

    [Test]
    public async Task Run_WhereSomethingElseHasWrittenSinceTheCrash_CutsNothingOffAndSaysSo()
    {
        await using var host = new Host();
        await host.RunAsync(Config);
        await CrashAsync(host, new string('x', 10_000));
        var length = new FileInfo(host.Output("out.jsonl")).Length;
        var next = await host.RunAsync(Config);
        await Assert.That(next.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(next.ErrorMessage!).Contains("a run was interrupted while it added to it, and since then something else has changed it");
        await Assert.That((await host.RunAsync(Config)).ErrorMessage!).Contains("something else has changed it");
        await Assert.That(new FileInfo(host.Output("out.jsonl")).Length).IsEqualTo(length);
    }

    [Test]
    [Arguments(null)]
    [Arguments("{}\n")]
    public async Task Run_WhereTheFileWasMovedAwaySinceTheCrash_BeginsAnewAndSaysWhatMayStandInTheOther(string? inItsPlace)
    {
        var log = new LogList();
        await using var host = new Host { Loggers = log };
        await host.RunAsync(Config);
        var file = host.Output("out.jsonl");
        var before = await File.ReadAllTextAsync(file);
        await CrashAsync(host, "{\"id\":");
        File.Move(file, $"{file}.1");
        if (inItsPlace is not null)
        {
            await File.WriteAllTextAsync(file, inItsPlace);
        }

        await host.RunAsync(Config);
        await Assert.That(await File.ReadAllTextAsync(file)).IsEqualTo(inItsPlace + before);
        await Assert.That(log.Lines).IsEquivalentTo(
        [
            $"script: a run was interrupted while it added to '{file}', which was moved away or cut since. What that run had added may still stand at the end of what was moved: look there, lest it counts twice.",
        ]);

        // Told once.
        await host.RunAsync(Config);
        await Assert.That(log.Lines.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Replay_WhereSomethingElseHasWrittenSinceTheCrash_CutsNothingOffAndSaysSo()
    {
        await using var host = new Host();
        await host.RunAsync(Replays.Append, Replays.Refusing(2));
        await CrashAsync(host, new string('x', 10_000));
        var length = new FileInfo(host.Output("out.jsonl")).Length;
        var replay = await Replays.ReplayAsync(host, Replays.Append);
        await Assert.That(replay.ErrorMessage!).Contains("something else has changed it, so it's unclear what to cut off");
        await Assert.That(new FileInfo(host.Output("out.jsonl")).Length).IsEqualTo(length);
    }

    [Test]
    public async Task Run_WithoutRecordsAfterOneThatCrashed_CutsOffWhatThatHadAddedAndNothingLater()
    {
        await using var host = new Host();
        await host.RunAsync(Config);
        var before = await File.ReadAllTextAsync(host.Output("out.jsonl"));
        await CrashAsync(host, "{\"id\":");
        await host.RunAsync(Config, new Script { Fetch = static (_, ct) => Script.Items(0, ct) });
        await Assert.That(await File.ReadAllTextAsync(host.Output("out.jsonl"))).IsEqualTo(before);
        await File.AppendAllTextAsync(host.Output("out.jsonl"), "{}\n");
        await host.RunAsync(Config);
        await Assert.That(await File.ReadAllTextAsync(host.Output("out.jsonl"))).IsEqualTo(before + "{}\n" + before);
    }

    [Test]
    public async Task Run_IntoATableThatNumbersItsRows_AddsThem()
    {
        await using var host = new Host();
        Directory.CreateDirectory(Path.GetDirectoryName(host.Output("a.db"))!);
        await using (var connection = new SqliteConnection($"Data Source={host.Output("a.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE items (number INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER, name TEXT)";
            await command.ExecuteNonQueryAsync();
        }

        var first = await host.RunAsync("deliver:\n  - sqlite: { path: a.db, table: items }\n");
        await Assert.That(first.ErrorMessage).IsNull();
        await host.RunAsync("deliver:\n  - sqlite: { path: a.db, table: items }\n");
        await Assert.That((await host.QueryAsync("SELECT count(*) FROM items", host.Output("a.db"))).Single())
            .IsEqualTo((first.Counters.Delivered * 2).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Leaves the receipt and the file as a process does that is killed while it adds to it.</summary>
    private static async Task CrashAsync(Host host, string added)
    {
        var length = new FileInfo(host.Output("out.jsonl")).Length;
        var receipt = (await host.QueryAsync("SELECT sink, position FROM receipts")).Single();
        var comma = receipt.LastIndexOf(',');
        var run = (await host.QueryAsync("SELECT id FROM runs ORDER BY id DESC LIMIT 1")).Single();
        await host.Store.CommitPageAsync(new PageCommit
        {
            RunId = run,
            Integration = "script",
            Cursor = null,
            Receipts = [new IntegrationFramework.Sinks.DeliveryReceipt(receipt[..comma], $"{receipt[(comma + 1)..]} {length + 100}", IsOpen: true)],
            Counters = default,
            DeadLetters = [],
            Time = DateTimeOffset.UnixEpoch,
        });
        await File.AppendAllTextAsync(host.Output("out.jsonl"), added);
    }
}
