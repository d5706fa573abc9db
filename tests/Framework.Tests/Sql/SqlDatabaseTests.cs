using IntegrationFramework;

namespace Framework.Tests.Sql;

public class SqlDatabaseTests
{
    [Test]
    public async Task QueryAsync_InterpolatedValues_AreParametersAndNeverSql()
    {
        await using var database = await CustomersAsync();
        var name = "x'; DROP TABLE customers; --";
        await database.ExecuteAsync($"INSERT INTO customers (name, city) VALUES ({name}, {"Oslo"})");

        var found = await RowsAsync(database, $"SELECT * FROM customers WHERE name = {name} AND city = {"Oslo"}");

        await Assert.That(found.Single()["name"]).IsEqualTo(name);
        await Assert.That(await database.ScalarAsync<long>("SELECT count(*) FROM customers")).IsEqualTo(4);
    }

    [Test]
    public async Task QueryAsync_NamedParameters_TakePairsAndDictionaries()
    {
        await using var database = await CustomersAsync();

        var pairs = await RowsAsync(database, new SqlQuery("SELECT id FROM customers WHERE city = @city AND id > $id", ("city", "Paris"), ("$id", 1)));
        var dictionary = await RowsAsync(
            database, new SqlQuery("SELECT id FROM customers WHERE city = @city", new Dictionary<string, object?> { ["@city"] = "London" }));

        await Assert.That(pairs.Single()["id"]).IsEqualTo(3L);
        await Assert.That(dictionary.Single()["id"]).IsEqualTo(2L);
    }

    [Test]
    public async Task QueryAsync_ReaderFunction_GivesTypedRows()
    {
        await using var database = await CustomersAsync();
        var customers = new List<(long, string, string?)>();

        await foreach (var customer in database.QueryAsync(
            "SELECT id, name, city FROM customers ORDER BY id DESC LIMIT 2",
            row => (row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2))))
        {
            customers.Add(customer);
        }

