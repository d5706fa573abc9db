using System.Diagnostics;
using System.Globalization;
using Cli.Tests.Services;
using Cli.Tests.Support;
using IntegrationFramework.FakeServices.Salesforce;

namespace Cli.Tests;

/// <summary>
/// Kills the program itself at random instants, again and again, over every sink that keeps what it is given, and then lets it finish. IFW_KILLS
/// says how often for each kind of source; the native file makes it what users run.
/// </summary>
[NotInParallel, Category("Crash")]
public class RandomKillTests
{
    private const string Sales = "sales_transactions";
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("IFW_KILLS") ?? "25", CultureInfo.InvariantCulture);

    private readonly Random _random = new(20261125);
    private int _killed;

    [Test]
    public async Task Run_OfAWholeSourceKilledAtRandom_LosesNothingAndDoublesNothing()
    {
        using var root = new TemporaryRoot();
        root.Write($"integrations/{Sales}/config.yaml", """
            page: { records: 50 }
            deliver:
              - jsonl: { path: replaced.jsonl }
              - csv: { path: replaced.csv }
              - yaml: { path: replaced.yaml }
              - jsonl: { path: added.jsonl, mode: append }
              - csv: { path: added.csv, mode: append }
              - yaml: { path: added.yaml, mode: append }
              - sqlite: { path: sales.db, table: replaced, key: [transaction_id], mode: replace }
              - sqlite: { path: sales.db, table: keyed, key: [transaction_id], mode: upsert }
              - sqlite: { path: sales.db, table: plain }
            settings: { seed: 7, records: 2000, start_date: 2026-10-01 }

            """);
        root.Write($"integrations/{Sales}/metadata.yaml", "version: 1.0.0\ntags: [test]\n");
        var first = await FinishAsync(() => Start(root, [], "run", Sales));
        var expected = await File.ReadAllLinesAsync(root.Path("output", "replaced.jsonl"));
        var csv = await File.ReadAllLinesAsync(root.Path("output", "replaced.csv"));
        var yaml = await File.ReadAllTextAsync(root.Path("output", "replaced.yaml"));
        for (var i = 0; i < Kills; i++)
        {
            await KillAsync(() => Start(root, [], "run", Sales), first);
        }

        await FinishAsync(() => Start(root, [], "run", Sales));
        await ExpectSoundAsync(root);
        var runs = int.Parse((await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'succeeded'")).Single(), CultureInfo.InvariantCulture);
        await Assert.That(await File.ReadAllLinesAsync(root.Path("output", "replaced.jsonl"))).IsEquivalentTo(expected);
        await Assert.That(await File.ReadAllLinesAsync(root.Path("output", "replaced.csv"))).IsEquivalentTo(csv);
        await Assert.That(await File.ReadAllTextAsync(root.Path("output", "replaced.yaml"))).IsEqualTo(yaml);
        await Assert.That((await File.ReadAllLinesAsync(root.Path("output", "added.jsonl"))).SequenceEqual(Times(runs, expected))).IsTrue();
        await Assert.That((await File.ReadAllLinesAsync(root.Path("output", "added.csv"))).SequenceEqual([csv[0], .. Times(runs, csv[1..])])).IsTrue();
        await Assert.That(await File.ReadAllTextAsync(root.Path("output", "added.yaml"))).IsEqualTo(string.Concat(Enumerable.Repeat(yaml, runs)));
        await Assert.That(await OutputFiles.RowsAsync(root, "sales.db", "SELECT count(*), count(DISTINCT transaction_id) FROM replaced")).IsEquivalentTo(["2000|2000"]);
        await Assert.That(await OutputFiles.RowsAsync(root, "sales.db", "SELECT count(*), count(DISTINCT transaction_id) FROM keyed")).IsEquivalentTo(["2000|2000"]);
        await Assert.That(await OutputFiles.RowsAsync(root, "sales.db", "SELECT DISTINCT count(*) FROM plain GROUP BY transaction_id")).IsEquivalentTo([$"{runs}"]);
        await Assert.That(await OutputFiles.RowsAsync(root, "sales.db", "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
        await Assert.That(Directory.EnumerateFiles(root.Path("output"), "*.tmp", new EnumerationOptions { AttributesToSkip = 0 })).IsEmpty();
    }

    [Test]
    public async Task Run_OfAnIncrementalSourceKilledAtRandom_LosesNothingAndDoublesNothing()
    {
        await using var services = await ServiceRoot.StartAsync();
        var root = services.Root;
        root.Write($"integrations/{SalesforceTests.A}/config.yaml", """
            deliver:
              - jsonl: { path: accounts.jsonl, mode: append }
              - csv: { path: accounts.csv, mode: append }
              - yaml: { path: accounts.yaml, mode: append }
              - sqlite: { path: crm.db, table: keyed, key: [id] }
              - sqlite: { path: crm.db, table: plain }
            settings:
              salesforce: { instance_url: "${SALESFORCE_INSTANCE_URL}", access_token: "${SALESFORCE_ACCESS_TOKEN}" }
              look_back: 0s

            """);
        root.Write($"integrations/{SalesforceTests.A}/metadata.yaml", "version: 1.0.0\ntags: [test]\n");
        var records = services.Fake.Salesforce.Records;
        Change(records, 4000);
        var first = await FinishAsync(() => Start(root, [], "run", SalesforceTests.A));
        for (var i = 0; i < Kills; i++)
        {
            // A run that is killed leaves some of them to the next one.
            if (!await KillAsync(() => Start(root, [], "run", SalesforceTests.A), first))
            {
                Change(records, 4000);
            }
        }

        await FinishAsync(() => Start(root, [], "run", SalesforceTests.A));
        await ExpectSoundAsync(root);
        var ids = records.All("Account").Select(record => record.Id).Order(StringComparer.Ordinal).ToList();
        await Assert.That(Ids(await File.ReadAllLinesAsync(root.Path("output", "accounts.jsonl")), line => line.StartsWith('{'), 7).SequenceEqual(ids)).IsTrue();
        await Assert.That(Ids((await File.ReadAllLinesAsync(root.Path("output", "accounts.csv")))[1..], line => line.StartsWith("001", StringComparison.Ordinal), 0).SequenceEqual(ids)).IsTrue();
        await Assert.That(Ids(await File.ReadAllLinesAsync(root.Path("output", "accounts.yaml")), line => line.StartsWith("- id: ", StringComparison.Ordinal), 6).SequenceEqual(ids)).IsTrue();
        foreach (var table in new[] { "keyed", "plain" })
        {
            await Assert.That((await OutputFiles.RowsAsync(root, "crm.db", $"SELECT id FROM {table} ORDER BY 1")).SequenceEqual(ids)).IsTrue();
        }

        await Assert.That(await OutputFiles.RowsAsync(root, "crm.db", "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
    }

    /// <summary>Creates accounts, each a second after the one before it, so that there is a place to go on from behind each.</summary>
    private static void Change(RecordStore records, int count)
    {
        var last = records.All("Account").Max(record => record.SystemModstamp);
        records.CreateMany("Account", count, i => [("Name", $"Account {i}"), ("SystemModstamp", last.AddSeconds(i + 1))]);
    }

    /// <summary>The ids of the lines that begin a record, sorted.</summary>
    private static IEnumerable<string> Ids(string[] lines, Func<string, bool> begins, int at) =>
        lines.Where(begins).Select(line => line.Substring(at, 18)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Times(int count, string[] lines) => Enumerable.Repeat(lines, count).SelectMany(static all => all);

    private static RunningProcess Start(TemporaryRoot root, Dictionary<string, string> environment, params string[] arguments) =>
        Ifw.Start(root.Folder, environment, arguments);

    /// <summary>Lets a run finish, and gives the time that it took.</summary>
    private static async Task<TimeSpan> FinishAsync(Func<RunningProcess> start)
    {
        var watch = Stopwatch.StartNew();
        using var running = start();
        var outcome = await running.EndAsync();
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        return watch.Elapsed;
    }

    /// <summary>Kills a run somewhere in the time that one takes; now and then it is too late.</summary>
    /// <returns>Whether it was killed.</returns>
    private async Task<bool> KillAsync(Func<RunningProcess> start, TimeSpan longest)
    {
        using var running = start();
        await Task.Delay(longest * _random.NextDouble());
        await running.SignalAsync("KILL");
        var isKilled = (await running.EndAsync()).ExitCode != 0;
        _killed += isKilled ? 1 : 0;
        return isKilled;
    }

    /// <summary>Every run that was killed is marked, none else failed, and telemetry is sound.</summary>
    private async Task ExpectSoundAsync(TemporaryRoot root)
    {
        await Assert.That(_killed).IsGreaterThan(Kills / 3);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT DISTINCT status FROM runs WHERE status NOT IN ('crashed', 'succeeded')")).IsEmpty();
        var crashed = int.Parse((await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'crashed'")).Single(), CultureInfo.InvariantCulture);
        await Assert.That(crashed).IsBetween(1, _killed);
        await Assert.That(await TelemetryRows.QueryAsync(root, "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
    }
}
