using Framework.Tests.Running;
using IntegrationFramework.Records;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Contracts;

/// <summary>CSV files that are added to while the record changes.</summary>
public class CsvEvolutionTests
{
    private static readonly RecordField[] Old = [Rows.Id, Rows.Name];
    private static readonly RecordField[] New = [Rows.Note, Rows.Id, Rows.Name];

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task Evolve_NewField_IsAColumnAtTheEndThatOldRowsLeaveEmpty(bool isPaged)
    {
        await using var host = new Host();
        await Csv(Old, isPaged, new(1, "a"), new(2, "b, \"b\"\nb")).RunAsync(host);
        var run = await Csv(New, isPaged, New3, New3, new("x,y", 3, "c"), new(null, 4, null)).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        var added = isPaged ? "" : "3,n,n\n";
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo(
            "id,name,note\n1,a,\n2,\"b, \"\"b\"\"\nb\",\n" + added + added + "3,c,\"x,y\"\n4,,\n");
        await Assert.That(await host.QueryAsync($"SELECT message FROM logs WHERE run_id = '{run.RunId}' AND message LIKE '%takes%'")).IsEquivalentTo(
            [$"rows: the csv sink '{host.Output("out.csv")}' takes new columns: note."]);
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task Run_AfterTheFileHasEvolved_GoesOnUnderAnyPolicyAndNeverDoubles(bool isPaged)
    {
        await using var host = new Host();
        await Csv(Old, isPaged, new Row(1, "a")).RunAsync(host);
        await Csv(New, isPaged, new(null, 1, "a"), new("n", 2, "b"), new("n", 3, "c")).RunAsync(host);
        var third = await CsvUnder("fail", New, isPaged, [.. Enumerable.Range(1, 5).Select(id => new Row("m", id, "d"))]).RunAsync(host);
        await Assert.That(third.Status).IsEqualTo(RunStatus.Succeeded).Because(third.ErrorMessage ?? "");
        var lines = (await host.ReadAsync("out.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await Assert.That(lines[0]).IsEqualTo("id,name,note");
        await Assert.That(lines.Length).IsEqualTo(1 + (isPaged ? 3 : 9));
        await Assert.That(lines[^1]).IsEqualTo("5,d,m");
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task Evolve_SomethingElseAddsMeanwhile_FailsAndLosesNothing(bool isPaged)
    {
        await using var host = new Host();
        await Csv(Old, isPaged, new(1, "a"), new(2, "b")).RunAsync(host);
        FaultPoints.Listen(step =>
        {
            if (step == "after rewriting of the file")
            {
                File.AppendAllText(host.Output("out.csv"), "9,by hand\n");
            }
        });
        var run = await Csv(New, isPaged, New3, New3, new("x", 3, "c")).RunAsync(host);
        FaultPoints.Listen(null);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("while it was given new columns something else has written to it. Run it again: what stands there then is given them.");
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo("id,name\n1,a\n2,b\n9,by hand\n");
        var next = await Csv(New, isPaged, New3, New3, new("x", 3, "c")).RunAsync(host);
        await Assert.That(next.ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("out.csv")).StartsWith("id,name,note\n1,a,\n2,b,\n9,by hand,\n");
    }

    [Test]
    public async Task Warn_FieldThatIsGone_LeavesItsColumnEmpty()
    {
        await using var host = new Host();
        await Csv(New, false, new Row("n", 1, "a")).RunAsync(host);
        var run = await CsvUnder("warn", [Rows.Id], false, new Row(2)).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo("note,id,name\nn,1,a\n,2,\n");
    }

    [Test]
    public async Task Warn_NewField_IsRefusedBeforeAnythingIsFetched()
    {
        await using var host = new Host();
        await Csv(Old, false, new Row(1, "a")).RunAsync(host);
        var run = await CsvUnder("warn", New, false, new Row("n", 2, "b")).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Counters.Fetched).IsEqualTo(0);
        await Assert.That(run.ErrorMessage!).Contains(
            "the file's columns are 'id,name', the records' are 'note,id,name'. Move the file away, or use `mode: replace`, or say `contract: evolve`, so that it takes the columns that it lacks.");
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo("id,name\n1,a\n");
    }

    [Test]
    [Arguments("title,price\nx,1\n", "the file's columns are 'title,price'")]
    [Arguments("id;name\n1;a\n", "the file's columns are 'id;name'")]
    [Arguments("id,id\n1,1\n", "the file's columns are 'id,id'")]
    [Arguments("id,name\n1,a,b\n", "it can't take the new columns note: its row 2 has 3 cells, and its header 2")]
    [Arguments("id,name\n1,\"a\n", "it can't take the new columns note: a cell of its row 2 begins with a quote and never ends")]
    public async Task Evolve_FileThatIsNotOfTheseRecords_IsLeftAsItIs(string content, string problem)
    {
        await using var host = new Host();
        Directory.CreateDirectory(Path.GetDirectoryName(host.Output("out.csv"))!);
        await File.WriteAllTextAsync(host.Output("out.csv"), content);
        var run = await Csv(New, false, new Row("n", 2, "b")).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains(problem);
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo(content);
        await Assert.That(Directory.EnumerateFiles(Path.GetDirectoryName(host.Output("out.csv"))!).Count()).IsEqualTo(1);
    }

    [Test]
    public async Task Evolve_RunThatFailsBeforeItDelivers_LeavesTheFileAsItIs()
    {
        await using var host = new Host();
        await Csv(Old, false, new Row(1, "a")).RunAsync(host);
        var failing = new Rows { Config = Config("evolve"), Fields = New, Fetching = () => throw new InvalidOperationException("no source") };
        await Assert.That((await failing.RunAsync(host)).Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo("id,name\n1,a\n");
    }

    [Test]
    public async Task Evolve_RecordThatBreaksOffInItsMiddle_LeavesNothingOfItself()
    {
        await using var host = new Host();
        await Csv(Old, false, new Row(1, "a")).RunAsync(host);
        var run = await Csv(New, false, new("n", new FormatException("bad"), "b"), new("m", 3, "c")).RunAsync(host);
        await Assert.That(run.Counters.Dead).IsEqualTo(1);
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo("id,name,note\n1,a,\n3,c,m\n");
    }

    private static Row New3 => new("n", 3, "n");

    private static string Config(string policy) =>
        $"contract: {policy}\ndead_letters: {{ share: 1 }}\ndeliver: [{{ csv: {{ path: out.csv, mode: append }} }}]\n";

    private static Rows Csv(RecordField[] fields, bool isPaged, params Row[] records) => CsvUnder("evolve", fields, isPaged, records);

    private static Rows CsvUnder(string policy, RecordField[] fields, bool isPaged, params Row[] records) =>
        new() { Config = Config(policy), Fields = fields, IsPaged = isPaged, Records = records };
}
