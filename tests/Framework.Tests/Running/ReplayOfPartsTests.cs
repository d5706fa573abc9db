using IntegrationFramework;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using static Framework.Tests.Running.Replays;

namespace Framework.Tests.Running;

/// <summary>Replayed letters of which a part is delivered already: to some of the sinks, or some of the records that come of them.</summary>
public class ReplayOfPartsTests
{
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

    /// <summary>The schema of items whose name must not be null, which a database heeds and a file doesn't.</summary>
    private sealed class StrictSchema() : RecordSchema<Item>("Item", new RecordField("id", FieldKind.Integer), new RecordField("name", FieldKind.String))
    {
        public override string? Unreadable => null;

        public override void Write(Item record, RecordWriter writer) => Item.Schema.Write(record, writer);

        public override Item Read(RecordValue record) => Item.Schema.Read(record);
    }
}
