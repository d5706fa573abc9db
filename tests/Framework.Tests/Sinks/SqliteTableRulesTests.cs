using Framework.Tests.Running;
using IntegrationFramework.Configuration;
using IntegrationFramework.Running;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Sinks;

/// <summary>A table that was there before, with rules of its own, refuses one record and not all of them.</summary>
public class SqliteTableRulesTests
{
    private const string Rows = "SELECT id || coalesce(name, '-') FROM items ORDER BY id";

    [Test]
    [Arguments("CREATE TABLE items (id INTEGER, name TEXT CHECK (name <> 'b'))", "CHECK constraint failed: name <> 'b'")]
    [Arguments("CREATE TABLE items (id INTEGER, name TEXT); CREATE UNIQUE INDEX once ON items (name) WHERE name = 'b'; INSERT INTO items VALUES (9, 'b')", "UNIQUE constraint failed: items.name")]
    [Arguments("CREATE TABLE items (id INTEGER, name TEXT); CREATE TRIGGER no BEFORE INSERT ON ITEMS WHEN new.name = 'b' BEGIN SELECT raise(ABORT, 'no b here'); END", "no b here")]
    [Arguments("CREATE TABLE names (name TEXT PRIMARY KEY); INSERT INTO names VALUES ('a'), ('c'); CREATE TABLE items (id INTEGER, name TEXT REFERENCES names)", "FOREIGN KEY constraint failed")]
    [Arguments("CREATE TABLE items (id INTEGER, name TEXT CHECK (name <> 'b')) STRICT", "CHECK constraint failed: name <> 'b'")]
    public async Task Append_RecordThatBreaksARule_IsRefusedAlone(string table, string message)
    {
        using var bench = new SinkBench();
        await ExecuteAsync(bench.PathOf("out.db"), table);

        var refused = await bench.DeliverAsync(Sink(bench, WriteMode.Append), new Item(1, "a"), new Item(2, "b"), new Item(3, "c"));

        await Assert.That(refused).IsEquivalentTo([$"{{\"id\":2,\"name\":\"b\"}}: {message}"]);
        await Assert.That(await Host.RowsAsync(bench.PathOf("out.db"), "SELECT id FROM items WHERE id < 9 ORDER BY id")).IsEquivalentTo(["1", "3"]);
    }

    [Test]
    public async Task Replace_RecordThatBreaksARule_IsRefusedAloneAndTheOthersReplaceAll()
    {
        using var bench = new SinkBench();
        await ExecuteAsync(bench.PathOf("out.db"), "CREATE TABLE items (id INTEGER CHECK (id <> 2), name TEXT); INSERT INTO items VALUES (7, 'old')");

        var refused = await bench.DeliverAsync(Sink(bench, WriteMode.Replace), new Item(1, "a"), new Item(2, "b"), new Item(3, null));

        await Assert.That(refused).IsEquivalentTo(["{\"id\":2,\"name\":\"b\"}: CHECK constraint failed: id <> 2"]);
        await Assert.That(await Host.RowsAsync(bench.PathOf("out.db"), Rows)).IsEquivalentTo(["1a", "3-"]);
    }

