using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;
using static Framework.Tests.Running.HookRuns;

namespace Framework.Tests.Running;

/// <summary>
/// What was delivered and not committed comes again under the same token, whatever comes between. Each first delivery here is not committed
/// since a table refuses the page after the hook has it.
/// </summary>
public class AuthorSinkTokenTests
{
    private const string Both = Config + "  - sqlite: { path: out.db, table: items }\ndead_letters: { share: 1 }\n";
    private static readonly DateTimeOffset January = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Token_AReplayComesBetween_IsTheSame()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        var refuses = true;
        PagedScript Script(int count) => new()
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 2, null, ct),
            Each = item => refuses && item.Id == 1 ? throw new FormatException("bad") : item,
        };
        await RunAsync(host, receiver, Script(2));
        await FailAsync(host, receiver, Script(4));
        refuses = false;
        await RunAsync(host, receiver, Script(4), options => options with { Replay = new DeadLetterSelection() });
        await RunAsync(host, receiver, Script(4));
        await Assert.That(receiver.Tokens.SequenceEqual(["paged.hook.E.1.0", "paged.hook.E.2.0", "paged.hook.E.replay-1.0", "paged.hook.E.2.0"])).IsTrue().Because(string.Join(' ', receiver.Tokens));
        await ExpectOnceEachAsync(receiver, 4);
    }

    [Test]
    public async Task Token_ALimitedRunComesBetween_IsTheSame()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        PagedScript Script(int count) => new() { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 2, null, ct) };
        await RunAsync(host, receiver, Script(2));
        await FailAsync(host, receiver, Script(4));
        await RunAsync(host, receiver, Script(4), options => options with { Limit = 1 });
        await RunAsync(host, receiver, Script(4));
        await Assert.That(receiver.Tokens.SequenceEqual(["paged.hook.E.1.0", "paged.hook.E.2.0", "paged.hook.E.limit-1.0", "paged.hook.E.2.0"])).IsTrue().Because(string.Join(' ', receiver.Tokens));
    }

    [Test]
    public async Task Token_ABackfillComesBetween_IsTheSameForThePageAndForTheWindow()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        PagedScript Script(int count) => new() { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 2, null, ct), Window = ItemOf };
        await RunAsync(host, receiver, Script(2));
        await FailAsync(host, receiver, Script(4));
        await FailAsync(host, receiver, Script(4), Window(3));
        await RunAsync(host, receiver, Script(4), Window(1));
        await RunAsync(host, receiver, Script(4), Window(3));
        await RunAsync(host, receiver, Script(4));

        // Once it is committed, the window delivered again is something new.
        await RunAsync(host, receiver, Script(4), Window(3));
        await Assert.That(receiver.Tokens.SequenceEqual(
        [
            "paged.hook.E.1.0", "paged.hook.E.2.0", "paged.hook.E.backfill-1.0", "paged.hook.E.backfill-2.0", "paged.hook.E.backfill-1.0",
            "paged.hook.E.2.0", "paged.hook.E.backfill-3.0",
        ])).IsTrue().Because(string.Join(' ', receiver.Tokens));
        await Assert.That((await host.QueryAsync("SELECT position FROM receipts WHERE sink LIKE 'hook%'")).Single()).EndsWith(" 2 backfill=3");
    }

    [Test]
    public async Task Token_AFullRefreshComesBetween_TakesThePlaceOfWhatWasNotCommitted()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        PagedScript Script(int count) => new() { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 2, null, ct) };
        await RunAsync(host, receiver, Script(2));
        await FailAsync(host, receiver, Script(4));
        await RunAsync(host, receiver, Script(4), options => options with { FullRefresh = true });
        await Assert.That(receiver.Tokens.SequenceEqual(["paged.hook.E.1.0", "paged.hook.E.2.0", "paged.hook.E.2.0", "paged.hook.E.3.0"])).IsTrue().Because(string.Join(' ', receiver.Tokens));
        await Assert.That(receiver.Replaced.Count()).IsEqualTo(6);
    }

    [Test]
    public async Task Token_AfterAReceiptFromBeforeLinesWereCounted_GoesOn()
    {
        await using var host = new Host();
        var receiver = new Receiver();
        await RunPagedAsync(host, receiver, 2);
        await ExecuteAsync(host.Store.Path, "UPDATE receipts SET position = '0199-ab 41'");
        await RunPagedAsync(host, receiver, 4);
        await Assert.That(receiver.Pages[^1].Token.ToString()).IsEqualTo("paged.hook.0199-ab.42.0");
    }

    private static IReadOnlyList<Item> ItemOf(DateTimeOffset from, DateTimeOffset to) => [new Item(from.Day, "of a window")];

    private static Func<BatchOptions, BatchOptions> Window(int day) =>
        options => options with { Window = new BackfillWindow("January", January.AddDays(day - 1), January.AddDays(day)) };

    private static async Task ExpectOnceEachAsync(Receiver receiver, int count)
    {
        var lines = Enumerable.Range(1, count).Select(id => $$"""{"id":{{id}},"name":"item {{id}}"}""").ToList();
        await Assert.That(receiver.Ignored).IsEquivalentTo(lines);
        await Assert.That(receiver.Replaced).IsEquivalentTo(lines);
    }

    /// <summary>A run whose page the hook has, and the table refuses.</summary>
    private static async Task FailAsync(Host host, Receiver receiver, PagedScript script, Func<BatchOptions, BatchOptions>? change = null)
    {
        await ExecuteAsync(host.Output("out.db"), "CREATE TRIGGER no BEFORE INSERT ON items WHEN new.id > 2 BEGIN SELECT RAISE(ROLLBACK, 'no more'); END");
        var run = await RunOnceAsync(host, receiver, script, change);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await ExecuteAsync(host.Output("out.db"), "DROP TRIGGER no");
    }

    private static async Task RunAsync(Host host, Receiver receiver, PagedScript script, Func<BatchOptions, BatchOptions>? change = null)
    {
        var run = await RunOnceAsync(host, receiver, script, change);
        await Assert.That(run.ErrorMessage).IsNull();
    }

    private static async Task<RunResult> RunOnceAsync(Host host, Receiver receiver, PagedScript script, Func<BatchOptions, BatchOptions>? change)
    {
        var options = new BatchOptions { Integrations = [HookSink.Into(receiver, PagedScript.Descriptor(Both, () => script))] };
        return (await host.RunAsync(change?.Invoke(options) ?? options)).Runs.Single();
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
