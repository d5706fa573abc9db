using IntegrationFramework.Telemetry;

namespace Framework.Tests.Telemetry;

/// <summary>What the writer does against a plain model of it: a dictionary of runs.</summary>
public class GroupCommitTests
{
    [Test]
    [Arguments(1)]
    [Arguments(2)]
    [Arguments(3)]
    public async Task Store_ManyOperationsAtOnceSomeOfWhichFail_EndsAsTheModelDoes(int seed)
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        var random = new Random(seed);
        var model = new Dictionary<string, string>();
        var open = new Dictionary<string, RunOpening>();

        for (var round = 0; round < 30; round++)
        {
            // All of a round wait at the same time, so that they meet in one batch; the store takes them in the order given.
            var checks = new List<Task>();
            for (var i = random.Next(1, 40); i > 0; i--)
            {
                var integration = $"integration_{random.Next(10)}";
                switch (random.Next(4))
                {
                    case 0 or 1:
                        var run = folder.Opening(integration);
                        var isFree = open.TryAdd(integration, run);
                        if (isFree)
                        {
                            model[run.RunId] = "running";
                        }

                        checks.Add(ExpectAsync(store.TryOpenRunAsync(run), isFree));
                        break;
                    case 2 when open.Remove(integration, out var ending):
                        model[ending.RunId] = "failed";
                        checks.Add(store.CloseRunAsync(folder.Closing(ending, RunStatus.Failed)).AsTask());
                        break;
                    case 3 when model.Count > 0:
                        // Its row is there already: an error, and its phases must not stay either.
                        var taken = model.Keys.ElementAt(random.Next(model.Count));
                        checks.Add(ExpectFailureAsync(store.RecordSkippedAsync(folder.Opening() with { RunId = taken }, "a duplicate").AsTask()));
                        break;
                    default:
                        checks.Add(ExpectFailureAsync(store.CloseRunAsync(folder.Closing(folder.Opening()) with
                        {
                            Phases = [new PhaseTiming("fetch", TimeSpan.Zero, 1)],
                        }).AsTask()));
                        break;
                }
            }

            await Task.WhenAll(checks);
        }

        var rows = await folder.RowsAsync("SELECT id, status FROM runs");
        await Assert.That(rows.ToDictionary(row => (string)row["id"]!, row => (string)row["status"]!)).IsEquivalentTo(model);
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM phases")).IsEqualTo(0);
    }

    [Test]
    public async Task CloseRunAsync_PhaseTwice_KeepsNothingOfTheClosing()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        var phase = new PhaseTiming("fetch", TimeSpan.Zero, 1);

        await Assert.That(async () => await store.CloseRunAsync(folder.Closing(run) with { Phases = [phase, phase] })).Throws<TelemetryException>();

        await Assert.That(await folder.ScalarAsync<string>("SELECT status || (SELECT count(*) FROM phases) FROM runs")).IsEqualTo("running0");
    }

    [Test]
    public async Task DisposeAsync_OperationsStillWaiting_WritesThemAll()
    {
        using var folder = new TelemetryFolder();
        var store = folder.Open();
        var opened = Enumerable.Range(0, 5000).Select(i => store.TryOpenRunAsync(folder.Opening($"integration_{i}")).AsTask()).ToList();

        await store.DisposeAsync();

        await Assert.That((await Task.WhenAll(opened)).All(isOpen => isOpen)).IsTrue();
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM runs")).IsEqualTo(5000);
        await Assert.That(async () => await store.TryOpenRunAsync(folder.Opening())).Throws<ObjectDisposedException>();
    }

    [Test]
    public async Task TryMoveCursorAsync_Repeated_KeepsTheLastOfEachIntegration()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        foreach (var (integration, cursor) in new[] { ("orders", "1"), ("customers", "a"), ("orders", "2") })
        {
            await store.TryMoveCursorAsync(integration, cursor, folder.Time.GetUtcNow());
        }

        await Assert.That(await folder.ScalarAsync<string>("SELECT group_concat(integration || '=' || cursor) FROM state")).IsEqualTo("customers=a,orders=2");
    }

    [Test]
    public async Task TryMoveCursorAsync_WhileTheIntegrationRuns_IsRefused()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        await ExpectAsync(store.TryMoveCursorAsync(run.Integration, "1", folder.Time.GetUtcNow()), false);
        await store.CloseRunAsync(folder.Closing(run, RunStatus.Succeeded));
        await ExpectAsync(store.TryMoveCursorAsync(run.Integration, "1", folder.Time.GetUtcNow()), true);
    }

    private static async Task ExpectAsync(ValueTask<bool> operation, bool expected) => await Assert.That(await operation).IsEqualTo(expected);

    private static async Task ExpectFailureAsync(Task operation) => await Assert.That(async () => await operation).Throws<Exception>();
}
