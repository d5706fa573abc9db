using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

public class IncrementalTests
{
    private const string Everywhere = """
        deliver:
          - jsonl: { path: out.jsonl, mode: append }
          - csv: { path: out.csv, mode: append }
          - yaml: { path: out.yaml, mode: append }
          - sqlite: { path: out.db, table: keyed, key: [id] }
          - sqlite: { path: out.db, table: plain }
          - stdout: {}

        """;

    [Test]
    public async Task Run_NewSource_DeliversEveryPageAndKeepsTheLastCursor()
    {
        await using var host = new Host();
        var run = await RunAsync(host, 10);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Delivered).IsEqualTo(10);
        await ExpectAsync(host, 10);
        await Assert.That(await host.QueryAsync("SELECT cursor_before, cursor_after, records_fetched FROM runs")).IsEquivalentTo(["null,10,10"]);
    }

    [Test]
    public async Task Run_SourceHasGrown_DeliversOnlyWhatIsNew()
    {
        await using var host = new Host();
        await RunAsync(host, 10);
        var run = await RunAsync(host, 15);
        await Assert.That(run.Counters.Fetched).IsEqualTo(5);
        await ExpectAsync(host, 15);
        await Assert.That(await host.QueryAsync("SELECT cursor_before, cursor_after FROM runs ORDER BY id")).IsEquivalentTo(["null,10", "10,15"]);
    }

    [Test]
    [Arguments(0)]
    [Arguments(2)]
    public async Task Run_PostprocessThatStopsReading_FailsAndMovesNoCursor(int taken)
    {
        await using var host = new Host();
        var run = await RunOverAsync(host, stream: records => records.Take(taken));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage).Contains("PostprocessAsync ended before it had read all records of the page. Let it read on to the end, and leave out what isn't wanted.");
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM state")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task Run_PostprocessThatEndsWithTheLastRecord_Succeeds()
    {
        await using var host = new Host();
        var run = await RunOverAsync(host, stream: records => records.Take(3));
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(run.Counters.Delivered).IsEqualTo(9);
    }

    [Test]
    public async Task Run_SourceThatFillsItsListAgain_DeliversEveryRecordOnce()
    {
        await using var host = new Host();
        var run = await RunOverAsync(host, fetch: SameList);
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(await host.QueryAsync("SELECT id FROM plain ORDER BY rowid", host.Output("out.db")))
            .IsEquivalentTo(Enumerable.Range(1, 200).Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        static async IAsyncEnumerable<SourcePage<Item>> SameList()
        {
            var list = new List<Item>();
            for (var id = 1; id <= 200; id++)
            {
                list.Clear();
                list.Add(new Item(id, "one"));
                yield return new SourcePage<Item>(list, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            await Task.CompletedTask;
        }
    }

    private static async Task<RunResult> RunOverAsync(
        Host host, Func<IAsyncEnumerable<SourcePage<Item>>>? fetch = null, Func<IAsyncEnumerable<Item>, IAsyncEnumerable<Item>>? stream = null)
    {
        var descriptor = PagedScript.Descriptor("deliver:\n  - sqlite: { path: out.db, table: plain }\n", () => new PagedScript
        {
            Fetch = (cursor, _, ct) => fetch is null ? PagedScript.PagesAsync(cursor, 9, 3, cancellationToken: ct) : fetch(),
            Stream = stream,
        });
        return (await host.RunAsync(new BatchOptions { Integrations = [descriptor] })).Runs[0];
    }

    [Test]
    public async Task Run_NothingNew_LeavesEverythingAsItIs()
    {
        await using var host = new Host();
        await RunAsync(host, 10);
        var run = await RunAsync(host, 10);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Fetched).IsEqualTo(0);
        await ExpectAsync(host, 10);
    }

    [Test]
    public async Task Run_FailsBetweenPages_KeepsWhatWasCommittedAndGoesOnFromThere()
    {
        await using var host = new Host();
        var run = await RunAsync(host, 10, failAt: 6);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Counters.Delivered).IsEqualTo(6);
        await ExpectAsync(host, 6);
        await RunAsync(host, 10);
        await ExpectAsync(host, 10);
    }

    [Test]
    public async Task Run_FailsWithinAPage_TakesBackWhatOfItWasDelivered()
    {
        await using var host = new Host();

        // The second page has no cursor, so that it waits for the third to be committed.
        async IAsyncEnumerable<SourcePage<Item>> Pages()
        {
            await Task.CompletedTask;
            yield return new SourcePage<Item>([new Item(1, "item 1")], "1");
            yield return new SourcePage<Item>([new Item(2, "item 2")], null);
            throw new IOException("the source has gone away");
        }

        var run = await RunAsync(host, new PagedScript { Fetch = (_, _, _) => Pages() });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Counters.Delivered).IsEqualTo(1);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(1);
        await RunAsync(host, 10);
        await ExpectAsync(host, 10);
    }

    [Test]
    public async Task Run_AttemptFails_TheNextOneGoesOnFromTheLastCommit()
    {
        await using var host = new Host();
        var begins = new List<string?>();
        var run = await RunAsync(
            host,
            () => new PagedScript
            {
                Fetch = (cursor, context, ct) =>
                {
                    begins.Add(cursor);
                    return PagedScript.PagesAsync(cursor, 10, 3, from => ThrowIf(context.Attempt == 1 && from == 6), ct);
                },
            },
            config: Everywhere + "retry: { attempts: 2, delay: 1ms }");
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(begins).IsEquivalentTo([null, "6"]);
        await Assert.That(run.Counters.Delivered).IsEqualTo(10);
        await Assert.That(run.Counters.Fetched).IsEqualTo(10);
        await ExpectAsync(host, 10);
    }

    [Test]
    public async Task Run_TailOfACrashedRun_IsCutOff()
    {
        await using var host = new Host();
        await RunAsync(host, 5);
        await CrashAsync(host);
        await File.AppendAllTextAsync(host.Output("out.jsonl"), """{"id":6,"name":"ite""");
        await File.AppendAllTextAsync(host.Output("out.csv"), "6,item 6\n");
        await RunAsync(host, 10);
        await ExpectAsync(host, 10);
    }

    [Test]
    public async Task Run_LinesOfSomebodyElseAfterAFinishedRun_AreKept()
    {
        await using var host = new Host();
        await RunAsync(host, 5);
        await File.AppendAllTextAsync(host.Output("out.jsonl"), "{\"note\":\"mine\"}");
        await RunAsync(host, 6);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).IsEquivalentTo([
            .. Enumerable.Range(1, 5).Select(i => $$"""{"id":{{i}},"name":"item {{i}}"}"""), "{\"note\":\"mine\"}", """{"id":6,"name":"item 6"}""",
        ]);
    }

    [Test]
    public async Task Run_FileIsShorterThanWhatWasDelivered_FailsAndTouchesNothing()
    {
        await using var host = new Host();
        await RunAsync(host, 5);
        await File.WriteAllTextAsync(host.Output("out.jsonl"), "short\n");
        var run = await RunAsync(host, 10);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("something has cut it");
        await Assert.That(await File.ReadAllTextAsync(host.Output("out.jsonl"))).IsEqualTo("short\n");
    }

    [Test]
    public async Task Run_FileWasChangedAfterACrash_FailsAndTouchesNothing()
    {
        await using var host = new Host();
        await RunAsync(host, 5);
        await CrashAsync(host);
        var changed = (await host.ReadAsync("out.jsonl")).Replace("item 1", "ITEM 1", StringComparison.Ordinal) + "tail";
        await File.WriteAllTextAsync(host.Output("out.jsonl"), changed);
        var run = await RunAsync(host, 10);
        await Assert.That(run.ErrorMessage!).Contains("it's unclear what to cut off");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(changed);
    }

    [Test]
    public async Task Run_FileWasMovedAway_BeginsANewOne()
    {
        await using var host = new Host();
        await RunAsync(host, 5);
        File.Move(host.Output("out.jsonl"), host.Output("old.jsonl"));
        await RunAsync(host, 6);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).IsEquivalentTo(["""{"id":6,"name":"item 6"}"""]);
    }

    [Test]
    public async Task Run_PageWasCommittedToSqliteOnly_IsTakenBackAndDeliveredAgain()
    {
        await using var host = new Host();
        await RunAsync(host, 5);

        // Telemetry as it was before the last page: what a crash between the two commits leaves.
        var before = await host.QueryAsync("SELECT position FROM receipts WHERE sink LIKE '%plain%'");
        await host.Store.TryMoveCursorAsync("paged", "3", TimeProvider.System.GetUtcNow());
        await ExecuteAsync(host.Store.Path, $"UPDATE receipts SET position = '{before[0].Split(' ')[0]} 1', is_open = 1 WHERE sink LIKE '%plain%'");
        await ExecuteAsync(host.Store.Path, "DELETE FROM receipts WHERE sink NOT LIKE '%plain%'");
        await RunAsync(host, 5);
        await Assert.That(await host.QueryAsync("SELECT count(*), count(DISTINCT id), max(id) FROM plain", host.Output("out.db"))).IsEquivalentTo(["5,5,5"]);
    }

    [Test]
    public async Task Run_DeadLettersOfAPage_AreCommittedWithIt()
    {
        await using var host = new Host();
        var run = await RunAsync(
            host,
            () => new PagedScript
            {
                Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 10, 3, from => ThrowIf(from == 6), ct),
                Each = item => item.Id == 2 ? throw new FormatException("bad") : item,
            });
        await Assert.That(run.Counters.Dead).IsEqualTo(1);
        await Assert.That(await host.QueryAsync("SELECT phase, error_message FROM dead_letters")).IsEquivalentTo(["postprocess,bad"]);
    }

    [Test]
    public async Task Run_DryOrLimited_MovesNoCursor()
    {
        await using var host = new Host();
        await RunAsync(host, 10, change: options => options with { DryRun = true });
        await RunAsync(host, 10, change: options => options with { Limit = 4 });
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM state")).IsEquivalentTo(["0"]);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(4);
    }

    [Test]
    public async Task Run_FullRefresh_BeginsAtTheBeginning()
    {
        await using var host = new Host();
        await RunAsync(host, 5);
        var run = await RunAsync(host, 7, change: options => options with { FullRefresh = true });
        await Assert.That(run.Counters.Fetched).IsEqualTo(7);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM keyed", host.Output("out.db"))).IsEquivalentTo(["7"]);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["7"]);
    }

    [Test]
    public async Task Run_SinkThatReplaces_IsRefused()
    {
        await using var host = new Host();
        var run = await RunAsync(host, 3, config: "deliver: [{ jsonl: { path: out.jsonl } }]");
        await Assert.That(run.ErrorMessage!).Contains("IFW0121");
    }

    [Test]
    public async Task Run_AMillionEmptyPages_EndsWithTheLastCursor()
    {
        await using var host = new Host();

        static async IAsyncEnumerable<SourcePage<Item>> Pages()
        {
            await Task.CompletedTask;
            for (var i = 0; i < 1_000_000; i++)
            {
                yield return new SourcePage<Item>([], null);
            }

            yield return new SourcePage<Item>([], "end");
        }

        await RunAsync(host, new PagedScript { Fetch = (_, _, _) => Pages() });
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["end"]);
    }

    private static Task<RunResult> RunAsync(
        Host host, int count, int? failAt = null, string config = Everywhere, Func<BatchOptions, BatchOptions>? change = null) =>
        RunAsync(
            host,
            () => new PagedScript { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 3, from => ThrowIf(from == failAt), ct) },
            config,
            change);

    private static Task<RunResult> RunAsync(Host host, PagedScript script) => RunAsync(host, () => script);

    private static async Task<RunResult> RunAsync(
        Host host, Func<PagedScript> script, string config = Everywhere, Func<BatchOptions, BatchOptions>? change = null)
    {
        var options = new BatchOptions { Integrations = [PagedScript.Descriptor(config, script)] };
        return (await host.RunAsync(change?.Invoke(options) ?? options)).Runs.Single();
    }

    /// <summary>Leaves the receipts as a run leaves them whose process is killed.</summary>
    private static Task CrashAsync(Host host) => ExecuteAsync(host.Store.Path, "UPDATE receipts SET is_open = 1");

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Expects each of the items once in every sink, in order, and the cursor behind them.</summary>
    private static async Task ExpectAsync(Host host, int count)
    {
        var ids = Enumerable.Range(1, count).ToList();
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).IsEquivalentTo(ids.Select(i => $$"""{"id":{{i}},"name":"item {{i}}"}"""));
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.csv"))).IsEquivalentTo(["id,name", .. ids.Select(i => $"{i},item {i}")]);
        await Assert.That((await File.ReadAllLinesAsync(host.Output("out.yaml"))).Where(line => line.StartsWith('-'))).IsEquivalentTo(ids.Select(i => $"- id: {i}"));
        foreach (var table in new[] { "keyed", "plain" })
        {
            await Assert.That(await host.QueryAsync($"SELECT count(*), count(DISTINCT id), max(id) FROM {table}", host.Output("out.db")))
                .IsEquivalentTo([$"{count},{count},{count}"]);
        }

        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo([$"{count}"]);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM receipts WHERE is_open")).IsEquivalentTo(["0"]);
    }

    private static void ThrowIf(bool fails)
    {
        if (fails)
        {
            throw new IOException("the source has gone away");
        }
    }
}
