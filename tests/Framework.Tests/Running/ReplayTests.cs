using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using static Framework.Tests.Running.Replays;

namespace Framework.Tests.Running;

/// <summary>Dead letters that are taken through the phases again.</summary>
public class ReplayTests
{
    private const string Letters = "SELECT id, status, phase, attempt, error_message FROM dead_letters ORDER BY id";

    [Test]
    public async Task Replay_AfterTheMistakeIsMended_DeliversTheRecordOnceAndMarksTheLetter()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        var replay = await ReplayAsync(host, Append);
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(replay.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 1, Delivered: 1));
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1), Line(3), Line(2)]);
        await Assert.That(await host.QueryAsync("SELECT status, replay_run_id FROM dead_letters")).IsEquivalentTo([$"replayed,{replay.RunId}"]);
        await Assert.That(await host.QueryAsync($"SELECT trigger, status, records_fetched FROM runs WHERE id = '{replay.RunId}'")).IsEquivalentTo(["replay,succeeded,1"]);

        var again = await ReplayAsync(host, Append);
        await Assert.That(again.Counters.Fetched).IsEqualTo(0);
        await Assert.That((await LinesAsync(host)).Length).IsEqualTo(3);
    }

    [Test]
    public async Task Replay_FailsAgain_KeepsTheLetterWithTheNewError()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        var replay = await ReplayAsync(host, Append, new Script { Each = (_, _) => throw new FormatException("still bad") });
        await Assert.That(replay.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That(await host.QueryAsync(Letters)).IsEquivalentTo(["1,open,postprocess,2,still bad"]);
        await Assert.That(await host.QueryAsync("SELECT payload FROM dead_letters")).IsEquivalentTo([Line(2)]);
    }

    [Test]
    public async Task Replay_SomeOfMany_ReportsEachAndSettlesTheGoodOnes()
    {
        await using var host = new Host();
        await host.RunAsync(Append + "page: { records: 10 }\n", new Script
        {
            Fetch = (_, ct) => Script.Items(90, ct),
            Each = (_, _) => throw new FormatException("bad"),
        });
        var replay = await ReplayAsync(host, Append, new Script { Each = (raw, _) => raw.Id % 3 == 0 ? throw new FormatException("bad") : raw.Id % 3 == 1 ? null : raw });
        await Assert.That(replay.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 90, Delivered: 30, Dropped: 30, Dead: 30));
        await Assert.That((await LinesAsync(host)).Length).IsEqualTo(30);
        await Assert.That(await host.QueryAsync("SELECT status, count(*) FROM dead_letters GROUP BY status ORDER BY status")).IsEquivalentTo(["open,30", "replayed,60"]);
    }

    [Test]
    public async Task Replay_SinkThatIsReplaced_IsRefusedAndTheLetterKept()
    {
        await using var host = new Host();
        var replacing = Append.Replace(", mode: append", "", StringComparison.Ordinal);
        await host.RunAsync(replacing, Refusing(2));
        var before = await LinesAsync(host);
        var replay = await ReplayAsync(host, replacing + "retry: { attempts: 3 }\n");
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(replay.Attempts).IsEqualTo(1);
        await Assert.That(replay.ErrorMessage!).Contains("its jsonl sink has mode: replace").And.Contains("ifw run script");
        await Assert.That(await LinesAsync(host)).IsEquivalentTo(before);
        await Assert.That(await host.QueryAsync("SELECT status FROM dead_letters")).IsEquivalentTo(["open"]);
    }

    [Test]
    public async Task Replay_NoSinkAtAll_IsRefused()
    {
        await using var host = new Host();
        await host.RunAsync("dead_letters: { share: 1 }\n", Refusing(2));
        var replay = await ReplayAsync(host, "dead_letters: { share: 1 }\n");
        await Assert.That(replay.ErrorMessage!).Contains("there is no sink under deliver:");
        await Assert.That(await host.QueryAsync("SELECT status FROM dead_letters")).IsEquivalentTo(["open"]);
    }

    [Test]
    public async Task Replay_WhatCannotBeRead_IsKeptAsItIs()
    {
        await using var host = new Host();
        host.Store.Redactor.Add(["hunter2hunter2"]);
        await host.RunAsync(Append, new Script
        {
            Fetch = (run, _) => Bad(run),
            Each = (_, _) => throw new FormatException("bad"),
        });
        await Assert.That(await host.QueryAsync("SELECT status, payload_kind, is_redacted FROM dead_letters ORDER BY id")).IsEquivalentTo(["open,other,0", "open,raw,1"]);
        var replay = await ReplayAsync(host, Append);
        await Assert.That(replay.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That(replay.Counters.Dead).IsEqualTo(2);
        await Assert.That(File.Exists(host.Output("out.jsonl")) ? await host.ReadAsync("out.jsonl") : "").IsEqualTo("");
        await Assert.That(await host.QueryAsync("SELECT status, attempt FROM dead_letters ORDER BY id")).IsEquivalentTo(["open,1", "open,1"]);
        await Assert.That(string.Join('\n', await host.QueryAsync($"SELECT message FROM logs WHERE run_id = '{replay.RunId}'")))
            .Contains("the dead letter 1 can't be replayed and is kept: its payload is no record").And.Contains("the dead letter 2 can't be replayed and is kept: it held a secret");

        static async IAsyncEnumerable<Item> Bad(RunContext run)
        {
            await Task.Yield();
            run.DeadLetter("1;;2", new FormatException("no line"));
            yield return new Item(1, "hunter2hunter2");
        }
    }

    [Test]
    public async Task Replay_IncrementalIntegration_DeliversEverywhereAndLeavesTheCursor()
    {
        await using var host = new Host();
        const string config = """
            deliver:
              - jsonl: { path: out.jsonl, mode: append }
              - sqlite: { path: out.db, table: keyed, key: [id] }
              - sqlite: { path: out.db, table: plain }
            dead_letters: { share: 1 }

            """;
        var isMended = false;
        var descriptor = PagedScript.Descriptor(config, () => new PagedScript
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 6, 2, cancellationToken: ct),
            Each = raw => raw.Id == 4 && !isMended ? throw new FormatException("bad") : raw,
        });
        await host.RunAsync(new BatchOptions { Integrations = [descriptor] });
        isMended = true;
        var replay = (await host.RunAsync(new BatchOptions { Integrations = [descriptor], Replay = new DeadLetterSelection() })).Runs[0];
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Succeeded).Because(replay.ErrorMessage ?? "");
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1), Line(2), Line(3), Line(5), Line(6), Line(4)]);
        await Assert.That(await host.QueryAsync("SELECT (SELECT group_concat(id) FROM keyed), (SELECT group_concat(id) FROM plain)", host.Output("out.db"))).IsEquivalentTo(["1,2,3,4,5,6,1,2,3,5,6,4"]);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["6"]);
        await Assert.That((await host.RunAsync(new BatchOptions { Integrations = [descriptor] })).Runs[0].Counters.Fetched).IsEqualTo(0);
    }

    [Test]
    public async Task Replay_SinkBreaksDown_KeepsTheLettersOpen()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        File.Delete(host.Output("out.jsonl"));
        Directory.CreateDirectory(host.Output("out.jsonl"));
        var replay = await ReplayAsync(host, Append);
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(await host.QueryAsync("SELECT status, attempt FROM dead_letters")).IsEquivalentTo(["open,1"]);
    }
}
