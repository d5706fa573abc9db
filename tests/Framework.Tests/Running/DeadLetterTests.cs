using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

public class DeadLetterTests
{
    private const string ToJsonLines = "deliver: [{ jsonl: { path: out.jsonl } }]\n";

    private static Script Failing(long count, Func<Item, bool> isBad) => new()
    {
        Fetch = (_, ct) => Script.Items(count, ct),
        Each = (raw, _) => isBad(raw) ? throw new FormatException($"bad record {raw.Id}") : raw,
    };

    [Test]
    public async Task Postprocess_ThrowsForOneRecord_KeepsItAsJsonAndDeliversTheOthers()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, Failing(3, item => item.Id == 2));
        await Assert.That(result.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That(result.Counters).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 2, Dead: 1, Bytes: 50));
        await Assert.That(await host.QueryAsync("SELECT run_id, integration, phase, payload, error_type, error_message, attempt FROM dead_letters"))
            .IsEquivalentTo([$$"""{{result.RunId}},script,postprocess,{"id":2,"name":"item 2"},FormatException,bad record 2,1"""]);
    }

    [Test]
    public async Task Postprocess_ThrowsItsOwnCancellation_IsADeadLetterNotAStop()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, new Script { Each = (raw, _) => raw.Id == 1 ? throw new TaskCanceledException("the request took too long") : raw });
        await Assert.That(result.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
    }

    [Test]
    public async Task Limit_Exceeded_FailsAndSaysWhichLimit()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "dead_letters: { limit: 2, share: 1 }", Failing(10, item => item.Id is 2 or 4 or 6));
        await Assert.That(result.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(result.ErrorMessage!).Contains("More than 2 records could not be processed (dead_letters.limit); the last one: bad record 6");
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM dead_letters")).IsEquivalentTo(["3"]);
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();
    }

    [Test]
    public async Task Limit_JustReached_Succeeds()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "dead_letters: { limit: 3, share: 1 }", Failing(10, item => item.Id is 2 or 4 or 6));
        await Assert.That(result.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
    }

    [Test]
    public async Task Share_ExceededAtTheEnd_Fails()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "dead_letters: { share: 0.1 }", Failing(100, item => item.Id % 9 == 0));
        await Assert.That(result.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(result.ErrorMessage!).Contains("11 of 100 records could not be processed, more than the share of 0.1 that is allowed (dead_letters.share).");
    }

    [Test]
    public async Task Share_BadStartOfALongSource_IsJudgedOverAllRecords()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "page: { records: 10 }\ndead_letters: { share: 0.1 }", Failing(990, item => item.Id <= 99));
        await Assert.That(result.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
    }

    [Test]
    public async Task Share_ExceededOnceEnoughWereSeen_FailsWithoutFetchingTheRest()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "page: { records: 100 }\ndead_letters: { limit: 1000000, share: 0.5 }", Failing(1_000_000, _ => true));
        await Assert.That(result.Status).IsEqualTo(RunStatus.Failed);

        // A page is fetched ahead of the one that is judged.
        await Assert.That(result.Counters.Fetched).IsBetween(1000, 1100);
    }

    [Test]
    public async Task Share_OneBadRecordAmongFew_DoesNotFailTheRun()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "dead_letters: { share: 0 }", Failing(2, item => item.Id == 1));
        await Assert.That(result.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
    }

    [Test]
    public async Task DeadLetter_FromFetch_KeepsTextAndDictionaries()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "dead_letters: { share: 1 }", new Script
        {
            Fetch = (run, ct) =>
            {
                run.DeadLetter("1;\"a", new FormatException("no number"));
                run.DeadLetter(new Dictionary<string, string?> { ["id"] = "ö", ["x"] = null }, new FormatException("no id"));
                return Script.Items(1, ct);
            },
        });
        await Assert.That(result.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That(await host.QueryAsync("SELECT phase, payload FROM dead_letters ORDER BY rowid"))
            .IsEquivalentTo(["""fetch,"1;\"a" """.TrimEnd(), """fetch,{"id":"ö","x":null}"""]);
    }

    [Test]
    public async Task DeadLetter_FromADeliveryOfOnesOwn_IsNotDeliveredToo()
    {
        await using var host = new Host();
        var result = await host.RunAsync("dead_letters: { share: 1 }", new Script
        {
            Deliver = static async (records, run, ct) =>
            {
                await foreach (var record in records.Where(static record => record.Id == 2).WithCancellation(ct))
                {
                    run.DeadLetter(record, new FormatException("the receiver refused it"));
                }
            },
        });
        await Assert.That(result.Counters).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 2, Dead: 1));
        await Assert.That(await host.QueryAsync("SELECT records FROM phases WHERE phase = 'deliver'")).IsEquivalentTo(["2"]);
        await Assert.That(await host.QueryAsync("SELECT phase, payload_kind FROM dead_letters")).IsEquivalentTo(["deliver,output"]);
    }

    [Test]
    public async Task DeadLetter_OnTheWayToTheSinks_LeavesTheOthersCounted()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, new Script
        {
            Deliver = static (records, run, ct) => run.DeliverToSinksAsync(
                records.Where(record =>
                {
                    if (record.Id == 2)
                    {
                        run.DeadLetter(record, new FormatException("not this one"));
                    }

                    return record.Id != 2;
                }),
                ct),
        });
        await Assert.That(result.Counters).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 2, Dead: 1, Bytes: 50));
    }

    [Test]
    public async Task DeadLetters_MoreThanWhatADeliveryTook_LeaveNothingDelivered()
    {
        await using var host = new Host();
        var result = await host.RunAsync("dead_letters: { share: 1 }", new Script
        {
            Each = static (raw, _) => raw.Id == 1 ? raw : null,
            Deliver = static async (records, run, ct) =>
            {
                await foreach (var record in records.WithCancellation(ct))
                {
                    run.DeadLetter(record, new FormatException("first half"));
                    run.DeadLetter(record, new FormatException("second half"));
                }
            },
        });
        await Assert.That(result.Counters).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 0, Dropped: 2, Dead: 2)).Because(result.ErrorMessage ?? "");
    }

    [Test]
    public async Task DeadLetters_ManyAllowed_AreWrittenAsTheyCome()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines + "page: { records: 50 }\ndead_letters: { limit: 5000, share: 1 }", Failing(3000, _ => true));
        await Assert.That(result.Counters.Dead).IsEqualTo(3000);
        await Assert.That(await host.QueryAsync("SELECT count(*), count(DISTINCT payload) FROM dead_letters")).IsEquivalentTo(["3000,3000"]);
    }

    [Test]
    public async Task Fetch_YieldsNull_IsADeadLetter()
    {
        await using var host = new Host();
        var result = await host.RunAsync(ToJsonLines, new Script { Fetch = (_, _) => Nulls() });
        await Assert.That(result.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That(result.Counters.Delivered).IsEqualTo(1);

        static async IAsyncEnumerable<Item> Nulls()
        {
            await Task.Yield();
            yield return null!;
            yield return new Item(1, null);
        }
    }

    [Test]
    public async Task Secrets_InErrorsPayloadsAndLogs_AreRedacted()
    {
        await using var host = new Host();
        host.Store.Redactor.Add(["hunter2hunter2"]);
        await host.RunAsync(ToJsonLines, new Script
        {
            Each = (raw, run) => throw new FormatException("key=hunter2hunter2"),
            Fetch = (_, _) => Secret(),
        });
        await host.RunAsync(ToJsonLines, new Script { Fetch = (_, _) => throw new IOException("https://x/?key=hunter2hunter2") });
        foreach (var table in new[] { "runs", "logs", "dead_letters" })
        {
            await Assert.That(string.Join('\n', await host.QueryAsync($"SELECT * FROM {table}"))).DoesNotContain("hunter2");
            await Assert.That(string.Join('\n', await host.QueryAsync($"SELECT * FROM {table}"))).Contains("***");
        }

        static async IAsyncEnumerable<Item> Secret()
        {
            await Task.Yield();
            yield return new Item(1, "hunter2hunter2");
        }
    }
}
