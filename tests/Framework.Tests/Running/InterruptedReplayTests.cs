using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using static Framework.Tests.Running.Replays;

namespace Framework.Tests.Running;

/// <summary>What stands in a file after a replay was killed, or when the file was moved away.</summary>
public class InterruptedReplayTests
{
    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task Replay_WasKilledAfterItHadWritten_TheNextRunTakesThatBack(bool nextIsReplay)
    {
        await using var host = new Host();
        var first = await host.RunAsync(Append, Refusing(2));
        await KillReplayAsync(host, first.RunId!);
        if (!nextIsReplay)
        {
            await host.RunAsync(Append, new Script { Fetch = (_, ct) => Script.Items(1, ct) });
        }

        await ReplayAsync(host, Append);
        string[] normal = nextIsReplay ? [] : [Line(1)];
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1), Line(3), .. normal, Line(2)]);
        await Assert.That(await host.QueryAsync("SELECT sum(is_open) FROM receipts")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task Replay_FileWasMovedAwayBetweenReplays_BeginsANewOne()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        await ReplayAsync(host, Append);
        File.Delete(host.Output("out.jsonl"));
        await host.RunAsync(Append, Refusing(1));
        File.Delete(host.Output("out.jsonl"));
        await ReplayAsync(host, Append);
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1)]);
    }

    /// <summary>Leaves what a replay leaves that is killed between the file and telemetry: an open receipt, and a line behind it.</summary>
    private static async Task KillReplayAsync(Host host, string runId)
    {
        var file = new GrowingFile(host.Output("out.jsonl"), Path.Combine(host.Root, "cache", "appends"));
        file.Begin(null);
        var position = file.Position!;
        await file.DisposeAsync();
        await host.Store.CommitPageAsync(new PageCommit
        {
            RunId = runId,
            Integration = "script",
            Cursor = null,
            Receipts = [new DeliveryReceipt($"jsonl sink '{Path.Combine("output", "out.jsonl")}'", position, IsOpen: true)],
            Counters = default,
            DeadLetters = [],
            Time = DateTimeOffset.UtcNow,
        });
        await File.AppendAllTextAsync(host.Output("out.jsonl"), Line(2) + "\n");
    }
}
