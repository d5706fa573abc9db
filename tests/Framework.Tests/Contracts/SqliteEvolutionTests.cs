using Framework.Tests.Running;
using IntegrationFramework.Records;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Contracts;

/// <summary>Tables while the record changes.</summary>
public class SqliteEvolutionTests
{
    [Test]
    [Arguments(false, "")]
    [Arguments(true, "")]
    [Arguments(false, ", key: [id]")]
    [Arguments(true, ", key: [id]")]
    public async Task Evolve_NewField_IsAColumnThatOldRowsHaveNullIn(bool isPaged, string key)
    {
        await using var host = new Host();
        await Table("evolve", key, isPaged, [Rows.Id], new(1), new(2)).RunAsync(host);
        RecordField[] fields = [new("exact", FieldKind.Decimal), Rows.Id, new("note", FieldKind.String)];
        var run = await Table("evolve", key, isPaged, fields, new(0m, 5, "-"), new(0m, 6, "-"), new(1.5m, 3, "c"), new(2m, 4, "d")).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT id, exact, note FROM rows WHERE id < 5 ORDER BY id", host.Output("a.db"))).IsEquivalentTo(
            ["1,null,null", "2,null,null", "3,1.5,c", "4,2,d"]);
        await Assert.That(await host.QueryAsync("SELECT type, \"notnull\" FROM pragma_table_info('rows') WHERE name = 'exact'", host.Output("a.db"))).IsEquivalentTo(["DECIMAL,0"]);
        await Assert.That(await host.QueryAsync($"SELECT message FROM logs WHERE run_id = '{run.RunId}' AND message LIKE '%takes%'")).IsEquivalentTo(
            [$"rows: the sqlite sink '{host.Output("a.db")}' table 'rows' takes new columns: exact, note."]);
    }

    [Test]
    public async Task Evolve_StrictTable_TakesColumnsOfTypesThatItKnows()
    {
        await using var host = new Host();
        await ExecuteAsync(host, "CREATE TABLE rows (id INTEGER) STRICT");
        var run = await Table("evolve", "", false, [Rows.Id, new("flag", FieldKind.Boolean, nullable: true), new("exact", FieldKind.Decimal)], new Row(1, null, 1.5m)).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT * FROM rows", host.Output("a.db"))).IsEquivalentTo(["1,null,1.5"]);
    }

    [Test]
    [Arguments("warn")]
    [Arguments("evolve")]
    public async Task Run_FieldThatIsGone_LeavesItsColumn(string policy)
    {
        await using var host = new Host();
        await Table(policy, ", key: [id]", false, [Rows.Id, Rows.Name], new(1, "a"), new(2, "b")).RunAsync(host);
        var run = await Table(policy, ", key: [id]", false, [Rows.Id], new(2), new(3)).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT id, name FROM rows ORDER BY id", host.Output("a.db"))).IsEquivalentTo(["1,a", "2,b", "3,null"]);
    }

    [Test]
    public async Task Run_FieldThatIsGoneAndMayNotBeNull_IsRefusedBeforeAnythingIsFetched()
    {
        await using var host = new Host();
        await Table("evolve", "", false, [Rows.Id, new("code", FieldKind.String)], new Row(1, "a")).RunAsync(host);
        var run = await Table("evolve", "", false, [Rows.Id], new Row(2)).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Counters.Fetched).IsEqualTo(0);
        await Assert.That(run.ErrorMessage!).Contains(
            "the column 'code' of the table 'rows' may not be null, and the records have no such field. Give the column a default, take its NOT NULL away, or deliver to another table.");
    }

    [Test]
    public async Task Warn_NewField_IsRefusedBeforeAnythingIsFetched()
    {
        await using var host = new Host();
        await Table("warn", "", false, [Rows.Id], new Row(1)).RunAsync(host);
        var run = await Table("warn", "", false, [Rows.Id, Rows.Name], new Row(2, "b")).RunAsync(host);
        await Assert.That(run.Counters.Fetched).IsEqualTo(0);
        await Assert.That(run.ErrorMessage!).Contains(
            "the table 'rows' lacks the column 'name'. Add what is missing (ALTER TABLE \"rows\" ADD COLUMN \"name\" TEXT;), say `contract: evolve`, or deliver to another table.");
    }

    [Test]
    [Arguments("CREATE TABLE rows (other TEXT)", "", "it has no column of the records at all")]
    [Arguments("CREATE TABLE rows (name TEXT)", ", key: [id]", "the key needs a unique index")]
    public async Task Evolve_TableThatIsNotOfTheseRecords_IsLeftAsItIs(string table, string key, string reason)
    {
        await using var host = new Host();
        await ExecuteAsync(host, table);
        var run = await Table("evolve", key, false, [Rows.Id, Rows.Name], new Row(1, "a")).RunAsync(host);
        await Assert.That(run.ErrorMessage!).Contains(reason);
        await Assert.That(await host.QueryAsync("SELECT sql FROM sqlite_schema WHERE type = 'table'", host.Output("a.db"))).IsEquivalentTo([table]);
    }

    [Test]
    [Arguments(FieldKind.Integer, FieldKind.Decimal, true)]
    [Arguments(FieldKind.Integer, FieldKind.String, false)]
    [Arguments(FieldKind.String, FieldKind.Integer, true)]
    [Arguments(FieldKind.String, FieldKind.Float, false)]
    [Arguments(FieldKind.Float, FieldKind.Integer, false)]
    [Arguments(FieldKind.Boolean, FieldKind.Timestamp, true)]
    public async Task Evolve_FieldOfAnotherType_IsTakenOnlyWhereNothingOfItIsLost(FieldKind before, FieldKind now, bool isTaken)
    {
        await using var host = new Host();
        await Table("evolve", "", false, [Rows.Id, new("value", before, nullable: true)], new Row(1, null)).RunAsync(host);
        var run = await Table("evolve", "", false, [Rows.Id, new("value", now, nullable: true)], new Row(2, null)).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(isTaken ? RunStatus.Succeeded : RunStatus.Failed).Because(run.ErrorMessage ?? "");
        if (!isTaken)
        {
            await Assert.That(run.Counters.Fetched).IsEqualTo(0);
            await Assert.That(run.ErrorMessage!).Contains("Rename it (ALTER TABLE \"rows\" RENAME COLUMN \"value\" TO \"value_before\";), so that a new one is added and what is there stays");
        }
    }

    [Test]
    public async Task Evolve_AdviceForAFieldOfAnotherType_Helps()
    {
        await using var host = new Host();
        await Table("evolve", "", false, [Rows.Id, new("value", FieldKind.Integer)], new Row(1, 7)).RunAsync(host);
        var text = Table("evolve", "", false, [Rows.Id, new("value", FieldKind.String)], new Row(2, "007"));
        await Assert.That((await text.RunAsync(host)).ErrorMessage!).Contains("the column 'value' of the table 'rows' is INTEGER, which can't hold every TEXT of the records as it is");
        await ExecuteAsync(host, "ALTER TABLE rows RENAME COLUMN value TO value_before");
        await Assert.That((await text.RunAsync(host)).ErrorMessage!).Contains("the column 'value_before' of the table 'rows' may not be null");
        await ExecuteAsync(host, "CREATE TABLE kept AS SELECT * FROM rows; DROP TABLE rows; ALTER TABLE kept RENAME TO rows");
        await Assert.That((await text.RunAsync(host)).ErrorMessage).IsNull();
        await Assert.That(await host.QueryAsync("SELECT id, value_before, value FROM rows", host.Output("a.db"))).IsEquivalentTo(["1,7,null", "2,null,007"]);
    }

    [Test]
    public async Task Evolve_RunThatFailsBeforeItDelivers_LeavesTheTableAsItIs()
    {
        await using var host = new Host();
        await Table("evolve", "", false, [Rows.Id], new Row(1)).RunAsync(host);
        var failing = Table("evolve", "", false, [Rows.Id, Rows.Name]);
        var run = await new Rows { Config = failing.Config, Fields = failing.Fields, Fetching = () => throw new InvalidOperationException("no source") }.RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(await host.QueryAsync("SELECT name FROM pragma_table_info('rows')", host.Output("a.db"))).IsEquivalentTo(["id"]);
    }

    private static Rows Table(string policy, string key, bool isPaged, RecordField[] fields, params Row[] records) => new()
    {
        Config = $"contract: {policy}\ndeliver: [{{ sqlite: {{ path: a.db, table: rows{key} }} }}]\n",
        Fields = fields,
        IsPaged = isPaged,
        Records = records,
    };

    private static async Task ExecuteAsync(Host host, string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(host.Output("a.db"))!);
        await using var connection = new SqliteConnection($"Data Source={host.Output("a.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
