using System.Globalization;
using Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Cli.Tests;

/// <summary>Kills a run without a warning, again and again, and then lets it finish.</summary>
public class CrashTests
{
    private const int Count = 600;
    private const int Kills = 12;

    [Test]
    [NotInParallel]
    public async Task Run_KilledAtRandomInstants_LosesNothingAndDoublesNothing()
    {
        using var root = new TemporaryRoot();
        var random = new Random(20261124);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            using var running = TestHost.Start(root, [], "run", "ledger", "--set", $"ledger.settings.count={Count}", "--set", "ledger.settings.pause=3ms");
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(80, 500)));
            await running.SignalAsync("KILL");
            killed += (await running.EndAsync()).ExitCode != 0 ? 1 : 0;
        }

        await Assert.That(killed).IsGreaterThan(0);
        var last = await TestHost.RunAsync(root, "run", "ledger", "--set", $"ledger.settings.count={Count}");
        await Assert.That(last.ExitCode).IsEqualTo(0).Because(last.ToString());

        var numbers = Enumerable.Range(1, Count).ToList();
        await Assert.That(await File.ReadAllLinesAsync(root.Path("output", "ledger.jsonl")))
            .IsEquivalentTo(numbers.Select(i => $$"""{"number":{{i}},"text":"entry {{i}}"}"""));
        await Assert.That(await File.ReadAllLinesAsync(root.Path("output", "ledger.csv"))).IsEquivalentTo(["number,text", .. numbers.Select(i => $"{i},entry {i}")]);
        await Assert.That((await File.ReadAllLinesAsync(root.Path("output", "ledger.yaml"))).Where(line => line.StartsWith('-')))
            .IsEquivalentTo(numbers.Select(i => $"- number: {i}"));
        foreach (var table in new[] { "keyed", "plain" })
        {
            await Assert.That(await OutputAsync(root, $"SELECT count(*) || ',' || count(DISTINCT number) || ',' || max(number) FROM {table}"))
                .IsEqualTo(string.Create(CultureInfo.InvariantCulture, $"{Count},{Count},{Count}"));
        }

        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT DISTINCT status FROM runs WHERE status NOT IN ('crashed', 'succeeded')")).IsEmpty();
        await Assert.That(await TelemetryRows.QueryAsync(root, "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
    }

    private static async Task<string> OutputAsync(TemporaryRoot root, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={root.Path("output", "ledger.db")};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
