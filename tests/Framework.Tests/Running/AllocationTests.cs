namespace Framework.Tests.Running;

/// <summary>Records flow through all phases without boxes, tasks or other garbage for each.</summary>
[NotInParallel]
public class AllocationTests
{
    private const int Few = 20_000;
    private const int Many = 120_000;

    /// <summary>Less than the smallest object.</summary>
    private const double MostPerRecord = 20;

    [Test]
    [Arguments("jsonl: { path: out.jsonl }")]
    [Arguments("jsonl: { path: out.jsonl, mode: append }")]
    [Arguments("csv: { path: out.csv }")]
    [Arguments("yaml: { path: out.yaml }")]
    [Arguments("sqlite: { path: out.db, table: items }")]
    public async Task Run_ManyRecords_MakesNoGarbageForEach(string sink)
    {
        await using var host = new Host();
        var config = $"deliver: [{{ {sink} }}]\nchecks: {{ records: [{{ not_null: [id, name] }}, {{ range: {{ field: id, min: 0 }} }}] }}\n";
        await AllocatedAsync(host, config, Few);
        var few = await AllocatedAsync(host, config, Few);
        var many = await AllocatedAsync(host, config, Many);
        await Assert.That((many - few) / (double)(Many - Few)).IsLessThan(MostPerRecord);
    }

    private static async Task<long> AllocatedAsync(Host host, string config, int count)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var run = await host.RunAsync(config, new Script { Fetch = (_, _) => Same(count), Each = static (item, _) => item });
        await Assert.That(run.Counters.Delivered).IsEqualTo(count).Because(run.ErrorMessage ?? "");
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static async IAsyncEnumerable<Item> Same(int count)
    {
        await Task.CompletedTask;
        var item = new Item(1, "always the same");
        for (var i = 0; i < count; i++)
        {
            yield return item;
        }
    }
}
