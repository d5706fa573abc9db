using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Running;

/// <summary>Files that are added to, and that somebody else adds to while the run is on its way: nothing of theirs is written over or cut off.</summary>
public class SharedFileTests
{
    private const string Config = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }]\n";
    private const string Theirs = "of somebody else\n";

    [Test]
    public async Task Run_SomebodyAddsBetweenPages_FailsAndTheNextGoesOnBehindThat()
    {
        await using var host = new Host();
        var adds = true;
        var run = await RunPagesAsync(host, item =>
        {
            if (item.Id == 3 && adds)
            {
                File.AppendAllText(host.Output("out.jsonl"), Theirs);
            }

            return item;
        });
        await Assert.That(run.ErrorMessage!).Contains(
            "out.jsonl': while this ran something else has written to it. Run it again: it goes on behind what stands there then.");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 2) + Theirs);

        adds = false;
        run = await RunPagesAsync(host, item => item);
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 2) + Theirs + Lines(3, 4));
    }

    [Test]
    public async Task Run_SomebodyAddsBehindAPageThatIsNotCommitted_TakesOutThePageAlone()
    {
        await using var host = new Host();
        AddAt(host, "after write to the growing file", times: 2);
        var run = await RunPagesAsync(host, item => item);
        FaultPoints.Listen(null);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 2) + Theirs);
        await RunPagesAsync(host, item => item);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 2) + Theirs + Lines(3, 4));
    }

    [Test]
    public async Task Run_SomebodyAddsBeforeAWholeRunDoes_FailsAndLeavesThat()
    {
        await using var host = new Host();
        await host.RunAsync(Config);
        AddAt(host, "after open of the appended file");
        var run = await host.RunAsync(Config);
        FaultPoints.Listen(null);
        await Assert.That(run.ErrorMessage!).Contains("while this ran something else has written to it. Run it again: it is added behind what stands there then.");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 3) + Theirs);
        await host.RunAsync(Config);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 3) + Theirs + Lines(1, 3));
    }

    [Test]
    public async Task Run_SomebodyAddsBehindAWholeRunThatFails_TakesOutTheRunAlone()
    {
        await using var host = new Host();
        const string both = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }, { sqlite: { path: out.db, table: plain } }]\n";
        await host.RunAsync(both);
        await ExecuteAsync(host, "CREATE UNIQUE INDEX once ON plain (id)");
        AddAt(host, "after flush of the appended file");
        var run = await host.RunAsync(both);
        FaultPoints.Listen(null);
        await Assert.That(run.ErrorMessage!).Contains("3 of 3 records could not be processed");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 3) + Theirs);
    }

    [Test]
    public async Task Run_OneSinkCantUndo_TheOthersAreClosedAllTheSame()
    {
        await using var host = new Host();
        FaultPoints.Listen(step =>
        {
            if (step is "after merge into the table" or "before undoing of the growing file")
            {
                throw new IOException($"broken {step}");
            }
        });
        var run = await RunPagesAsync(
            host, item => item, "deliver: [{ jsonl: { path: out.jsonl, mode: append } }, { sqlite: { path: out.db, table: plain } }]\n");
        FaultPoints.Listen(null);
        await Assert.That(run.ErrorMessage!).Contains("broken after merge into the table");

        // Unlocked, and without a trace of the page.
        await ExecuteAsync(host, "CREATE TABLE plain (something TEXT)");
        await Assert.That(await host.QueryAsync("SELECT is_open FROM receipts WHERE sink LIKE 'jsonl%'")).IsEquivalentTo(["1"]);
        await ExecuteAsync(host, "DROP TABLE plain");
        await RunPagesAsync(host, item => item);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 4));
    }

    [Test]
    public async Task Run_TableWasDroppedAfterACrash_GoesOnInANewOne()
    {
        await using var host = new Host();
        const string table = "deliver: [{ sqlite: { path: out.db, table: plain } }]\n";
        await RunPagesAsync(host, item => item, table);

        // The database has the second page, and telemetry only the first.
        await host.Store.TryMoveCursorAsync("paged", "2", TimeProvider.System.GetUtcNow());
        await using (var connection = new SqliteConnection($"Data Source={host.Store.Path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE receipts SET position = substr(position, 1, 33) || '1', is_open = 1";
            await command.ExecuteNonQueryAsync();
        }

        await ExecuteAsync(host, "DROP TABLE plain");
        var run = await RunPagesAsync(host, item => item, table);
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(await host.QueryAsync("SELECT id FROM plain", host.Output("out.db"))).IsEquivalentTo(["3", "4"]);
    }

    [Test]
    public async Task Run_AnotherRunAddsPagesToTheSameFile_FailsAndNothingIsWrittenOver()
    {
        await using var host = new Host();
        RunResult? other = null;
        var run = await RunPagesAsync(host, item =>
        {
            other ??= host.RunAsync(Config).GetAwaiter().GetResult();
            return item;
        });
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(other!.ErrorMessage!).Contains(
            "out.jsonl': another run is adding to it. Run it again when that has ended, or let each integration write a file of its own.");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 4));

        await host.RunAsync(Config);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 4) + Lines(1, 3));
    }

    [Test]
    public async Task Run_AnotherRunHasAddedAllToTheSameFileMeanwhile_IsAddedBehindIt()
    {
        await using var host = new Host();
        var other = Host.Integration("other", Config, () => new Script());
        await host.RunAsync(Config);
        var run = await host.RunAsync(Config, new Script { Fetch = (_, _) => AfterTheOther() });
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(Lines(1, 3) + Lines(1, 4));

        async IAsyncEnumerable<Item> AfterTheOther()
        {
            yield return new Item(4, "item 4");
            await host.RunAsync(new BatchOptions { Integrations = [other] });
        }
    }

    private static async Task<RunResult> RunPagesAsync(Host host, Func<Item, Item> each, string config = Config) =>
        (await host.RunAsync(new BatchOptions
        {
            Integrations = [PagedScript.Descriptor(config, () => new PagedScript { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 4, 2, null, ct), Each = each })],
        })).Runs.Single();

    /// <summary>Lets somebody else add a line when a step is passed so many times.</summary>
    private static void AddAt(Host host, string step, int times = 1)
    {
        var passed = 0;
        FaultPoints.Listen(name =>
        {
            if (name == step && Interlocked.Increment(ref passed) == times)
            {
                File.AppendAllText(host.Output("out.jsonl"), Theirs);
            }
        });
    }

    private static async Task ExecuteAsync(Host host, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={host.Output("out.db")};Pooling=False;Default Timeout=1");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static string Lines(int first, int last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(id => Replays.Line(id) + "\n"));
}
