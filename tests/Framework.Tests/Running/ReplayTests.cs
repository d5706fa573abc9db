using IntegrationFramework;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

public class ReplayTests
{
    private const string Append = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }]\ndead_letters: { share: 1 }\n";
    private const string Letters = "SELECT id, status, phase, attempt, error_message FROM dead_letters ORDER BY id";

    [Test]
    public async Task Replay_AfterTheMistakeIsMended_DeliversTheRecordOnceAndMarksTheLetter()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        var replay = await ReplayAsync(host, Append);
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(replay.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 1, Delivered: 1));
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1), Line(3), Line(2)]);
        await Assert.That(await host.QueryAsync("SELECT status, replay_run_id FROM dead_letters")).IsEquivalentTo([$"replayed,{replay.RunId}"]);
        await Assert.That(await host.QueryAsync($"SELECT trigger, status, records_fetched FROM runs WHERE id = '{replay.RunId}'")).IsEquivalentTo(["replay,succeeded,1"]);

        var again = await ReplayAsync(host, Append);
        await Assert.That(again.Counters.Fetched).IsEqualTo(0);
        await Assert.That((await LinesAsync(host)).Length).IsEqualTo(3);
    }

    [Test]
    public async Task Replay_FailsAgain_KeepsTheLetterWithTheNewError()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        var replay = await ReplayAsync(host, Append, new Script { Each = (_, _) => throw new FormatException("still bad") });
        await Assert.That(replay.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That(await host.QueryAsync(Letters)).IsEquivalentTo(["1,open,postprocess,2,still bad"]);
        await Assert.That(await host.QueryAsync("SELECT payload FROM dead_letters")).IsEquivalentTo([Line(2)]);
    }

    [Test]
    public async Task Replay_SomeOfMany_ReportsEachAndSettlesTheGoodOnes()
    {
        await using var host = new Host();
        await host.RunAsync(Append + "page: { records: 10 }\n", new Script
        {
            Fetch = (_, ct) => Script.Items(90, ct),
            Each = (_, _) => throw new FormatException("bad"),
        });
        var replay = await ReplayAsync(host, Append, new Script { Each = (raw, _) => raw.Id % 3 == 0 ? throw new FormatException("bad") : raw.Id % 3 == 1 ? null : raw });
        await Assert.That(replay.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 90, Delivered: 30, Dropped: 30, Dead: 30));
        await Assert.That((await LinesAsync(host)).Length).IsEqualTo(30);
        await Assert.That(await host.QueryAsync("SELECT status, count(*) FROM dead_letters GROUP BY status ORDER BY status")).IsEquivalentTo(["open,30", "replayed,60"]);
    }

    [Test]
    public async Task Replay_SinkThatIsReplaced_IsRefusedAndTheLetterKept()
    {
        await using var host = new Host();
        var replacing = Append.Replace(", mode: append", "", StringComparison.Ordinal);
        await host.RunAsync(replacing, Refusing(2));
        var before = await LinesAsync(host);
        var replay = await ReplayAsync(host, replacing + "retry: { attempts: 3 }\n");
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(replay.Attempts).IsEqualTo(1);
        await Assert.That(replay.ErrorMessage!).Contains("its jsonl sink has mode: replace").And.Contains("ifw run script");
        await Assert.That(await LinesAsync(host)).IsEquivalentTo(before);
        await Assert.That(await host.QueryAsync("SELECT status FROM dead_letters")).IsEquivalentTo(["open"]);
    }

    [Test]
    public async Task Replay_NoSinkAtAll_IsRefused()
    {
        await using var host = new Host();
        await host.RunAsync("dead_letters: { share: 1 }\n", Refusing(2));
        var replay = await ReplayAsync(host, "dead_letters: { share: 1 }\n");
        await Assert.That(replay.ErrorMessage!).Contains("there is no sink under deliver:");
        await Assert.That(await host.QueryAsync("SELECT status FROM dead_letters")).IsEquivalentTo(["open"]);
    }

    [Test]
    public async Task Letters_OfRunsAndAttemptsThatDeliveredNothing_AreVoidAndNotReplayed()
    {
        await using var host = new Host();
        await host.RunAsync(Append + "page: { records: 1 }\nretry: { attempts: 2, delay: 1ms }\n", new Script
        {
            Fetch = (run, ct) => run.Attempt == 1 ? ThenFail(ct) : Script.Items(3, ct),
            Each = (raw, _) => raw.Id == 2 ? throw new FormatException("bad") : raw,
        });
        await host.RunAsync(Append.Replace("share: 1", "limit: 0", StringComparison.Ordinal), Refusing(1));
        await host.RunAsync(new BatchOptions { DryRun = true, Integrations = [Host.Integration("script", Append, () => Refusing(3))] });
        await Assert.That(await host.QueryAsync("SELECT status, attempt, payload FROM dead_letters ORDER BY id"))
            .IsEquivalentTo([$"void,1,{Line(2)}", $"open,2,{Line(2)}", $"void,1,{Line(1)}", $"void,1,{Line(3)}"]);

        await Assert.That((await ReplayAsync(host, Append)).Counters.Fetched).IsEqualTo(1);

        static async IAsyncEnumerable<Item> ThenFail([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var item in Script.Items(3, ct))
            {
                yield return item;
            }

            throw new IOException("gone");
        }
    }

    [Test]
    public async Task Replay_OneSinkHasTheRecordAlready_GoesToTheOthersOnly()
    {
        await using var host = new Host();
        const string both = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }, { sqlite: { path: out.db, table: t } }]\ndead_letters: { share: 1 }\n";
        await RunAsync(host, both, new StrictSchema());
        await Assert.That(await host.QueryAsync("SELECT status, phase, taken_by FROM dead_letters")).IsEquivalentTo([$"open,deliver,jsonl sink '{Path.Combine("output", "out.jsonl")}'"]);
        await RunAsync(host, both, new StrictSchema(), replay: true);
        await Assert.That(await host.QueryAsync("SELECT status, attempt FROM dead_letters")).IsEquivalentTo(["open,2"]);

        // The field may be null now: the table is made anew, since it was made for the old one.
        File.Delete(host.Output("out.db"));
        var replay = await RunAsync(host, both, Item.Schema, replay: true);
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Succeeded).Because(replay.ErrorMessage ?? "");
        await Assert.That(await LinesAsync(host)).IsEquivalentTo(["""{"id":1,"name":null}"""]);
        await Assert.That(await host.QueryAsync("SELECT id FROM t", host.Output("out.db"))).IsEquivalentTo(["1"]);
        await Assert.That(await host.QueryAsync("SELECT status FROM dead_letters")).IsEquivalentTo(["replayed"]);

        static async Task<RunResult> RunAsync(Host host, string config, RecordSchema<Item> schema, bool replay = false)
        {
            var descriptor = new IntegrationDescriptor<Item, Item>("script", (_, _) => new Script { Fetch = (_, _) => Nameless() }, schema, schema)
            {
                Files = [new CompiledFile(CompiledFileKind.Config, "integrations/script/config.yaml", config)],
            };
            return (await host.RunAsync(new BatchOptions { Integrations = [descriptor], Replay = replay ? new DeadLetterSelection() : null })).Runs[0];
        }

        static async IAsyncEnumerable<Item> Nameless()
        {
            await Task.Yield();
            yield return new Item(1, null);
        }
    }

    [Test]
    public async Task Replay_PartOfWhatCameOfALetterIsDelivered_KeepsOnlyTheRest()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        var replay = await ReplayAsync(host, Append, new Script
        {
            Stream = (records, _, ct) => Both(records, ct),
            Deliver = async (records, run, ct) =>
            {
                await run.DeliverToSinksAsync(records.Where(record => Keep(record, run)), ct);
                static bool Keep(Item record, RunContext run)
                {
                    if (record.Name == "second")
                    {
                        run.DeadLetter(record, new FormatException("no second ones"));
                    }

                    return record.Name != "second";
                }
            },
        });
        await Assert.That(replay.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters).Because(replay.ErrorMessage ?? "");
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1), Line(3), """{"id":2,"name":"first"}"""]);
        await Assert.That(await host.QueryAsync("SELECT status, attempt, payload, payload_kind FROM dead_letters ORDER BY id"))
            .IsEquivalentTo([$"replayed,1,{Line(2)},raw", """open,2,{"id":2,"name":"second"},output"""]);

        static async IAsyncEnumerable<Item> Both(IAsyncEnumerable<Item> records, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var record in records.WithCancellation(ct))
            {
                yield return record with { Name = "first" };
                yield return record with { Name = "second" };
            }
        }
    }

    [Test]
    public async Task Replay_WhatCannotBeRead_IsKeptAsItIs()
    {
        await using var host = new Host();
        host.Store.Redactor.Add(["hunter2hunter2"]);
        await host.RunAsync(Append, new Script
        {
            Fetch = (run, _) => Bad(run),
            Each = (_, _) => throw new FormatException("bad"),
        });
        await Assert.That(await host.QueryAsync("SELECT status, payload_kind, is_redacted FROM dead_letters ORDER BY id")).IsEquivalentTo(["open,other,0", "open,raw,1"]);
        var replay = await ReplayAsync(host, Append);
        await Assert.That(replay.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That(replay.Counters.Dead).IsEqualTo(2);
        await Assert.That(File.Exists(host.Output("out.jsonl")) ? await host.ReadAsync("out.jsonl") : "").IsEqualTo("");
        await Assert.That(await host.QueryAsync("SELECT status, attempt FROM dead_letters ORDER BY id")).IsEquivalentTo(["open,1", "open,1"]);
        await Assert.That(string.Join('\n', await host.QueryAsync($"SELECT message FROM logs WHERE run_id = '{replay.RunId}'")))
            .Contains("the dead letter 1 can't be replayed and is kept: its payload is no record").And.Contains("the dead letter 2 can't be replayed and is kept: it held a secret");

        static async IAsyncEnumerable<Item> Bad(RunContext run)
        {
            await Task.Yield();
            run.DeadLetter("1;;2", new FormatException("no line"));
            yield return new Item(1, "hunter2hunter2");
        }
    }

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task Replay_WasKilledAfterItHadWritten_TheNextRunTakesThatBack(bool nextIsReplay)
    {
        await using var host = new Host();
        var first = await host.RunAsync(Append, Refusing(2));
        await KillReplayAsync(host, first.RunId!);
        if (!nextIsReplay)
        {
            await host.RunAsync(Append, new Script { Fetch = (_, ct) => Script.Items(1, ct) });
        }

        await ReplayAsync(host, Append);
        string[] normal = nextIsReplay ? [] : [Line(1)];
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1), Line(3), .. normal, Line(2)]);
        await Assert.That(await host.QueryAsync("SELECT sum(is_open) FROM receipts")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task Replay_FileWasMovedAwayBetweenReplays_BeginsANewOne()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        await ReplayAsync(host, Append);
        File.Delete(host.Output("out.jsonl"));
        await host.RunAsync(Append, Refusing(1));
        File.Delete(host.Output("out.jsonl"));
        await ReplayAsync(host, Append);
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1)]);
    }

    [Test]
    public async Task Replay_IncrementalIntegration_DeliversEverywhereAndLeavesTheCursor()
    {
        await using var host = new Host();
        const string config = """
            deliver:
              - jsonl: { path: out.jsonl, mode: append }
              - sqlite: { path: out.db, table: keyed, key: [id] }
              - sqlite: { path: out.db, table: plain }
            dead_letters: { share: 1 }

            """;
        var isMended = false;
        var descriptor = PagedScript.Descriptor(config, () => new PagedScript
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 6, 2, cancellationToken: ct),
            Each = raw => raw.Id == 4 && !isMended ? throw new FormatException("bad") : raw,
        });
        await host.RunAsync(new BatchOptions { Integrations = [descriptor] });
        isMended = true;
        var replay = (await host.RunAsync(new BatchOptions { Integrations = [descriptor], Replay = new DeadLetterSelection() })).Runs[0];
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Succeeded).Because(replay.ErrorMessage ?? "");
        await Assert.That(await LinesAsync(host)).IsEquivalentTo([Line(1), Line(2), Line(3), Line(5), Line(6), Line(4)]);
        await Assert.That(await host.QueryAsync("SELECT (SELECT group_concat(id) FROM keyed), (SELECT group_concat(id) FROM plain)", host.Output("out.db"))).IsEquivalentTo(["1,2,3,4,5,6,1,2,3,5,6,4"]);
        await Assert.That(await host.QueryAsync("SELECT cursor FROM state")).IsEquivalentTo(["6"]);
        await Assert.That((await host.RunAsync(new BatchOptions { Integrations = [descriptor] })).Runs[0].Counters.Fetched).IsEqualTo(0);
    }

    [Test]
    public async Task Replay_SinkBreaksDown_KeepsTheLettersOpen()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        File.Delete(host.Output("out.jsonl"));
        Directory.CreateDirectory(host.Output("out.jsonl"));
        var replay = await ReplayAsync(host, Append);
        await Assert.That(replay.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(await host.QueryAsync("SELECT status, attempt FROM dead_letters")).IsEquivalentTo(["open,1"]);
    }

    [Test]
    public async Task Drop_OpenAndVoidLetters_AreGivenUpAndReplayedOnesLeft()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        await ReplayAsync(host, Append);
        await host.RunAsync(Append, Refusing(1));
        await host.RunAsync(Append.Replace("share: 1", "limit: 0", StringComparison.Ordinal), Refusing(3));
        await Assert.That(await host.Store.DropDeadLettersAsync(new DeadLetterSelection { Integration = "other" }, DateTimeOffset.UtcNow)).IsEqualTo(0);
        await Assert.That(await host.Store.DropDeadLettersAsync(new DeadLetterSelection { Ids = [1, 2] }, DateTimeOffset.UtcNow)).IsEqualTo(1);
        await Assert.That(await host.Store.DropDeadLettersAsync(new DeadLetterSelection(), DateTimeOffset.UtcNow)).IsEqualTo(1);
        await Assert.That(await host.QueryAsync("SELECT status FROM dead_letters ORDER BY id")).IsEquivalentTo(["replayed", "dropped", "dropped"]);
    }

    private static Script Refusing(long id) => new() { Each = (raw, _) => raw.Id == id ? throw new FormatException("bad") : raw };

    private static string Line(long id) => $$"""{"id":{{id}},"name":"item {{id}}"}""";

    private static async Task<string[]> LinesAsync(Host host) => (await host.ReadAsync("out.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<RunResult> ReplayAsync(Host host, string config, Script? script = null) => (await host.RunAsync(new BatchOptions
    {
        Integrations = [Host.Integration("script", config, () => script ?? new Script())],
        Replay = new DeadLetterSelection(),
    })).Runs[0];

    /// <summary>Leaves what a replay leaves that is killed between the file and telemetry: an open receipt, and a line behind it.</summary>
    private static async Task KillReplayAsync(Host host, string runId)
    {
        var file = new GrowingFile(host.Output("out.jsonl"));
        file.Resume(null);
        var position = file.Position!;
        await file.DisposeAsync();
        await host.Store.CommitPageAsync(new PageCommit
        {
            RunId = runId,
            Integration = "script",
            Cursor = null,
            Receipts = [new DeliveryReceipt($"jsonl sink '{Path.Combine("output", "out.jsonl")}'", position, IsOpen: true)],
            Counters = default,
            DeadLetters = [],
            Time = DateTimeOffset.UtcNow,
        });
        await File.AppendAllTextAsync(host.Output("out.jsonl"), Line(2) + "\n");
    }

    /// <summary>The schema of items whose name must not be null, which a database heeds and a file doesn't.</summary>
    private sealed class StrictSchema() : RecordSchema<Item>("Item", new RecordField("id", FieldKind.Integer), new RecordField("name", FieldKind.String))
    {
        public override string? Unreadable => null;

        public override void Write(Item record, RecordWriter writer) => Item.Schema.Write(record, writer);

        public override Item Read(RecordValue record) => Item.Schema.Read(record);
    }
}