        await Assert.That(string.Join(" ", customers)).IsEqualTo("(3, Chloé, Paris) (2, Bob, London)");
    }

    [Test]
    public async Task QueryAsync_EndlessResult_IsStreamed()
    {
        await using var database = SqlQueryManager.OpenInMemory();
        var last = 0L;

        await foreach (var row in database.QueryAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"))
        {
            last = (long)row["i"]!;
            if (last == 1000)
            {
                break;
            }
        }

        await Assert.That(last).IsEqualTo(1000);
    }

    [Test]
    public async Task QueryAsync_Cancelled_StopsBetweenRows()
    {
        await using var database = SqlQueryManager.OpenInMemory();
        using var stop = new CancellationTokenSource();
        var rows = 0;

        await Assert.That(async () =>
        {
            await foreach (var row in database.QueryAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", stop.Token))
            {
                if (++rows == 3)
                {
                    await stop.CancelAsync();
                }
            }
        }).Throws<OperationCanceledException>();
        await Assert.That(rows).IsEqualTo(3);
    }

    [Test]
    public async Task Query_NoRows_StillNamesTheColumns()
    {
        await using var database = await CustomersAsync();

        using var result = database.Query("SELECT id, name AS who FROM customers WHERE 0");

        await Assert.That(string.Join(",", result.Columns)).IsEqualTo("id,who");
        await Assert.That(result.Rows()).IsEmpty();
    }

    [Test]
    public async Task ExecuteAsync_ValuesOfEveryKind_AreStoredAsDocumented()
    {
        await using var database = SqlQueryManager.OpenInMemory();
        var values = new (object? Value, string Stored)[]
        {
            (null, "null:"), (true, "integer:1"), (7, "integer:7"), (7UL, "integer:7"), (1.5, "real:1.5"), (0.10m, "text:0.10"), ("é", "text:é"),
            (new byte[] { 65 }, "blob:A"), (new DateOnly(2026, 3, 14), "text:2026-03-14"), (DayOfWeek.Friday, "text:friday"),
            (System.Globalization.UnicodeCategory.UppercaseLetter, "text:uppercase_letter"), ((DayOfWeek)9, "text:9"), (FileShare.Read | FileShare.Delete, "text:5"),
            (new DateTimeOffset(2026, 3, 14, 15, 9, 26, 500, TimeSpan.FromHours(1)), "text:2026-03-14T14:09:26.5000000Z"),
            (new DateTime(2026, 3, 14, 15, 9, 26, DateTimeKind.Utc), "text:2026-03-14T15:09:26.0000000Z"),
        };

        foreach (var (value, stored) in values)
        {
            await Assert.That(await database.ScalarAsync<string>($"WITH v(x) AS (SELECT {value}) SELECT typeof(x) || ':' || coalesce(x, '') FROM v"))
                .IsEqualTo(stored);
        }
    }

    [Test]
    public async Task InTransactionAsync_ErrorInTheMiddle_KeepsNothing()
    {
        await using var database = await CustomersAsync();

        await Assert.That(async () => await database.InTransactionAsync(async ct =>
        {
            await database.ExecuteAsync("DELETE FROM customers", ct);
            throw new FormatException("bad");
        })).Throws<FormatException>();
        await Assert.That(await database.ScalarAsync<long>("SELECT count(*) FROM customers")).IsEqualTo(3);

        await database.InTransactionAsync(async ct => await database.ExecuteAsync("DELETE FROM customers", ct));
        await Assert.That(await database.ScalarAsync<long>("SELECT count(*) FROM customers")).IsEqualTo(0);
    }

    [Test]
    public async Task ExecuteAsync_BadScriptOfManyLines_ShowsItsBeginning()
    {
        await using var database = await CustomersAsync();
        var script = string.Concat(Enumerable.Repeat("UPDATE customers SET name = name;\n", 100)) + "UPDATE nobody SET name = name;";
        var error = await Assert.That(async () => await database.ExecuteAsync(new SqlQuery(script))).Throws<SqlQueryException>();
        await Assert.That(error!.Message).StartsWith("no such table: nobody. In the statement: UPDATE customers").And.EndsWith("…");
        await Assert.That(error.Message.Length).IsLessThan(600);
        await Assert.That(error.Sql).IsEqualTo(script);
    }

    [Test]
    public async Task QueryAsync_BadStatement_ShowsTheSqlAndNoValue()
    {
        await using var database = await CustomersAsync();

        var error = await Assert.That(async () => await RowsAsync(database, $"SELECT nme FROM customers WHERE city = {"hunter2"}"))
            .Throws<SqlQueryException>();

        await Assert.That(error!.Message).IsEqualTo("no such column: nme. In the statement: SELECT nme FROM customers WHERE city = @p0");
        await Assert.That(error.ToString()).DoesNotContain("hunter2");
        await Assert.That(error.ErrorCode).IsEqualTo(1);
    }

    [Test]
    public async Task ExecuteAsync_SecretOrUnknownType_IsRefusedWithoutShowingIt()
    {
        await using var database = await CustomersAsync();

        var error = await Assert.That(async () => await database.ExecuteAsync($"DELETE FROM customers WHERE name = {new Secret("hunter2")}"))
            .Throws<SqlQueryException>();

        await Assert.That(error!.Message).Contains("is a Secret, which SQLite can't store");
        await Assert.That(error.ToString()).DoesNotContain("hunter2");
    }

    [Test]
    public async Task ExecuteAsync_NumberThatSqliteHasNot_SaysWhichParameter()
    {
        await using var database = await CustomersAsync();

        var error = await Assert.That(async () => await database.ExecuteAsync($"DELETE FROM customers WHERE id = {ulong.MaxValue}")).Throws<SqlQueryException>();

        await Assert.That(error!.Message).IsEqualTo(
            "The parameter @p0 is larger than SQLite's largest number, 9223372036854775807; pass it as text. In the statement: DELETE FROM customers WHERE id = @p0");
    }

    [Test]
    public async Task ExecuteAsync_MissingParameter_Throws()
    {
        await using var database = await CustomersAsync();

        await Assert.That(async () => await database.ExecuteAsync("DELETE FROM customers WHERE id = @id")).Throws<SqlQueryException>();
    }

    [Test]
    public async Task OpenReadOnly_AFile_ReadsAndRefusesToWrite()
    {
        using var folder = new Telemetry.TelemetryFolder();
        var sql = new SqlQueryManager(folder.Root);
        await using (var database = sql.Open("shop.db"))
        {
            await database.ExecuteAsync("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        }

        await using var readOnly = sql.OpenReadOnly(Path.Combine(folder.Root, "shop.db"));

        await Assert.That(await readOnly.ScalarAsync<long>("SELECT x FROM t")).IsEqualTo(1);
        await Assert.That(async () => await readOnly.ExecuteAsync("DELETE FROM t")).Throws<SqlQueryException>();
        await Assert.That(() => sql.OpenReadOnly("none.db")).Throws<SqlQueryException>().WithMessageContaining("there is no such file");
        await Assert.That(File.Exists(Path.Combine(folder.Root, "none.db"))).IsFalse();
    }

    [Test]
    public async Task ExecuteAsync_SecondOfTwoStatementsFails_Throws()
    {
        await using var database = SqlQueryManager.OpenInMemory();

        await Assert.That(async () => await database.ExecuteAsync("CREATE TABLE t (x); INSERT INTO nowhere VALUES (1)")).Throws<SqlQueryException>();
        await Assert.That(async () => await database.ExecuteAsync("ALTER TABLE t ADD COLUMN y; INSERT INTO nowhere VALUES (1)")).Throws<SqlQueryException>();
    }

    private static async Task<SqlDatabase> CustomersAsync()
    {
        var database = SqlQueryManager.OpenInMemory();
        await database.ExecuteAsync(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT); "
            + "INSERT INTO customers (name, city) VALUES ('Ann', 'Paris'), ('Bob', 'London'), ('Chloé', 'Paris')");
        return database;
    }

    private static async Task<List<IReadOnlyDictionary<string, object?>>> RowsAsync(SqlDatabase database, SqlQuery query)
    {
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        await foreach (var row in database.QueryAsync(query))
        {
            rows.Add(row);
        }

        return rows;
    }
}
