using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using static Framework.Tests.Running.HookRuns;

namespace Framework.Tests.Running;

/// <summary>Records that a sink of an author's own doesn't take.</summary>
public class AuthorSinkRefusalTests
{
    [Test]
    public async Task Refuse_OneRecord_MakesItADeadLetterOfThatSinkAlone()
    {
        await using var host = new Host();
        var refuses = true;
        var receiver = new Receiver
        {
            Take = page =>
            {
                if (refuses)
                {
                    page.Refuse(1, new InvalidDataException("no twos"));
                }
            },
        };
        var run = await RunAsync(host, receiver, Both, () => Items(3));
        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That((run.Counters.Delivered, run.Counters.Dead)).IsEqualTo((2L, 1L));
        await Assert.That(await host.QueryAsync("SELECT phase, payload, error_type, error_message, status FROM dead_letters"))
            .IsEquivalentTo(["deliver,{\"id\":2,\"name\":\"item 2\"},InvalidDataException,no twos (hook sink),open"]);

        refuses = false;
        var replay = await host.RunAsync(new BatchOptions
        {
            Integrations = [HookSink.Into(receiver, Host.Integration("script", Both, () => Items(0)))],
            Replay = new DeadLetterSelection(),
        });
        await Assert.That(replay.Runs.Single().ErrorMessage).IsNull();
        await Assert.That(receiver.Pages[^1].Lines).IsEqualTo("{\"id\":2,\"name\":\"item 2\"}\n");
        await Assert.That(receiver.Tokens).IsEquivalentTo(["script.hook.E.1.0", "script.hook.E.replay-1.0"]);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(3);
    }

    [Test]
    public async Task Refuse_OneRecordOfAPageWithACursor_IsCommittedWithIt()
    {
        await using var host = new Host();
        var receiver = new Receiver { Take = static page => page.Refuse(0, new InvalidDataException("no")) };
        var run = await RunPagedAsync(host, receiver, 4, "dead_letters: { share: 1 }\n" + Config);
        await Assert.That(run.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 4, Delivered: 2, Dead: 2));
        await Assert.That(await host.QueryAsync("SELECT phase, payload, status FROM dead_letters ORDER BY id")).IsEquivalentTo(
            ["deliver,{\"id\":1,\"name\":\"item 1\"},open", "deliver,{\"id\":3,\"name\":\"item 3\"},open"]);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["4"]);
    }

    [Test]
    public async Task Refuse_OneRecordByTwoSinks_MakesALetterOfEachAndCountsOnce()
    {
        await using var host = new Host();
        var refuses = true;
        var receiver = new Receiver
        {
            Take = page =>
            {
                if (refuses)
                {
                    page.Refuse(1, new InvalidDataException("no twos"));
                }
            },
        };
        const string config = "dead_letters: { limit: 1, share: 1 }\ndeliver:\n  - hook: {}\n  - hook: {}\n  - jsonl: { path: out.jsonl, mode: append }\n";
        var run = await RunAsync(host, receiver, config, () => Items(3));
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(run.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 2, Dead: 1));
        await Assert.That(await host.QueryAsync("SELECT error_message, status FROM dead_letters ORDER BY id")).IsEquivalentTo(["no twos (hook sink),open", "no twos (hook 2 sink),open"]);

        refuses = false;
        var second = long.Parse((await host.QueryAsync("SELECT id FROM dead_letters WHERE error_message LIKE '%(hook 2 sink)'")).Single(), System.Globalization.CultureInfo.InvariantCulture);
        await host.RunAsync(new BatchOptions
        {
            Integrations = [HookSink.Into(receiver, Host.Integration("script", config, () => Items(0)))],
            Replay = new DeadLetterSelection { Ids = [second] },
        });
        await Assert.That(receiver.Tokens.Skip(2)).IsEquivalentTo(["script.hook-2.E.replay-1.0"]);
        await Assert.That(await host.QueryAsync("SELECT error_message, status FROM dead_letters")).IsEquivalentTo(["no twos (hook sink),open", "no twos (hook 2 sink),replayed"]);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(3);
    }

    [Test]
    public async Task Refuse_TwoRecordsThatAreTheSame_CountTwice()
    {
        await using var host = new Host();
        var receiver = new Receiver { Take = static page => page.Refuse(0, new InvalidDataException("no")) };
        var run = await RunAsync(
            host, receiver, "page: { records: 1 }\ndead_letters: { share: 1 }\ndeliver:\n  - hook: {}\n  - hook: {}\n", () => new Script { Fetch = (_, ct) => Script.Items(2, ct).Select(static item => item with { Id = 1, Name = null }) });
        await Assert.That(run.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 2, Delivered: 0, Dead: 2));
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM dead_letters")).IsEquivalentTo(["4"]);
    }

    [Test]
    public async Task Refuse_WhileALetterIsReplayed_LeavesALetterOpen()
    {
        await using var host = new Host();
        var receiver = new Receiver { Take = static page => page.Refuse(0, new InvalidDataException("no")) };
        await RunPagedAsync(host, receiver, 1, "dead_letters: { share: 1 }\n" + Config);
        var descriptor = PagedScript.Descriptor("dead_letters: { share: 1 }\n" + Config, () => new PagedScript { Fetch = (_, _, _) => AsyncEnumerable.Empty<SourcePage<Item>>() });
        await host.RunAsync(new BatchOptions { Integrations = [HookSink.Into(receiver, descriptor)], Replay = new DeadLetterSelection() });
        await Assert.That(await host.QueryAsync("SELECT status, payload FROM dead_letters ORDER BY id")).IsEquivalentTo(
            ["replayed,{\"id\":1,\"name\":\"item 1\"}", "open,{\"id\":1,\"name\":\"item 1\"}"]);
    }

    [Test]
    public async Task Refuse_TooMany_FailsTheRunBeforeTheOthersHaveAnything()
    {
        await using var host = new Host();
        var receiver = new Receiver
        {
            Take = static page =>
            {
                page.Refuse(0, new InvalidDataException("no"));
                page.Refuse(1, new InvalidDataException("no"));
            },
        };
        var run = await RunAsync(host, receiver, Both.Replace("share: 1", "share: 0.5", StringComparison.Ordinal), () => Items(3));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("2 of 3 records could not be processed");
        await Assert.That(File.Exists(host.Output("out.jsonl")) && new FileInfo(host.Output("out.jsonl")).Length > 0).IsFalse();
    }
}
