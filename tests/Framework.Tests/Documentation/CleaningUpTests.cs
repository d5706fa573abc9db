using Framework.Tests.Running;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Documentation;

/// <summary>The statements of OPERATIONS.md that forget old runs.</summary>
public class CleaningUpTests
{
    /// <summary>What is known now, whatever run it is from.</summary>
    private static readonly string[] Kept = ["state", "receipts", "backfills", "contracts"];

    [Test]
    public async Task Script_OfRunsOfLongAgo_LeavesNothingOfThemButWhatStillWaits()
    {
        await using var host = new Host();
        await host.RunAsync("deliver: [{ jsonl: { path: out.jsonl, mode: append } }]");
        await host.RunAsync(Replays.Append, Replays.Refusing(2));
        await host.RunAsync("deliver: [{ jsonl: { path: out.jsonl, mode: append } }]");
        var runs = await host.QueryAsync("SELECT id FROM runs ORDER BY id");
        var text = Repository.Read("docs/OPERATIONS.md");
        const string begins = "sqlite3 telemetry.db <<'SQL'\n";
        var script = text[(text.IndexOf(begins, StringComparison.Ordinal) + begins.Length)..];
        script = script[..script.IndexOf("\nSQL\n", StringComparison.Ordinal)];
        await host.Store.FlushAsync();
        await using (var connection = new SqliteConnection($"Data Source={host.Store.Path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the documentation's.
            command.CommandText = $"UPDATE runs SET started_at = '2020-01-01T00:00:00.000Z' WHERE id <> '{runs[2]}'; INSERT INTO http VALUES ('{runs[0]}', 'host', 1, 0, 0, 0, 0, '');" + script;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        await Assert.That(await host.QueryAsync("SELECT id FROM runs ORDER BY id")).IsEquivalentTo([runs[1], runs[2]]);
        var tables = await host.QueryAsync("SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'run_id'");
        await Assert.That(tables.Count).IsGreaterThan(Kept.Length);
        foreach (var table in tables.Except(Kept))
        {
            await Assert.That(await host.QueryAsync($"SELECT count(*) FROM {table} WHERE run_id = '{runs[0]}'")).IsEquivalentTo(["0"]).Because(table);
        }
    }
}
