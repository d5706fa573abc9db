using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Running;

/// <summary>Sinks that a run was interrupted in, and that config.yaml doesn't name any more.</summary>
public class ForgottenSinkTests
{
    private const string Kept = "deliver:\n  - jsonl: { path: kept.jsonl, mode: append }\n";
    private const string Both = Kept + "  - jsonl: { path: gone.jsonl, mode: append }\n  - sqlite: { path: gone.db, table: items }\n";
    private const string Open = "SELECT sink FROM receipts WHERE is_open ORDER BY sink";
    private const string Warnings = "SELECT message FROM logs WHERE level = 'warning' AND message LIKE '%was interrupted%' ORDER BY message";
    private static readonly string[] Gone = ["jsonl sink 'output/gone.jsonl'", "sqlite sink 'output/gone.db' table 'items'"];

    [Test]
    public async Task Run_InterruptedInASinkThatIsGone_IsWarnedOfAndTakenBackWhenItIsNamedAgain()
    {
        await using var host = new Host();
        await RunAsync(host, Both, 5);
        await CrashAsync(host);
        await File.AppendAllTextAsync(host.Output("gone.jsonl"), "{\"id\":6");

        // Neither a run that succeeds nor one that fails may close what it doesn't know the end of.
        await Assert.That((await RunAsync(host, Kept, 8)).Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(await host.QueryAsync(Warnings)).IsEquivalentTo(Gone.Select(sink =>
            $"paged: a run was interrupted while it delivered to the {sink}, which config.yaml doesn't name any more, so what it had not committed may still be there. Look at its end, or name it under deliver: for one more run, which takes it back."));
        await Assert.That((await RunAsync(host, Kept, 10, fails: true)).Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(await host.QueryAsync(Open)).IsEquivalentTo(Gone);
        await Assert.That((await host.ReadAsync("gone.jsonl")).EndsWith("{\"id\":6", StringComparison.Ordinal)).IsTrue();

        await Assert.That((await RunAsync(host, Both, 10)).ErrorMessage).IsNull();
        await Assert.That(await host.QueryAsync(Open)).IsEmpty();
        await Assert.That(await File.ReadAllLinesAsync(host.Output("kept.jsonl"))).IsEquivalentTo(Enumerable.Range(1, 10).Select(Line));
        await Assert.That(await File.ReadAllLinesAsync(host.Output("gone.jsonl"))).IsEquivalentTo([.. Enumerable.Range(1, 5).Select(Line), Line(9), Line(10)]);
        await Assert.That((await host.QueryAsync(Warnings)).Count).IsEqualTo(4);
        await RunAsync(host, Kept, 12);
        await Assert.That((await host.QueryAsync(Warnings)).Count).IsEqualTo(4);
    }

    [Test]
    public async Task Run_WithoutACursorAndWithNothingThatAdds_IsWarnedToo()
    {
        await using var host = new Host();
        await host.RunAsync("deliver:\n  - jsonl: { path: gone.jsonl, mode: append }\n");
        await CrashAsync(host);
        await host.RunAsync("deliver:\n  - jsonl: { path: other.jsonl }\n");
        await Assert.That((await host.QueryAsync(Warnings)).Single()).StartsWith($"script: a run was interrupted while it delivered to the {Gone[0]},");
    }

    private static string Line(int id) => $$"""{"id":{{id}},"name":"item {{id}}"}""";

    private static async Task<RunResult> RunAsync(Host host, string config, int count, bool fails = false)
    {
        var script = new PagedScript
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 5, null, ct),
            Deliver = !fails ? null : static async (records, run, ct) =>
            {
                await run.DeliverToSinksAsync(records, ct);
                throw new IOException("the target has gone away");
            },
        };
        return (await host.RunAsync(new BatchOptions { Integrations = [PagedScript.Descriptor(config, () => script)] })).Runs.Single();
    }

    /// <summary>Leaves the receipts as a run leaves them whose process is killed.</summary>
    private static async Task CrashAsync(Host host)
    {
        await using var connection = new SqliteConnection($"Data Source={host.Store.Path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE receipts SET is_open = 1";
        await command.ExecuteNonQueryAsync();
    }
}
