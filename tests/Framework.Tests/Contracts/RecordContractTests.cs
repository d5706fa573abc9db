using Framework.Tests.Running;
using IntegrationFramework.Records;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Contracts;

/// <summary>What becomes of a run whose records have other fields than in the last run that succeeded.</summary>
public class RecordContractTests
{
    private const string Kept = """[{"name":"id","type":"integer","nullable":false},{"name":"name","type":"string","nullable":true}]""";

    [Test]
    public async Task Run_ThatSucceeds_KeepsItsRecord()
    {
        await using var host = new Host();
        var run = await new Rows { Config = "", Fields = [Rows.Id, Rows.Name] }.RunAsync(host);
        await Assert.That(await host.QueryAsync("SELECT integration, record, payload, run_id FROM contracts")).IsEquivalentTo([$"rows,{Kept},null,{run.RunId}"]);
    }

    [Test]
    public async Task Run_WithTheSameRecord_LeavesWhatIsKeptAsItIs()
    {
        await using var host = new Host();
        var rows = new Rows { Config = "contract: fail\n", Fields = [Rows.Id, Rows.Name] };
        var first = await rows.RunAsync(host);
        var second = await rows.RunAsync(host);
        await Assert.That(second.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That((await host.QueryAsync("SELECT run_id FROM contracts")).Single()).IsEqualTo(first.RunId);
    }

    [Test]
    public async Task Run_WithItsFieldsInAnotherOrder_HasTheSameContract()
    {
        await using var host = new Host();
        await new Rows { Config = "contract: fail\n", Fields = [Rows.Id, Rows.Name] }.RunAsync(host);
        var run = await new Rows { Config = "contract: fail\n", Fields = [Rows.Name, Rows.Id] }.RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
    }

    [Test]
    public async Task Fail_RecordChanged_FailsBeforeTheFirstFetchAndNamesEachChange()
    {
        await using var host = new Host();
        var first = await new Rows { Config = "", Fields = [Rows.Id, Rows.Name, new("amount", FieldKind.Integer)] }.RunAsync(host);
        var hasFetched = false;
        var run = await new Rows
        {
            Config = "contract: fail\nretry: { attempts: 3, delay: 1ms }\n",
            Fields = [Rows.Id, Rows.Note, new("amount", FieldKind.Decimal)],
            Fetching = () => hasFetched = true,
        }.RunAsync(host);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Attempts).IsEqualTo(1);
        await Assert.That(hasFetched).IsFalse();
        await Assert.That(run.ErrorMessage!).IsEqualTo(
            $"rows could not be started: its records are not what they were in the last run that succeeded ({first.RunId}): 'note' is new (string); "
            + "'amount' was integer and is decimal now; 'name' is gone (it was string). That is what contract: fail in config.yaml is for. "
            + "To accept it, run it once with --set rows.contract=evolve, which lets tables and CSV files take new columns, or with contract=warn, which leaves them as they are.");
        await Assert.That((await host.QueryAsync("SELECT run_id FROM contracts")).Single()).IsEqualTo(first.RunId);
    }

    [Test]
    public async Task Fail_InsideNestedRecordsListsAndNulls_SaysWhere()
    {
        await using var host = new Host();
        await new Rows
        {
            Config = "",
            Fields =
            [
                new("id", FieldKind.Integer),
                new("address", FieldKind.Record, record: new RowSchema(new("city", FieldKind.String), new("zip", FieldKind.Integer))),
                new("tags", FieldKind.List, item: new("", FieldKind.String)),
                new("lines", FieldKind.List, item: new("", FieldKind.Record, record: new RowSchema(new RecordField("price", FieldKind.Float)))),
            ],
        }.RunAsync(host);
        var run = await new Rows
        {
            Config = "contract: fail\n",
            Fields =
            [
                new("id", FieldKind.Integer, nullable: true),
                new("address", FieldKind.Record, record: new RowSchema(new("city", FieldKind.String), new("zip", FieldKind.String))),
                new("tags", FieldKind.List, item: new("", FieldKind.Integer)),
                new("lines", FieldKind.List, item: new("", FieldKind.Record, record: new RowSchema(new("price", FieldKind.Float), new("unit", FieldKind.String)))),
            ],
        }.RunAsync(host);
        await Assert.That(run.ErrorMessage!).Contains(
            ": 'id' may be null now; 'address.zip' was integer and is string now; 'tags[]' was string and is integer now; 'lines[].unit' is new (string). ");
    }

    [Test]
    [Arguments("warn", "warning")]
    [Arguments("evolve", "information")]
    public async Task WarnAndEvolve_RecordChanged_SayItAndKeepTheNewOne(string policy, string level)
    {
        await using var host = new Host();
        var first = await new Rows { Config = "", Fields = [Rows.Id] }.RunAsync(host);
        var second = await new Rows { Config = $"contract: {policy}\n", Fields = [Rows.Id, Rows.Name] }.RunAsync(host);
        await Assert.That(second.Status).IsEqualTo(RunStatus.Succeeded).Because(second.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync($"SELECT level, message FROM logs WHERE run_id = '{second.RunId}'")).IsEquivalentTo(
            [$"{level},rows: its records are not what they were in the last run that succeeded ({first.RunId}): 'name' is new (string)."]);
        await Assert.That(await host.QueryAsync("SELECT record, run_id FROM contracts")).IsEquivalentTo([$"{Kept},{second.RunId}"]);
    }

    [Test]
    public async Task Warn_IsTheDefault()
    {
        await using var host = new Host();
        await new Rows { Config = "", Fields = [Rows.Id] }.RunAsync(host);
        var run = await new Rows { Config = "", Fields = [Rows.Id, Rows.Name] }.RunAsync(host);
        await Assert.That((await host.QueryAsync($"SELECT level FROM logs WHERE run_id = '{run.RunId}'")).Single()).IsEqualTo("warning");
    }

    [Test]
    public async Task Run_ThatFailsIsDryOrLimited_LeavesWhatIsKeptAsItIs()
    {
        await using var host = new Host();
        var first = await new Rows { Config = "", Fields = [Rows.Id] }.RunAsync(host);
        var changed = new Rows { Config = "", Fields = [Rows.Id, Rows.Name], Records = [new(1, "a"), new(2, "b")] };
        await Assert.That((await changed.RunAsync(host, new BatchOptions { Integrations = [], DryRun = true })).Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That((await changed.RunAsync(host, new BatchOptions { Integrations = [], Limit = 1 })).Status).IsEqualTo(RunStatus.Succeeded);
        var failing = new Rows { Config = "", Fields = [Rows.Id, Rows.Name], Fetching = () => throw new InvalidOperationException("no source") };
        await Assert.That((await failing.RunAsync(host)).Status).IsEqualTo(RunStatus.Failed);
        await Assert.That((await host.QueryAsync("SELECT run_id FROM contracts")).Single()).IsEqualTo(first.RunId);
    }

    [Test]
    public async Task Run_WithDeadLettersBelowTheLimit_Succeeded()
    {
        await using var host = new Host();
        var rows = new Rows
        {
            Config = "dead_letters: { share: 1 }\ndeliver: [{ jsonl: { path: out.jsonl } }]\n",
            Fields = [Rows.Id],
            Records = [new(1), new(new FormatException("bad"))],
        };
        var run = await rows.RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That((await host.QueryAsync("SELECT run_id FROM contracts")).Single()).IsEqualTo(run.RunId);
    }
}
