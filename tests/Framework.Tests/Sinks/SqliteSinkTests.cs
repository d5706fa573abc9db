using Framework.Tests.Records;
using Framework.Tests.Running;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Sinks;

public class SqliteSinkTests
{
    private static readonly string[] Id = ["id"];

    private static SqliteSinkConfig Sink(SinkBench bench, WriteMode mode, params string[] key) => new(bench.Output("out.db"), "items", key, mode);

    private static async Task<List<string>> QueryAsync(SinkBench bench, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={bench.PathOf("out.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own SQL
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    [Test]
    public async Task Prepare_TwoTablesOfOneFileByALink_DoNotWaitForEachOther()
    {
        using var bench = new SinkBench();
        File.CreateSymbolicLink(bench.PathOf("link.db"), "out.db");

        await bench.DeliverAsync([Sink(bench, WriteMode.Append), new SqliteSinkConfig(bench.Output("link.db"), "others", [], WriteMode.Append)], Item.Schema, [new Item(1, "a")]);

        await Assert.That(await QueryAsync(bench, "SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM others)")).IsEquivalentTo(["1|1"]);
    }

    [Test]
    public async Task Staging_WhileRecordsAreFetched_LetsOthersWriteToTheFile()
    {
        await using var host = new Host();
        const string config = "deliver: [{ sqlite: { path: out.db, table: items } }]";
        await host.RunAsync(config);
        var begun = new TaskCompletionSource();
        var goesOn = new TaskCompletionSource();
        var running = host.RunAsync(config, new Script { Fetch = (_, _) => Slow() });
        await begun.Task;
        await using (var connection = new SqliteConnection($"Data Source={host.Output("out.db")};Pooling=False;Default Timeout=1"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE other (a); INSERT INTO other VALUES (1)";
            await command.ExecuteNonQueryAsync();
        }

        goesOn.SetResult();
        var run = await running;
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT (SELECT count(*) FROM other), (SELECT count(*) FROM items WHERE id = 900)", host.Output("out.db"))).IsEquivalentTo(["1,1"]);

        async IAsyncEnumerable<Item> Slow()
        {
            // The second record is asked for once the sinks have taken the first.
            for (var i = 0; i < 5_000; i++)
            {
                yield return new Item(900 + i, "late");
            }

            begun.SetResult();
            await goesOn.Task;
        }
    }

    [Test]
    public async Task Upsert_NewAndKnownKeys_AddsAndUpdates()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, Id), new Item(1, "a"), new Item(2, "b"));
        await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, Id), new Item(2, "B"), new Item(3, "c"), new Item(3, "C"));
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items ORDER BY id")).IsEquivalentTo(["1|a", "2|B", "3|C"]);
        await Assert.That(await QueryAsync(bench, "SELECT sql FROM sqlite_master WHERE name = 'items'"))
            .IsEquivalentTo(["CREATE TABLE \"items\" (\"id\" INTEGER NOT NULL, \"name\" TEXT, PRIMARY KEY (\"id\"))"]);
        await Assert.That(Directory.GetFiles(bench.Folder)).Count().IsEqualTo(1);
    }

    [Test]
    public async Task Upsert_KeyOfAllColumns_KeepsOneOfEach()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, "id", "name"), new Item(1, "a"), new Item(1, "a"), new Item(1, "b"));
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items ORDER BY name")).IsEquivalentTo(["1|a", "1|b"]);
    }

    [Test]
    [Arguments(null)]
    [Arguments("CREATE TABLE items (id INTEGER, name TEXT UNIQUE)")]
    public async Task Upsert_NullInTheKey_IsRefusedAlone(string? table)
    {
        using var bench = new SinkBench();
        if (table is not null)
        {
            await QueryAsync(bench, table);
        }

        // As a key null is nobody: each time it came, it would be another row.
        var refused = await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, "name"), new Item(1, "a"), new Item(2, null), new Item(3, "b"));
        await Assert.That(refused.Single()).Contains("NOT NULL constraint failed").And.Contains("name");
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items ORDER BY id")).IsEquivalentTo(["1|a", "3|b"]);
    }

    [Test]
    public async Task Append_Twice_KeepsBoth()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(Sink(bench, WriteMode.Append), new Item(1, "a"));
        await bench.DeliverAsync(Sink(bench, WriteMode.Append), new Item(1, ""));
        await Assert.That(await QueryAsync(bench, "SELECT id, name, typeof(name) FROM items ORDER BY rowid")).IsEquivalentTo(["1|a|text", "1||text"]);
    }

    [Test]
    public async Task Replace_Twice_KeepsTheSecondAndTheTablesOwnIndexes()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(Sink(bench, WriteMode.Replace), new Item(1, "a"), new Item(2, "b"));
        await QueryAsync(bench, "CREATE INDEX mine ON items (name)");
        await bench.DeliverAsync(Sink(bench, WriteMode.Replace), new Item(3, "c"));
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items")).IsEquivalentTo(["3|c"]);
        await Assert.That(await QueryAsync(bench, "SELECT name FROM sqlite_master WHERE type = 'index'")).IsEquivalentTo(["mine"]);
    }

    [Test]
    public async Task NotCommitted_NewAndOldDatabase_LeavesThemAsTheyWere()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync([Sink(bench, WriteMode.Replace)], Item.Schema, [new Item(1, "a")], commit: false);
        await Assert.That(Directory.GetFileSystemEntries(bench.Folder)).IsEmpty();
        await bench.DeliverAsync(Sink(bench, WriteMode.Replace), new Item(1, "a"));
        await bench.DeliverAsync([Sink(bench, WriteMode.Replace)], Item.Schema, [new Item(2, "b")], commit: false);
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items")).IsEquivalentTo(["1|a"]);
    }

    [Test]
    [Arguments("12.30", "real|12.3")]
    [Arguments("999999999999.99", "real|999999999999.99")]
    [Arguments("12345678901234.56", "real|12345678901234.56")]
    [Arguments("0.30000000000000004", "real|0.30000000000000004")]
    [Arguments("12345678901234567", "integer|12345678901234567")]
    [Arguments("-9223372036854775808.0", "integer|-9223372036854775808")]
    public async Task Write_DecimalThatANumberHolds_IsThatNumber(string value, string expected)
    {
        using var bench = new SinkBench();
        var refused = await DeliverAsync(bench, decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
        await Assert.That(refused).IsEmpty();
        await Assert.That(await QueryAsync(bench, "SELECT typeof(amount), amount FROM items")).IsEquivalentTo([expected]);
    }

    [Test]
    public async Task Write_DecimalsThatNoNumberHolds_AreRefusedAndNotMadeOneRow()
    {
        using var bench = new SinkBench();
        var refused = await DeliverAsync(bench, 12345678901234567.01m, 1, 12345678901234567.02m, ulong.MaxValue);
        await Assert.That(refused).IsEquivalentTo(new[] { 19, 19, 20 }.Select(static digits =>
            $"'amount' has {digits} digits, and a number in SQLite keeps 15 to 17, or a whole one up to 9223372036854775807. Round it in Postprocess, or deliver it as text."));
        await Assert.That(await QueryAsync(bench, "SELECT amount FROM items")).IsEquivalentTo(["1"]);
    }

    [Test]
    [Arguments("TEXT", "text|0.3")]
    [Arguments("REAL", "real|0.3")]
    public async Task Write_DecimalIntoAColumnThatRounds_IsRefusedWhereItWouldBeAnother(string type, string expected)
    {
        using var bench = new SinkBench();
        await QueryAsync(bench, $"CREATE TABLE items (amount {type} PRIMARY KEY)");
        var refused = await DeliverAsync(bench, 0.30000000000000004m, 9007199254740993m, 0.3m);
        await Assert.That(refused).IsEquivalentTo(new[] { 17, 16 }.Select(static digits =>
            $"'amount' has {digits} digits, and its column in the table keeps 15 of a number. Round it in Postprocess, or let the column be DECIMAL."));
        await Assert.That(await QueryAsync(bench, "SELECT typeof(amount), amount FROM items")).IsEquivalentTo([expected]);
    }

    [Test]
    [Arguments("TEXT", "0.50000000000000000000", "text|0.5")]
    [Arguments("REAL", "0.50000000000000000000", "real|0.5")]
    [Arguments("TEXT", "-12.3400000000000000", "text|-12.34")]
    [Arguments("REAL", "1234567890123.450000", "real|1234567890123.45")]
    [Arguments("TEXT", "5000000000000000000", "text|5000000000000000000")]
    [Arguments("REAL", "12345678901234500000000", "real|1.23456789012345E+22")]
    public async Task Write_DecimalWithZerosAtItsEndIntoAColumnThatRounds_IsThatNumber(string type, string value, string expected)
    {
        using var bench = new SinkBench();
        await QueryAsync(bench, $"CREATE TABLE items (amount {type} PRIMARY KEY)");
        var refused = await DeliverAsync(bench, decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
        await Assert.That(refused).IsEmpty();
        await Assert.That(await QueryAsync(bench, "SELECT typeof(amount), amount FROM items")).IsEquivalentTo([expected]);
    }

    [Test]
    public async Task Write_AnyValue_IsFoundByTheSameValueAsAParameter()
    {
        using var bench = new SinkBench();
        var written = new Findable(
            0.1f, 12.30m, new DateTimeOffset(2026, 3, 14, 15, 9, 26, 500, TimeSpan.FromHours(1)), new DateTime(2026, 3, 14, 15, 9, 26, DateTimeKind.Unspecified), new Uri("https://x.example"));
        await bench.DeliverAsync([new SqliteSinkConfig(bench.Output("out.db"), "items", [], WriteMode.Append)], new FindableSchema(), [written]);

        await using var database = new SqlQueryManager(bench.Folder).OpenReadOnly("out.db");
        foreach (var query in new SqlQuery[]
        {
            $"SELECT count(*) FROM items WHERE share = {written.Share}",
            $"SELECT count(*) FROM items WHERE amount = {written.Amount}",
            $"SELECT count(*) FROM items WHERE at = {written.At}",
            $"SELECT count(*) FROM items WHERE local = {written.Local}",
            $"SELECT count(*) FROM items WHERE link = {written.Link}",
        })
        {
            await Assert.That(await database.ScalarAsync<long>(query)).IsEqualTo(1).Because(query.Text);
        }
    }

    private sealed record Findable(float Share, decimal Amount, DateTimeOffset At, DateTime Local, Uri Link);

    /// <summary>As the generator writes these types.</summary>
    private sealed class FindableSchema() : RecordSchema<Findable>(
        "Findable",
        new RecordField("share", FieldKind.Float),
        new RecordField("amount", FieldKind.Decimal),
        new RecordField("at", FieldKind.Timestamp),
        new RecordField("local", FieldKind.Timestamp),
        new RecordField("link", FieldKind.String))
    {
        public override void Write(Findable record, RecordWriter writer)
        {
            writer.WriteSingle(Fields[0], record.Share);
            writer.WriteDecimal(Fields[1], record.Amount);
            writer.WriteTimestamp(Fields[2], record.At);
            writer.WriteTimestamp(Fields[3], new DateTimeOffset(DateTime.SpecifyKind(record.Local, DateTimeKind.Utc)));
            writer.WriteString(Fields[4], record.Link.OriginalString);
        }
    }

    private static Task<List<string>> DeliverAsync(SinkBench bench, params decimal[] amounts) => bench.DeliverAsync(
        [new SqliteSinkConfig(bench.Output("out.db"), "items", ["amount"], WriteMode.Upsert)], new AmountSchema(), [.. amounts.Select(amount => new Amount(amount))]);

    private sealed record Amount(decimal Value);

    private sealed class AmountSchema() : RecordSchema<Amount>("Amount", new RecordField("amount", FieldKind.Decimal))
    {
        public override void Write(Amount record, RecordWriter writer) => writer.WriteDecimal(Fields[0], record.Value);
    }

    [Test]
    public async Task Write_EveryKindOfField_HasItsPlainType()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync([Sink(bench, WriteMode.Append)], Everything.Schema, [new Everything { Text = null }]);
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items")).IsEquivalentTo(
            ["|1|-42|1.5|12.3|2026-01-31|2026-01-31T10:30:00.2500000Z|01:02:03||[\"a\",\"no\"]|{\"EUR\":1,\"x y\":0.25}|[[1,2],[]]|[]"]);
        await Assert.That(await QueryAsync(bench, "SELECT typeof(text), typeof(money), typeof(moment) FROM items")).IsEquivalentTo(["null|real|text"]);
    }

    [Test]
    public async Task Write_ValueThatTheColumnRefuses_IsRefusedAloneNotTheRest()
    {
        using var bench = new SinkBench();
        var refused = await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, "name"), new Item(1, "a"), new Item(2, null), new Item(3, "c"));
        await Assert.That(refused).Count().IsEqualTo(1);
        await Assert.That(refused[0]).Contains("NOT NULL constraint failed");
        await Assert.That(await QueryAsync(bench, "SELECT id FROM items ORDER BY id")).IsEquivalentTo(["1", "3"]);
    }

    [Test]
    [Arguments(WriteMode.Append)]
    [Arguments(WriteMode.Replace)]
    public async Task Write_NullThatTheTablesOwnColumnRefuses_IsRefusedAloneNotTheRest(WriteMode mode)
    {
        using var bench = new SinkBench();
        await QueryAsync(bench, "CREATE TABLE items (id INTEGER, NAME TEXT NOT NULL DEFAULT '')");
        var refused = await bench.DeliverAsync(Sink(bench, mode), new Item(1, "a"), new Item(2, null), new Item(3, "c"));
        await Assert.That(refused.Single()).Contains("NOT NULL constraint failed: items.name");
        await Assert.That(await QueryAsync(bench, "SELECT id FROM items ORDER BY id")).IsEquivalentTo(["1", "3"]);
    }

    [Test]
    public async Task Begin_TableLacksColumns_NamesThemAndTheRemedy()
    {
        using var bench = new SinkBench();
        await QueryAsync(bench, "CREATE TABLE items (ID INTEGER)");
        foreach (var mode in new[] { WriteMode.Append, WriteMode.Replace })
        {
            var error = await Assert.That(async () => await bench.DeliverAsync(Sink(bench, mode), new Item(1, "a"))).Throws<SinkException>();
            await Assert.That(error!.Message).Contains("the table 'items' lacks the column 'name'");
            await Assert.That(error.Message).Contains("ALTER TABLE \"items\" ADD COLUMN \"name\" TEXT;");
        }
    }

    [Test]
    public async Task Begin_TableWithoutUniqueKey_SaysWhichIndexToMake()
    {
        using var bench = new SinkBench();
        await QueryAsync(bench, "CREATE TABLE items (id INTEGER, name TEXT)");
        var error = await Assert.That(async () => await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, Id), new Item(1, "a"))).Throws<SinkException>();
        await Assert.That(error!.Message).Contains("CREATE UNIQUE INDEX \"items_key\" ON \"items\" (\"id\");");
        await QueryAsync(bench, "CREATE UNIQUE INDEX items_key ON items (id)");
        await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, Id), new Item(1, "a"));
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items")).IsEquivalentTo(["1|a"]);
    }

    [Test]
    public async Task Begin_KeyThatTheRecordLacks_SaysSo()
    {
        using var bench = new SinkBench();
        var error = await Assert.That(async () => await bench.DeliverAsync(Sink(bench, WriteMode.Upsert, "uuid"), new Item(1, "a"))).Throws<SinkException>();
        await Assert.That(error!.Message).Contains("its key names 'uuid', which the record 'Item' doesn't have");
    }

    [Test]
    public async Task Begin_FileIsNoDatabase_IsRefusedAndUntouched()
    {
        using var bench = new SinkBench();
        var text = new string('x', 5000);
        await File.WriteAllTextAsync(bench.PathOf("out.db"), text);
        var error = await Assert.That(async () => await bench.DeliverAsync(Sink(bench, WriteMode.Append), new Item(1, "a"))).Throws<SinkException>();
        await Assert.That(error!.Message).Contains("the file is no database");
        await Assert.That(bench.Read("out.db")).IsEqualTo(text);
    }

    [Test]
    public async Task Write_TwoTablesOfOneFile_DeliversBothInOneTransaction()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(
            [Sink(bench, WriteMode.Append), new SqliteSinkConfig(bench.Output("out.db"), "odd \"name\"", [], WriteMode.Append)], Item.Schema, [new Item(1, "a")]);
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items UNION ALL SELECT * FROM \"odd \"\"name\"\"\"")).IsEquivalentTo(["1|a", "1|a"]);
    }

    [Test]
    public async Task Prepare_AnotherConnectionWrites_WaitsForIt()
    {
        using var bench = new SinkBench();
        await QueryAsync(bench, "CREATE TABLE other (x)");
        await using var connection = new SqliteConnection($"Data Source={bench.PathOf("out.db")};Pooling=False");
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        var delivery = Task.Run(() => bench.DeliverAsync(Sink(bench, WriteMode.Append), new Item(1, "a")));
        await Task.Delay(300);
        await Assert.That(delivery.IsCompleted).IsFalse();
        await transaction.CommitAsync();
        await delivery;
        await Assert.That(await QueryAsync(bench, "SELECT * FROM items")).IsEquivalentTo(["1|a"]);
    }

    [Test]
    public async Task Commit_AnotherConnectionReads_WaitsForIt()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(Sink(bench, WriteMode.Append), new Item(1, "a"), new Item(2, "b"));
        await using var connection = new SqliteConnection($"Data Source={bench.PathOf("out.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM items";
        var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var delivery = Task.Run(() => bench.DeliverAsync(Sink(bench, WriteMode.Append), new Item(3, "c")));
        await Task.Delay(1500);
        await Assert.That(delivery.IsCompleted).IsFalse();
        await reader.DisposeAsync();
        await delivery;
        await Assert.That(await QueryAsync(bench, "SELECT count(*) FROM items")).IsEquivalentTo(["3"]);
    }
}
