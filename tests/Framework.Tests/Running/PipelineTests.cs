using System.Runtime.CompilerServices;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

public class PipelineTests
{
    private const string ToJsonLines = "deliver: [{ jsonl: { path: out.jsonl } }]";

    [Test]
    public async Task Run_ThreePlainPhases_DeliversCountsAndRecords()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, new Script { Each = (raw, _) => raw.Id == 2 ? null : raw with { Name = "x" } });

        await Assert.That(result.ErrorMessage).IsNull();
        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo("{\"id\":1,\"name\":\"x\"}\n{\"id\":3,\"name\":\"x\"}\n");
        await Assert.That(result.Counters).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 2, Dropped: 1, Bytes: 40));
        await Assert.That(await host.QueryAsync("SELECT id, integration, version, status, trigger, records_fetched, records_delivered, records_dropped, attempts FROM runs"))
            .IsEquivalentTo([$"{result.RunId},script,1.2.3,succeeded,manual,3,2,1,1"]);
        await Assert.That(await host.QueryAsync("SELECT phase, records FROM phases"))
            .IsEquivalentTo(["fetch,3", "postprocess,2", "deliver,2"]);
    }

    [Test]
    public async Task Run_NoRecords_WritesAnEmptyFile()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, new Script { Fetch = (_, ct) => Script.Items(0, ct) });
        await Assert.That(result.ErrorMessage).IsNull();
        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo("");
    }

    [Test]
    public async Task Run_ManySmallPages_DeliversAllInOrder()
    {
        await using var host = new Host();
        var result = await host.RunAsync("page: { records: 7 }\n" + ToJsonLines, new Script { Fetch = (_, ct) => Script.Items(1000, ct) });
        var lines = await File.ReadAllLinesAsync(host.Output("out.jsonl"));
        await Assert.That(result.Counters.Delivered).IsEqualTo(1000);
        await Assert.That(lines).IsEquivalentTo(Enumerable.Range(1, 1000).Select(i => $"{{\"id\":{i},\"name\":\"item {i}\"}}"));
    }

    [Test]
    public async Task Run_SlowDelivery_FetchesNoFurtherThanAFewPagesAhead()
    {
        await using var host = new Host();
        long fetched = 0, ahead = 0;
        var result = await host.RunAsync("page: { records: 10 }", new Script
        {
            Fetch = (_, ct) => Counted(ct),
            Deliver = async (records, _, _) =>
            {
                long delivered = 0;
                await foreach (var record in records)
                {
                    ahead = Math.Max(ahead, Volatile.Read(ref fetched) - delivered++);
                }
            },
        });
        await Assert.That(result.Counters.Delivered).IsEqualTo(1000);
        // A page each that is fetched, postprocessed, ready and delivered.
        await Assert.That(ahead).IsLessThanOrEqualTo(40);

        async IAsyncEnumerable<Item> Counted([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var item in Script.Items(1000, ct))
            {
                Interlocked.Increment(ref fetched);
                yield return item;
            }
        }
    }

    [Test]
    public async Task Run_LongTexts_PagesAreLimitedByBytes()
    {
        await using var host = new Host();
        long fetched = 0, ahead = 0;
        await host.RunAsync("page: { records: 1000, bytes: 64KB }", new Script
        {
            Fetch = (_, _) => Long(),
            Deliver = async (records, _, _) =>
            {
                long delivered = 0;
                await foreach (var record in records)
                {
                    ahead = Math.Max(ahead, fetched - delivered++);
                }
            },
        });
        await Assert.That(ahead).IsBetween(4, 16);

        async IAsyncEnumerable<Item> Long()
        {
            await Task.Yield();
            for (var i = 0; i < 100; i++)
            {
                fetched++;
                yield return new Item(i, new string('x', 8 * 1024));
            }
        }
    }

    [Test]
    public async Task Run_WholeStreamOverridden_DeliversWhatItYields()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, new Script
        {
            Fetch = (_, ct) => Script.Items(5, ct),
            Stream = (records, _, ct) => Sum(records, ct),
        });
        await Assert.That(result.ErrorMessage).IsNull();
        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo("{\"id\":15,\"name\":\"sum\"}\n");
        await Assert.That(result.Counters).IsEqualTo(new RunCounters(Fetched: 5, Delivered: 1, Bytes: 23));

        static async IAsyncEnumerable<Item> Sum(IAsyncEnumerable<Item> records, [EnumeratorCancellation] CancellationToken ct)
        {
            long sum = 0;
            await foreach (var record in records.WithCancellation(ct))
            {
                sum += record.Id;
            }

            yield return new Item(sum, "sum");
        }
    }

    [Test]
    public async Task Run_DeliverChangesTheStream_SinksGetTheChangedOne()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, new Script
        {
            Deliver = (records, run, ct) => run.DeliverToSinksAsync(records.Where(record => record.Id > 1), ct),
        });
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo("{\"id\":2,\"name\":\"item 2\"}\n{\"id\":3,\"name\":\"item 3\"}\n");
        await Assert.That(result.Counters.Delivered).IsEqualTo(2);
    }

    [Test]
    public async Task Run_DeliverThrowsAfterTheSinks_NothingIsDelivered()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, new Script
        {
            Deliver = async (records, run, ct) =>
            {
                await run.DeliverToSinksAsync(records, ct);
                throw new InvalidOperationException("the receiver said no");
            },
        });
        await Assert.That(result.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(result.ErrorMessage).IsEqualTo($"script failed in deliver: the receiver said no. The details are in its log: ifw logs {result.RunId}");
        await Assert.That(result.Counters.Delivered).IsEqualTo(0);
        await Assert.That(Directory.GetFiles(Path.Combine(host.Root, "output"))).IsEmpty();
    }

    [Test]
    public async Task Run_DryRun_CountsAndDeliversNothing()
    {
        await using var host = new Host();
        var delivered = false;
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations = [Host.Integration("script", ToJsonLines, () => new Script { Each = (raw, _) => raw.Id == 1 ? null : raw, Deliver = (_, _, _) => Task.FromResult(delivered = true) })],
            DryRun = true,
        });
        await Assert.That(batch.Runs[0].Counters).IsEqualTo(new RunCounters(Fetched: 3, Dropped: 1));
        await Assert.That(delivered).IsFalse();
        await Assert.That(Directory.Exists(Path.Combine(host.Root, "output"))).IsFalse();
    }

    [Test]
    public async Task Run_Limit_FetchesNoMoreAndClosesTheSource()
    {
        await using var host = new Host();
        var yielded = 0;
        var closed = false;
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations = [Host.Integration("script", ToJsonLines, () => new Script { Fetch = (_, _) => Endless() })],
            Limit = 25,
        });
        await Assert.That(batch.Runs[0].Counters.Delivered).IsEqualTo(25);
        await Assert.That(yielded).IsEqualTo(25);
        await Assert.That(closed).IsTrue();

        async IAsyncEnumerable<Item> Endless()
        {
            try
            {
                while (true)
                {
                    await Task.CompletedTask;
                    yield return new Item(++yielded, null);
                }
            }
            finally
            {
                closed = true;
            }
        }
    }

    [Test]
    public async Task Run_ErrorInFetch_NamesThePhaseAndLeavesTheOldFile()
    {
        await using var host = new Host();
        await host.RunAsync(ToJsonLines);
        var before = await host.ReadAsync("out.jsonl");
        var result = await host.RunAsync(ToJsonLines, new Script { Fetch = (_, _) => Broken() });
        await Assert.That(result.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(result.ErrorMessage!).StartsWith("script failed in fetch: the source is away. ");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(before);
        await Assert.That(await host.QueryAsync("SELECT status, error_type FROM runs ORDER BY started_at DESC LIMIT 1")).IsEquivalentTo(["failed,IOException"]);
        await Assert.That((await host.QueryAsync("SELECT message, properties FROM logs WHERE level = 'error'"))[0]).Contains("PipelineTests.");

        static async IAsyncEnumerable<Item> Broken()
        {
            yield return new Item(1, null);
            await Task.Yield();
            throw new IOException("the source is away");
        }
    }

    [Test]
    public async Task Run_MillionRecords_HoldsNoMoreThanAFewPagesOfThem()
    {
        await using var host = new Host();
        var sample = new List<WeakReference>();
        var alive = -1;
        var result = await host.RunAsync(ToJsonLines, new Script
        {
            Fetch = (_, ct) => Script.Items(1_000_000, ct),
            Each = (raw, _) =>
            {
                if (raw.Id % 500 == 0)
                {
                    sample.Add(new WeakReference(raw));
                }

                if (raw.Id == 990_000)
                {
                    GC.Collect();
                    alive = sample.Count(reference => reference.IsAlive);
                }

                return raw with { Name = "x" };
            },
        });
        await Assert.That(result.Counters.Delivered).IsEqualTo(1_000_000);
        await Assert.That(alive).IsBetween(1, 8);
    }
}