    [Test]
    public async Task Upsert_RecordThatIsNotUniqueBesideTheKey_IsRefusedAlone()
    {
        using var bench = new SinkBench();
        await ExecuteAsync(bench.PathOf("out.db"), "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT UNIQUE); INSERT INTO items VALUES (1, 'old'), (7, 'b')");

        var refused = await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, "id"), new Item(1, "a"), new Item(2, "b"), new Item(1, "c"));

        await Assert.That(refused).IsEquivalentTo(["{\"id\":2,\"name\":\"b\"}: UNIQUE constraint failed: items.name"]);
        await Assert.That(await Host.RowsAsync(bench.PathOf("out.db"), Rows)).IsEquivalentTo(["1c", "7b"]);
    }

    [Test]
    public async Task Append_RuleThatEndsTheTransaction_FailsAndLeavesTheTable()
    {
        using var bench = new SinkBench();
        await ExecuteAsync(bench.PathOf("out.db"), "CREATE TABLE items (id INTEGER, name TEXT UNIQUE ON CONFLICT ROLLBACK); INSERT INTO items VALUES (9, 'b')");

        await Assert.That(async () => await bench.DeliverAsync(Sink(bench, WriteMode.Append), new Item(1, "a"), new Item(2, "b"), new Item(3, "c")))
            .Throws<SinkException>().WithMessageContaining("at least one record breaks a rule of the table (");
        await Assert.That(await Host.RowsAsync(bench.PathOf("out.db"), Rows)).IsEquivalentTo(["9b"]);
    }

    [Test]
    public async Task Run_RecordThatBreaksARule_IsADeadLetterThatIsReplayedIntoTheTableAlone()
    {
        const string config = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }, { sqlite: { path: out.db, table: items } }]\n";
        await using var host = new Host();
        Directory.CreateDirectory(Path.Combine(host.Root, "output"));
        await ExecuteAsync(host.Output("out.db"), "CREATE TABLE items (id INTEGER, name TEXT); CREATE UNIQUE INDEX once ON items (id); INSERT INTO items VALUES (2, 'there')");

        var run = await host.RunAsync(config);

        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT records_fetched, records_delivered, records_dead FROM runs")).IsEquivalentTo(["3,2,1"]);
        await Assert.That(await host.QueryAsync("SELECT phase, payload, error_message, taken_by FROM dead_letters")).IsEquivalentTo(
            [$"deliver,{{\"id\":2,\"name\":\"item 2\"}},UNIQUE constraint failed: items.id (sqlite sink '{Path.Combine("output", "out.db")}' table 'items'),jsonl sink '{Path.Combine("output", "out.jsonl")}'"]);

        await ExecuteAsync(host.Output("out.db"), "DELETE FROM items WHERE name = 'there'");
        await host.RunAsync(new BatchOptions { Integrations = [Host.Integration("script", config, () => new Script())], Replay = new DeadLetterSelection() });

        await Assert.That(await Host.RowsAsync(host.Output("out.db"), "SELECT id FROM items ORDER BY id")).IsEquivalentTo(["1", "2", "3"]);
        await Assert.That((await host.ReadAsync("out.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Count().IsEqualTo(3);
    }

    [Test]
    public async Task Run_TwoTablesRefuseTheSameRecord_CountsItOnce()
    {
        const string config = "deliver: [{ sqlite: { path: out.db, table: one } }, { sqlite: { path: out.db, table: two } }]\n";
        await using var host = new Host();
        Directory.CreateDirectory(Path.Combine(host.Root, "output"));
        await ExecuteAsync(host.Output("out.db"), "CREATE TABLE one (id INTEGER CHECK (id <> 2), name TEXT); CREATE TABLE two (id INTEGER CHECK (id <> 2), name TEXT)");

        await host.RunAsync(config);

        await Assert.That(await host.QueryAsync("SELECT status, records_delivered, records_dead FROM runs")).IsEquivalentTo(["succeeded_with_dead_letters,2,1"]);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM dead_letters")).IsEquivalentTo(["2"]);
    }

    [Test]
    public async Task Run_MoreRecordsBreakARuleThanMay_FailsAndLeavesTheTable()
    {
        await using var host = new Host();
        Directory.CreateDirectory(Path.Combine(host.Root, "output"));
        await ExecuteAsync(host.Output("out.db"), "CREATE TABLE items (id INTEGER CHECK (id = 1), name TEXT)");

        var run = await host.RunAsync("deliver: [{ sqlite: { path: out.db, table: items } }]\ndead_letters: { limit: 1 }\n");

        await Assert.That(run.ErrorMessage!).Contains("More than 1 records could not be processed (dead_letters.limit); the last one: CHECK constraint failed: id = 1");
        await Assert.That(await Host.RowsAsync(host.Output("out.db"), Rows)).IsEmpty();
    }

    [Test]
    public async Task Run_PageWithARecordThatBreaksARule_IsCommittedWithoutIt()
    {
        await using var host = new Host();
        Directory.CreateDirectory(Path.Combine(host.Root, "output"));
        await ExecuteAsync(host.Output("out.db"), "CREATE TABLE items (id INTEGER CHECK (id <> 4), name TEXT)");
        var source = PagedScript.Descriptor(
            "deliver: [{ sqlite: { path: out.db, table: items } }]\n", () => new PagedScript { Fetch = (cursor, _, stop) => PagedScript.PagesAsync(cursor, 6, 2, cancellationToken: stop) });

        var run = (await host.RunAsync(new BatchOptions { Integrations = [source] })).Runs[0];

        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters).Because(run.ErrorMessage ?? "");
        await Assert.That(await Host.RowsAsync(host.Output("out.db"), "SELECT id FROM items ORDER BY id")).IsEquivalentTo(["1", "2", "3", "5", "6"]);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["6"]);
    }

    private static SqliteSinkConfig Sink(SinkBench bench, WriteMode mode, params string[] key) => new(bench.Output("out.db"), "items", key, mode);

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own SQL
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
