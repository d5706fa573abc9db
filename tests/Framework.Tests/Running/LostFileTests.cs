using IntegrationFramework.Running;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Running;

/// <summary>A file of an incremental source that is cut or moved away: what messages advise lets it go on, and no record is lost or there twice.</summary>
public class LostFileTests
{
    private const string Config = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }]\n";

    [Test]
    public async Task Run_FileWasCut_GoesOnInANewOneWhenItIsMovedAway()
    {
        await using var host = new Host();
        await RunAsync(host, 4);
        await File.WriteAllTextAsync(host.Output("out.jsonl"), Lines(1, 1));
        await Assert.That((await RunAsync(host, 6)).ErrorMessage!).Contains(
            "something has cut it. Put it back as it was, or move it away: the next run goes on in a new one.");
        File.Move(host.Output("out.jsonl"), host.Output("cut.jsonl"));
        await Assert.That((await RunAsync(host, 6)).ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(5, 6));
    }

    [Test]
    public async Task Run_FileWasMovedAwayAfterACrash_GoesOnWhenItIsBack()
    {
        await using var host = new Host();
        await CrashAndMoveAwayAsync(host);
        await Assert.That((await RunAsync(host, 6)).ErrorMessage!).Contains(
            "it was moved away after a run was interrupted that added to it, so what that run had not committed may still stand at its end. Put it back as it was for one more run,");
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();
        File.Move(host.Output("moved.jsonl"), host.Output("out.jsonl"));
        await Assert.That((await RunAsync(host, 6)).ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 6));
    }

    [Test]
    public async Task Run_FileWasMovedAwayAfterACrash_GoesOnUnderAnotherPath()
    {
        await using var host = new Host();
        await CrashAndMoveAwayAsync(host);
        var run = await RunAsync(host, 6, Config.Replace("out.jsonl", "other.jsonl", StringComparison.Ordinal));
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("other.jsonl")).IsEqualTo(Lines(5, 6));
    }

    /// <summary>Leaves the receipt and the file as a run does that is killed while it writes a page, and then moves the file away.</summary>
    private static async Task CrashAndMoveAwayAsync(Host host)
    {
        await RunAsync(host, 4);
        await using var connection = new SqliteConnection($"Data Source={host.Store.Path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE receipts SET is_open = 1";
        await command.ExecuteNonQueryAsync();
        await File.AppendAllTextAsync(host.Output("out.jsonl"), Lines(5, 5));
        File.Move(host.Output("out.jsonl"), host.Output("moved.jsonl"));
    }

    private static async Task<RunResult> RunAsync(Host host, int count, string config = Config) => (await host.RunAsync(new BatchOptions
    {
        Integrations = [PagedScript.Descriptor(config, () => new PagedScript { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 2, null, ct) })],
    })).Runs.Single();

    private static string Lines(int first, int last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(id => Replays.Line(id) + "\n"));
}
