using IntegrationFramework;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using static Framework.Tests.Running.HookRuns;

namespace Framework.Tests.Running;

/// <summary>What a run and a sink of an author's own have to do with each other.</summary>
public class AuthorSinkTests
{
    [Test]
    public async Task Run_Whole_IsDeliveredInPagesThatAreCommittedTogether()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        var run = await RunAsync(host, receiver, Config, () => Items(5));
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(receiver.Tokens).IsEquivalentTo(["script.hook.E.1.0", "script.hook.E.1.1", "script.hook.E.1.2"]);
        await Assert.That(receiver.Pages.Select(page => page.Token.Pages)).IsEquivalentTo([3, 3, 3]);
        await Assert.That(receiver.Pages.Select(page => page.Token.IsLast)).IsEquivalentTo([false, false, true]);
        await Assert.That(receiver.Pages[1].Lines).IsEqualTo("{\"id\":3,\"name\":\"item 3\"}\n{\"id\":4,\"name\":\"item 4\"}\n");
        await Assert.That(Receiver.Epoch(receiver.Pages[0])).IsEqualTo(run.RunId);
        await Assert.That(receiver.Opened.Single()).IsEqualTo(new SinkContext("script", run.RunId!, Item.Schema));
        await Assert.That(receiver.Disposed).IsEqualTo(1);
        await Assert.That(run.Counters.Delivered).IsEqualTo(5);
        await Assert.That(run.Counters.Bytes).IsEqualTo(receiver.Pages.Sum(page => page.Lines.Length));
    }

    [Test]
    public async Task Run_Next_HasAnotherToken()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        await RunAsync(host, receiver, Config, () => Items(1));
        await RunAsync(host, receiver, Config, () => Items(1));
        await Assert.That(receiver.Tokens).IsEquivalentTo(["script.hook.E.1.0", "script.hook.E.2.0"]);
        await Assert.That(Receiver.Epoch(receiver.Pages[1])).IsEqualTo(Receiver.Epoch(receiver.Pages[0]));
    }

    [Test]
    public async Task Run_SinkThatReturnsNoTask_IsToldSo()
    {
        await using var host = new Host();
        var run = await RunAsync(host, new Receiver { ReturnsNothing = true }, Config, () => Items(1));
        await Assert.That(run.ErrorMessage).Contains("DeliverAsync returned null. Let it return a task.");
    }

    [Test]
    public async Task Run_WithoutRecords_DeliversNothing()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        var run = await RunAsync(host, receiver, Config, () => Items(0));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(receiver.Pages).IsEmpty();
    }

    [Test]
    public async Task Run_ThatFailsInFetch_HasDeliveredNothing()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        var run = await RunAsync(host, receiver, Config, () => new Script { Each = (item, _) => item, Fetch = (_, _) => Broken() });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(receiver.Opened).IsNotEmpty();
        await Assert.That(receiver.Pages).IsEmpty();
        await Assert.That(receiver.Disposed).IsEqualTo(1);
    }

    [Test]
    public async Task Run_WhoseCheckFails_HasDeliveredNothing()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        var run = await RunAsync(host, receiver, Config + "checks:\n  run:\n    - volume: { min: 6 }\n", () => Items(5));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(receiver.Pages).IsEmpty();
    }

    [Test]
    public async Task Run_TheSinkFails_SaysWhereAndTheNextOneDeliversUnderTheSameTokens()
    {
        await using var host = new Host();
        var receiver = new Receiver { FailAt = 2 };
        var run = await RunAsync(host, receiver, Config, () => Items(4));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage).IsEqualTo(
            "script failed in deliver: hook sink: the line is dead. It is not committed: the next run delivers it again, under the same token.");
        await Assert.That(run.Counters.Delivered).IsEqualTo(0);
        await RunAsync(host, receiver, Config, () => Items(4));
        await Assert.That(receiver.Tokens).IsEquivalentTo(["script.hook.E.1.0", "script.hook.E.1.0", "script.hook.E.1.1"]);
        await Assert.That(receiver.Pages[1].Key).IsEqualTo(receiver.Pages[0].Key);
        await Assert.That(receiver.Replaced.Count()).IsEqualTo(4);
        await Assert.That(receiver.Ignored.Count()).IsEqualTo(4);
    }

    [Test]
    public async Task Run_TheSinkFails_TheOtherSinksHaveNothing()
    {
        await using var host = new Host();
        var receiver = new Receiver { FailAt = 1 };
        await RunAsync(host, receiver, Both, () => Items(2));
        await Assert.That(File.Exists(host.Output("out.jsonl")) && new FileInfo(host.Output("out.jsonl")).Length > 0).IsFalse();
    }

    [Test]
    public async Task Run_AnotherAttempt_DeliversUnderTheSameTokens()
    {
        await using var host = new Host();
        var receiver = new Receiver { FailAt = 2 };
        var run = await RunAsync(host, receiver, Config + "retry: { attempts: 2, delay: 1ms }\n", () => Items(4));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(receiver.Tokens).IsEquivalentTo(["script.hook.E.1.0", "script.hook.E.1.0", "script.hook.E.1.1"]);
        await Assert.That(receiver.Disposed).IsEqualTo(2);
    }

    [Test]
    public async Task Run_TheServiceRefusesForGood_IsNotTriedAgain()
    {
        await using var host = new Host();
        var receiver = new Receiver { FailAt = 1, Failure = new ServiceException("The hook refuses the key. Set another.") };
        var run = await RunAsync(host, receiver, Config + "retry: { attempts: 3, delay: 1ms }\n", () => Items(4));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Attempts).IsEqualTo(1);
    }

    [Test]
    public async Task Run_SomethingElseCameTheSecondTime_LosesNothingAtAReceiverThatIgnoresKnownKeys()
    {
        await using var host = new Host();
        var receiver = new Receiver { FailAt = 2 };
        await RunAsync(host, receiver, Config, () => Items(4));
        await RunAsync(host, receiver, Config, () => new Script { Fetch = (_, ct) => Script.Items(4, ct).Where(item => item.Id != 1) });
        await Assert.That(receiver.Ignored.Distinct().Count()).IsEqualTo(4);
        await Assert.That(receiver.Replaced).IsEquivalentTo(
            ["{\"id\":2,\"name\":\"item 2\"}", "{\"id\":3,\"name\":\"item 3\"}", "{\"id\":4,\"name\":\"item 4\"}"]);
    }

    [Test]
    public async Task Run_Incremental_CommitsEachPageUnderItsOwnToken()
    {
        await using var host = new Host();
        var receiver = new Receiver { FailAt = 2 };
        var failed = await RunPagedAsync(host, receiver, 5);
        await Assert.That(failed.Counters.Delivered).IsEqualTo(2);
        var run = await RunPagedAsync(host, receiver, 5);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(receiver.Tokens).IsEquivalentTo(["paged.hook.E.1.0", "paged.hook.E.2.0", "paged.hook.E.3.0"]);
        await Assert.That(receiver.Replaced.Count()).IsEqualTo(5);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["5"]);
    }

    [Test]
    public async Task Run_DeliveredAndNotCommitted_IsDeliveredAgainUnderTheSameToken()
    {
        await using var host = new Host();
        var receiver = new Receiver();

        // The table refuses the second page, after the hook has it.
        var config = Config + "  - sqlite: { path: out.db, table: items }\n";
        await RunPagedAsync(host, receiver, 2, config);
        await ExecuteAsync(host, "CREATE TRIGGER no BEFORE INSERT ON items WHEN new.id > 2 BEGIN SELECT RAISE(ROLLBACK, 'no more'); END");
        var failed = await RunPagedAsync(host, receiver, 4, config);
        await Assert.That(failed.Status).IsEqualTo(RunStatus.Failed);
        await ExecuteAsync(host, "DROP TRIGGER no");
        await RunPagedAsync(host, receiver, 4, config);
        await Assert.That(receiver.Tokens).IsEquivalentTo(["paged.hook.E.1.0", "paged.hook.E.2.0", "paged.hook.E.2.0"]);
        await Assert.That(receiver.Ignored.Count()).IsEqualTo(4);
    }

    [Test]
    public async Task Run_AfterTheStateWasReset_UsesNoTokenAgain()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        await RunPagedAsync(host, receiver, 2);
        await host.Store.TryMoveCursorAsync("paged", null, DateTimeOffset.UnixEpoch);
        await RunPagedAsync(host, receiver, 2);
        await Assert.That(receiver.Tokens).IsEquivalentTo(["paged.hook.E.1.0", "paged.hook.E.1.0"]);
        await Assert.That(Receiver.Epoch(receiver.Pages[1])).IsNotEqualTo(Receiver.Epoch(receiver.Pages[0]));
    }

    [Test]
    public async Task Run_TwoSinksOfOneKind_HaveTokensOfTheirOwn()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        await RunAsync(host, receiver, "deliver:\n  - hook: {}\n  - hook: {}\n", () => Items(1));
        await Assert.That(receiver.Tokens).IsEquivalentTo(["script.hook.E.1.0", "script.hook-2.E.1.0"]);
    }

    [Test]
    public async Task Page_Bytes_AreNeverExceededButByOneRecordAlone()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        var sizes = new[] { 300, 300, 500, 2000, 100 };
        var run = await RunAsync(host, receiver, "page: { bytes: 1KB }\ndeliver:\n  - hook: {}\n", () => new Script
        {
            Fetch = (_, _) => sizes.Select((size, i) => new Item(i, new string('x', size))).ToAsyncEnumerable(),
        });
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(receiver.Pages.Select(page => page.Lines.Count(character => character == '\n'))).IsEquivalentTo([2, 1, 1, 1], TUnit.Assertions.Enums.CollectionOrdering.Matching);
        await Assert.That(receiver.Pages.Where(page => page.Lines.Length > 1024).Select(page => page.Token.Page)).IsEquivalentTo([2]);
        await Assert.That(string.Concat(receiver.Pages.Select(page => page.Lines)).Count(character => character == 'x')).IsEqualTo(sizes.Sum());
    }

    [Test]
    public async Task Open_ThatFails_FailsTheRunWithoutTheSecret()
    {
        await using var host = new Host();
        host.Variables["HOOK_TOKEN"] = "sesame-7316";
        var receiver = new Receiver { IsThere = false };
        var run = await RunAsync(host, receiver, "deliver:\n  - hook: { token: \"${HOOK_TOKEN}\" }\n", () => Items(1));
        await Assert.That(run.ErrorMessage!).StartsWith("script failed in deliver: hook sink: nobody is there for ").And.DoesNotContain("sesame");
    }

    [Test]
    public async Task Run_InTheSandbox_ReachesNobodyAndWritesAFileInstead()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        var options = new BatchOptions { Integrations = [HookSink.Into(receiver, Host.Integration("script", Config, () => Items(2)))], Mode = RunMode.Sandbox };
        Directory.CreateDirectory(SandboxFolder.Of(host.Root));
        await using var store = TelemetryStore.Open(SandboxFolder.TelemetryFileOf(host.Root), TimeProvider.System);
        var run = (await host.Runner(store).RunAsync(options)).Runs.Single();
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(receiver.Opened).IsEmpty();
        await Assert.That(await host.ReadAsync("sandbox/script.hook.jsonl")).IsEqualTo("{\"id\":1,\"name\":\"item 1\"}\n{\"id\":2,\"name\":\"item 2\"}\n");
    }

    [Test]
    public async Task Run_Dry_ReachesNobody()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        var options = new BatchOptions { Integrations = [HookSink.Into(receiver, Host.Integration("script", Config, () => Items(2)))], DryRun = true };
        await Assert.That((await host.RunAsync(options)).Runs.Single().Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(receiver.Opened).IsEmpty();
    }

    [Test]
    public async Task Registry_TwoSinksOfOneName_AreRefused()
    {
        var registry = new IntegrationRegistry().AddSink(HookSink.Descriptor(new Receiver()));
        await Assert.That(() => registry.AddSink(HookSink.Descriptor(new Receiver()))).Throws<ArgumentException>();
    }

    private static async IAsyncEnumerable<Item> Broken()
    {
        for (var i = 1; i <= 5; i++)
        {
            yield return new Item(i, null);
        }

        await Task.CompletedTask;
        throw new IOException("the source has gone away");
    }

    private static async Task ExecuteAsync(Host host, string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={host.Output("out.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
