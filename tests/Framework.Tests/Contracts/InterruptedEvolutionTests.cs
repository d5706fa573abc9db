using Framework.Tests.Running;
using IntegrationFramework.Running;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Contracts;

/// <summary>Files that are to take new columns after a run was killed while it added to them, or while they took them.</summary>
public class InterruptedEvolutionTests
{
    private const string Config = "contract: evolve\ndeliver: [{ csv: { path: out.csv, mode: append } }, { jsonl: { path: out.jsonl, mode: append } }]\n";

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task Evolve_BehindAnOpenReceipt_CutsBackEverySinkFirst(bool isPaged)
    {
        await using var host = new Host();
        await Narrow(isPaged).RunAsync(host);
        await LeaveAsync(host, isOpen: true);
        await File.AppendAllTextAsync(host.Output("out.csv"), "3,\"c");
        await File.AppendAllTextAsync(host.Output("out.jsonl"), "{\"id\":3");

        var run = await Wide(isPaged).RunAsync(host);
        await CheckAsync(host, run);
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task Evolve_FileThatTookThemBeforeTelemetryKnew_GoesOnFromItsEnd(bool isPaged)
    {
        await using var host = new Host();
        await Narrow(isPaged).RunAsync(host);
        await LeaveAsync(host, isOpen: false);
        await File.WriteAllTextAsync(host.Output("out.csv"), "id,name,note\n1,a,\n2,b,\n");

        var run = await Wide(isPaged).RunAsync(host);
        await CheckAsync(host, run);
    }

    [Test]
    public async Task Evolve_NextRunAfterIt_FindsItsPlace()
    {
        await using var host = new Host();
        await Narrow(isPaged: true).RunAsync(host);
        await Wide(isPaged: true).RunAsync(host);
        await LeaveAsync(host, isOpen: true);
        await File.AppendAllTextAsync(host.Output("out.csv"), "9,uncommitted,");
        var longer = new Rows { Config = Config, IsPaged = true, Fields = [Rows.Id, Rows.Note, Rows.Name], Records = [.. Enumerable.Range(1, 5).Select(id => new Row(id, "n", "e"))] };
        var run = await longer.RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo("id,name,note\n1,a,\n2,b,\n3,c,n\n5,e,n\n");
    }

    private static async Task CheckAsync(Host host, RunResult run)
    {
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo("id,name,note\n1,a,\n2,b,\n3,c,n\n");
        await Assert.That((await host.ReadAsync("out.jsonl")).Split('\n').Length - 1).IsEqualTo(3);
        var length = new FileInfo(host.Output("out.csv")).Length;
        await Assert.That((await host.QueryAsync("SELECT is_open, position FROM receipts WHERE sink LIKE 'csv%'")).Single()).StartsWith($"0,{length} ");
    }

    private static Rows Narrow(bool isPaged) => new() { Config = Config, IsPaged = isPaged, Fields = [Rows.Id, Rows.Name], Records = [new(1, "a"), new(2, "b")] };

    private static Rows Wide(bool isPaged) => new()
    {
        Config = Config,
        IsPaged = isPaged,
        Fields = [Rows.Id, Rows.Note, Rows.Name],
        Records = isPaged ? [new(1, null, "a"), new(2, null, "b"), new(3, "n", "c")] : [new Row(3, "n", "c")],
    };

    /// <summary>Leaves the receipts as a process does that is killed behind the last commit; for a run without a cursor they say where it meant to end.</summary>
    private static async Task LeaveAsync(Host host, bool isOpen)
    {
        var run = (await host.QueryAsync("SELECT id FROM runs ORDER BY id DESC LIMIT 1")).Single();
        var state = await host.Store.ReadDeliveryAsync("rows", CancellationToken.None);
        await host.Store.CommitPageAsync(new PageCommit
        {
            RunId = run,
            Integration = "rows",
            Cursor = null,
            Receipts = [.. state.Receipts.Select(receipt => new DeliveryReceipt(receipt.Sink, $"{receipt.Position} 1000", isOpen))],
            Counters = default,
            DeadLetters = [],
            Time = DateTimeOffset.UnixEpoch,
        });
    }
}
