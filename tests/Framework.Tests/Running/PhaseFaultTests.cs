using IntegrationFramework;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>Phases that break their word: whatever an author's code does, the run ends as failed and says in which phase and why.</summary>
public class PhaseFaultTests
{
    private const string ToFile = "deliver: [{ jsonl: { path: out.jsonl } }]";

    [Test]
    public async Task Fetch_ReturnsNull_SaysSo() =>
        await ExpectAsync(new Script { Fetch = (_, _) => null! }, "script failed in fetch: script's FetchAsync returned null. Let it return a stream or a task, an empty one where there is nothing.");

    [Test]
    public async Task Postprocess_StreamIsNull_SaysSo() =>
        await ExpectAsync(new Script { Stream = (_, _, _) => null! }, "script failed in postprocess: script's PostprocessAsync returned null.");

    [Test]
    public async Task Deliver_TaskIsNull_SaysSo() =>
        await ExpectAsync(new Script { Deliver = (_, _, _) => null! }, "script failed in deliver: script's DeliverAsync returned null.");

    [Test]
    public async Task FetchPages_ReturnsNull_SaysSo() =>
        await ExpectAsync(new PagedScript { Fetch = (_, _, _) => null! }, "paged failed in fetch: paged's FetchPagesAsync returned null.");

    [Test]
    public async Task FetchPages_YieldsNull_SaysSo() =>
        await ExpectAsync(new PagedScript { Fetch = (_, _, _) => Pages(null!) }, "paged failed in fetch: FetchPagesAsync yielded null in place of a page.");

    [Test]
    public async Task FetchPages_RecordsAreNull_SaysSo() =>
        await ExpectAsync(new PagedScript { Fetch = (_, _, _) => Pages(new SourcePage<Item>(null!, "1")) }, "paged failed in fetch: FetchPagesAsync yielded a page whose records are null.");

    [Test]
    public async Task Committed_Throws_FailsTheRunAndKeepsWhatWasDelivered()
    {
        await using var host = new Host();
        var script = new PagedScript
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 9, 3, null, ct),
            Committed = cursor => throw new IOException($"no acknowledgement of {cursor}"),
        };
        var run = await RunAsync(host, script);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("paged failed in deliver: no acknowledgement of 3");
        await Assert.That(run.Counters.Delivered).IsEqualTo(3);
        await Assert.That(await File.ReadAllLinesAsync(host.Output("out.jsonl"))).Count().IsEqualTo(3);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["3"]);
    }

    [Test]
    public async Task Deliver_ThrowsOnTheThirdPage_LeavesTheOldFile()
    {
        await using var host = new Host();
        await host.RunAsync(ToFile);
        var before = await host.ReadAsync("out.jsonl");
        var taken = 0;
        var run = await host.RunAsync("page: { records: 10 }\n" + ToFile, new Script
        {
            Fetch = (_, ct) => Script.Items(100, ct),
            Deliver = (records, context, ct) => context.DeliverToSinksAsync(
                records.Select(record => ++taken > 25 ? throw new IOException("the target has gone away") : record), ct),
        });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("script failed in deliver: the target has gone away");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(before);
    }

    private static async Task ExpectAsync(Script script, string message)
    {
        await using var host = new Host();
        var run = await host.RunAsync(ToFile, script);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains(message);
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();
    }

    private static async Task ExpectAsync(PagedScript script, string message)
    {
        await using var host = new Host();
        var run = await RunAsync(host, script);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains(message);
    }

    private static async Task<RunResult> RunAsync(Host host, PagedScript script) => (await host.RunAsync(new BatchOptions
    {
        Integrations = [PagedScript.Descriptor("deliver: [{ jsonl: { path: out.jsonl, mode: append } }]", () => script)],
    })).Runs.Single();

    private static async IAsyncEnumerable<SourcePage<Item>> Pages(SourcePage<Item> page)
    {
        await Task.CompletedTask;
        yield return page;
    }
}
