using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>Several pages postprocessed at once, as <c>postprocess.workers</c> allows, and delivered in order all the same.</summary>
public class PostprocessWorkersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    [Arguments(1)]
    [Arguments(2)]
    [Arguments(7)]
    public async Task Run_SeveralWorkers_DeliverInOrder(int workers)
    {
        await using var host = new Host();
        var config = $"page: {{ records: 3 }}\npostprocess: {{ workers: {workers} }}\ndead_letters: {{ share: 1 }}\ndeliver: [{{ jsonl: {{ path: out.jsonl }} }}]";
        var run = await host.RunAsync(config, new Script
        {
            Fetch = (_, ct) => Script.Items(100, ct),
            Each = (item, _) =>
            {
                // The later a page, the sooner it is done.
                Thread.SpinWait((int)(100 - item.Id) * 500);
                return item.Id % 10 == 4 ? null : item.Id % 10 == 7 ? throw new FormatException($"bad {item.Id}") : item;
            },
        });
        var expected = Enumerable.Range(1, 100).Where(id => id % 10 is not (4 or 7)).Select(id => $$"""{"id":{{id}},"name":"item {{id}}"}""");
        await Assert.That((await File.ReadAllLinesAsync(host.Output("out.jsonl"))).SequenceEqual(expected)).IsTrue();
        await Assert.That((run.Counters.Fetched, run.Counters.Delivered, run.Counters.Dropped, run.Counters.Dead)).IsEqualTo((100, 80, 10, 10));
        await Assert.That((await host.QueryAsync("SELECT error_message FROM dead_letters ORDER BY id")).SequenceEqual(
            Enumerable.Range(0, 10).Select(i => $"bad {(i * 10) + 7}"))).IsTrue();
    }

    [Test]
    public async Task Run_SeveralWorkers_WorkAtOnce()
    {
        await using var host = new Host();
        using var both = new Barrier(2);
        var run = await host.RunAsync("page: { records: 1 }\npostprocess: { workers: 2 }", new Script
        {
            Fetch = (_, ct) => Script.Items(2, ct),
            Each = (item, _) => both.SignalAndWait(Patience) ? item : throw new TimeoutException("it was alone"),
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Dead).IsEqualTo(0);
    }

    [Test]
    public async Task Run_WorkerFails_FailsInPostprocess()
    {
        await using var host = new Host();
        var run = await host.RunAsync("page: { records: 1 }\npostprocess: { workers: 3 }\ndead_letters: { limit: 1, share: 1 }", new Script
        {
            Fetch = (_, ct) => Script.Items(20, ct),
            Each = (item, _) => throw new FormatException($"bad {item.Id}"),
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("More than 1 records could not be processed");
    }

    [Test]
    public async Task Run_WorkersForAWholeStream_IsWarnedOf()
    {
        await using var host = new Host();
        await host.RunAsync("postprocess: { workers: 3 }", new Script { Stream = (records, _, _) => records });
        await Assert.That(await host.QueryAsync("SELECT level FROM logs WHERE message LIKE '%postprocess.workers has no effect%'")).IsEquivalentTo(["warning"]);
    }
}
