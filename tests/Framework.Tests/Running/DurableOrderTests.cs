using IntegrationFramework.Running;

namespace Framework.Tests.Running;

/// <summary>The order of the steps that change the disk: what a commit of telemetry speaks of is there before it.</summary>
public class DurableOrderTests
{
    private const string Sinks = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }, { csv: { path: out.csv, mode: append } }, { yaml: { path: out.yaml, mode: append } }, { sqlite: { path: out.db, table: plain } }]\n";

    [Test]
    public async Task Page_WithACursor_IsOnTheDiskEverywhereBeforeItsCommit()
    {
        var steps = await StepsAsync(host => host.RunAsync(new BatchOptions
        {
            Integrations = [PagedScript.Descriptor(Sinks, () => new PagedScript { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 4, 2, null, ct) })],
        }));

        // The first commit opens the receipts, before anything is added; the other two are the pages'.
        var commits = steps.Index().Where(step => IsCommitOf("CommitPage", step.Item)).Select(step => step.Index).ToList();
        await Assert.That(commits.Count).IsEqualTo(3);
        await Assert.That(steps[..commits[0]]).DoesNotContain("before write to the growing file");
        foreach (var (from, to) in commits.Zip(commits.Skip(1)))
        {
            var page = steps[from..to];
            await Assert.That(page.Count(step => step == "after flush of the growing file")).IsEqualTo(3);
            await Assert.That(page.FindLastIndex(step => step == "after write to the growing file")).IsLessThan(page.FindIndex(step => step == "before flush of the growing file"));
            await Assert.That(page[^1]).IsEqualTo("after commit of the database");
        }
    }

    [Test]
    public async Task WholeRun_AddedToFiles_IsOnTheDiskBeforeItIsClosed()
    {
        var steps = await StepsAsync(host => host.RunAsync(Sinks));
        var opened = steps.FindIndex(step => IsCommitOf("CommitPage", step));
        var closed = steps.FindLastIndex(step => IsCommitOf("CloseRun", step));
        await Assert.That(steps.IndexOf("before write to the appended file")).IsGreaterThan(opened);
        await Assert.That(steps.LastIndexOf("after flush of the appended file")).IsBetween(opened, closed);
        await Assert.That(steps.LastIndexOf("after commit of the database")).IsBetween(steps.LastIndexOf("after flush of the appended file"), closed);
    }

    private static bool IsCommitOf(string operation, string step) =>
        step.StartsWith("before commit of ", StringComparison.Ordinal) && step.Contains(operation, StringComparison.Ordinal);

    private static async Task<List<string>> StepsAsync(Func<Host, Task> run)
    {
        var steps = new List<string>();
        FaultPoints.Listen(step =>
        {
            lock (steps)
            {
                steps.Add(step);
            }
        });

        // Only what begins from here on is listened to, the writer of telemetry as well.
        await using var host = new Host();
        await run(host);
        FaultPoints.Listen(null);
        return steps;
    }
}
