using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>Dead letters, with the program as a process.</summary>
public class DlqTests
{
    private static readonly Dictionary<string, string> Refusing = new() { ["IFW__REFUSER__SETTINGS__REFUSE_BELOW"] = "3" };

    [Test]
    public async Task Replay_AfterTheMistakeIsMended_DeliversEachRecordOnce()
    {
        using var root = new TemporaryRoot();
        var run = await TestHost.RunAsync(root, Refusing, "run", "refuser");
        await Assert.That(run.ExitCode).IsEqualTo(0).Because(run.ToString());
        await Assert.That(run.Output).Contains("refuser: 2 of its records became dead letters: ifw dlq list --run ");

        var again = await TestHost.RunAsync(root, Refusing, "dlq", "replay", "--integration", "refuser");
        await Assert.That(again.ExitCode).IsEqualTo(1).Because(again.ToString());
        await Assert.That(again.Error).Contains("refuser: the dead letter 1 failed again, in postprocess, and is kept: the record 1 is refused");
        await Assert.That(again.Output).Contains("refuser: 2 dead letters could not be replayed, and are kept: ifw dlq list refuser");

        var failed = await TestHost.RunAsync(root, Refusing, "dlq", "replay", "2", "--format", "json");
        await Assert.That(failed.ExitCode).IsEqualTo(1).Because(failed.ToString());
        await Assert.That(failed.Output).Contains("\"success\": false");

        var replay = await TestHost.RunAsync(root, "dlq", "replay", "2");
        await Assert.That(replay.ExitCode).IsEqualTo(0).Because(replay.ToString());
        await Assert.That(replay.Output).Contains("succeeded");
        var all = await TestHost.RunAsync(root, "dlq", "replay", "--all", "--format", "json");
        await Assert.That(all.Output).Contains("\"records_delivered\": 1").And.Contains("\"success\": true");
        await Assert.That((await LinesAsync(root)).Order(StringComparer.Ordinal)).IsEquivalentTo(Enumerable.Range(1, 5).Select(Line));
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT trigger, status FROM runs ORDER BY id"))
            .IsEquivalentTo(["manual|succeeded_with_dead_letters", "replay|succeeded_with_dead_letters", "replay|succeeded_with_dead_letters", "replay|succeeded", "replay|succeeded"]);

        var nothing = await TestHost.RunAsync(root, "dlq", "replay", "2");
        await Assert.That(nothing.ExitCode).IsEqualTo(1);
        await Assert.That(nothing.Error).Contains("the dead letter 2 was replayed already, by run ");
        await Assert.That((await TestHost.RunAsync(root, "dlq", "replay", "--all")).Error).Contains("there are no open dead letters");
    }

    [Test]
    public async Task Replay_OfSomeThatDontWait_DoesTheOthersAndSaysWhy()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, Refusing, "run", "refuser", "--dry-run");
        await TestHost.RunAsync(root, Refusing, "run", "refuser");
        var replay = await TestHost.RunAsync(root, "dlq", "replay", "1", "3");
        await Assert.That(replay.ExitCode).IsEqualTo(1).Because(replay.ToString());
        await Assert.That(replay.Error).Contains("the dead letter 1 needs no replay: its run delivered nothing, so that its record comes with the next run.");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT id, status FROM dead_letters")).IsEquivalentTo(["1|void", "2|void", "3|replayed", "4|open"]);
    }

    [Test]
    public async Task Replay_VariableOfAnIntegrationThatIsNotThere_WarnsOfIt()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, Refusing, "run", "refuser");
        var replay = await TestHost.RunAsync(root, new Dictionary<string, string> { ["IFW__REFUSR__TIMEOUT"] = "5m" }, "dlq", "replay", "--all");

        await Assert.That(replay.ExitCode).IsEqualTo(0).Because(replay.ToString());
        await Assert.That(replay.Error).Contains("IFW__REFUSR__TIMEOUT changes nothing: there is no integration 'refusr'; did you mean 'refuser'?");
    }

    [Test]
    public async Task List_WithFilters_ShowsTheOnesThatAreMeant()
    {
        using var root = new TemporaryRoot();
        await Assert.That((await TestHost.RunAsync(root, "dlq", "--format", "json")).Output.Trim()).IsEqualTo("[]");
        await TestHost.RunAsync(root, Refusing, "run", "refuser");
        var run = (await TelemetryRows.QueryAsync(root, "SELECT id FROM runs")).Single();

        var table = await TestHost.RunAsync(root, "dlq");
        await Assert.That(table.Output).Contains("FormatException: the record 1 is refused").And.Contains("postprocess").And.Contains(run);
        var csv = await TestHost.RunAsync(root, "dlq", "list", "refuser", "--limit", "1", "--format", "csv");
        await Assert.That(csv.Output.ReplaceLineEndings("\n")).Matches("^id,time,integration,run,phase,attempt,status,error\n2,[^\n]*,refuser,[^\n]*,postprocess,1,open,FormatException: the record 2 is refused\n$");
        await Assert.That(csv.Error).Contains("there are more than these 1");
        string[][] empty = [["thrower"], ["--phase", "deliver"], ["--since", "2099-01-01"], ["--status", "dropped"]];
        foreach (var filter in empty)
        {
            await Assert.That((await TestHost.RunAsync(root, ["dlq", "list", .. filter, "--format", "json"])).Output.Trim()).IsEqualTo("[]");
        }

        await TestHost.RunAsync(root, "dlq", "drop", "1");
        await Assert.That((await TestHost.RunAsync(root, "dlq", "--format", "json")).Output).DoesNotContain("\"id\":1,");
        await Assert.That((await TestHost.RunAsync(root, "dlq", "--run", run[..13], "--format", "json")).Output).Contains("\"id\":1,").And.Contains("\"id\":2,");
    }

    [Test]
    public async Task Show_ALetter_GivesEverythingWithThePayloadFormatted()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, Refusing, "run", "refuser");
        var text = await TestHost.RunAsync(root, "dlq", "show", "1");
        await Assert.That(text.Output.ReplaceLineEndings("\n")).Contains("error         the record 1 is refused\n").And.Contains("payload\n{\n  \"number\": 1,\n  \"text\": \"1 pieces\"\n}");
        var json = await TestHost.RunAsync(root, "dlq", "show", "1", "--format", "json");
        await Assert.That(System.Text.Json.JsonElement.Parse(json.Output).GetProperty("payload").GetProperty("text").GetString()).IsEqualTo("1 pieces");
    }

    [Test]
    public async Task ShowAndDrop_InJson_AreOneDocument()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, Refusing, "run", "refuser");
        var shown = await TestHost.RunAsync(root, "dlq", "show", "1", "2", "--format", "json");
        await Assert.That(System.Text.Json.JsonElement.Parse(shown.Output).EnumerateArray().Select(letter => letter.GetProperty("id").GetInt32())).IsEquivalentTo([1, 2]);
        var csv = await TestHost.RunAsync(root, "dlq", "show", "1", "--format", "csv");
        await Assert.That(csv.ExitCode).IsEqualTo(2);
        await Assert.That(csv.Error).Contains("--format csv is for ifw dlq list; ifw dlq show takes table or json.");
        await Assert.That((await TestHost.RunAsync(root, "dlq", "drop", "1", "--format", "json")).Output.Trim()).IsEqualTo("{\"dropped\":1}");
        await Assert.That((await TestHost.RunAsync(root, "dlq", "drop", "1", "--format", "json")).Output.Trim()).IsEqualTo("{\"dropped\":0}");
    }

    [Test]
    public async Task Drop_ManyWithNobodyToAsk_NeedsYes()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, Refusing, "run", "refuser");
        var refused = await TestHost.RunAsync(root, "dlq", "drop", "--all");
        await Assert.That(refused.ExitCode).IsEqualTo(2).Because(refused.ToString());
        await Assert.That(refused.Error).Contains("needs --yes");
        var dropped = await TestHost.RunAsync(root, "dlq", "drop", "--integration", "refuser", "--yes");
        await Assert.That(dropped.Output.Trim()).IsEqualTo("2 dead letters were dropped.");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT DISTINCT status FROM dead_letters")).IsEquivalentTo(["dropped"]);
        var none = await TestHost.RunAsync(root, "dlq", "drop", "--all", "--yes");
        await Assert.That(none.ExitCode).IsEqualTo(0);
        await Assert.That(none.Error).Contains("nothing was dropped");
        await Assert.That((await TestHost.RunAsync(root, "dlq", "replay", "1")).Error).Contains("the dead letter 1 was dropped");
    }

    [Test]
    public async Task Dlq_OfAnIntegrationThatWasRemoved_StillGoes()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, Refusing, "run", "refuser");
        await OutputFiles.ExecuteAsync(root, "../telemetry.db", "UPDATE runs SET integration = 'removed'; UPDATE dead_letters SET integration = 'removed'");

        await Assert.That((await TestHost.RunAsync(root, "dlq", "list", "removed")).Output).Contains("the record 1 is refused");
        var replay = await TestHost.RunAsync(root, "dlq", "replay", "--integration", "removed");
        await Assert.That(replay.ExitCode).IsEqualTo(1).Because(replay.ToString());
        await Assert.That(replay.Error).Contains("there is no integration 'removed' any more");
        var dropped = await TestHost.RunAsync(root, "dlq", "drop", "--integration", "removed", "--yes");
        await Assert.That(dropped.Output.Trim()).IsEqualTo("2 dead letters were dropped.").Because(dropped.ToString());
        await Assert.That((await TestHost.RunAsync(root, "dlq", "drop", "--integration", "thrower", "--yes")).Error).Contains("nothing was dropped");
    }

    [Test]
    [Arguments("dlq mend", "takes list, show, replay or drop, not 'mend'")]
    [Arguments("dlq list refusr", "Did you mean 'refuser'?")]
    [Arguments("dlq list --phase later", "--phase takes fetch, postprocess, check or deliver, not 'later'")]
    [Arguments("dlq list --status bad", "--status takes open, replayed, dropped, void or all, not 'bad'")]
    [Arguments("dlq list --run 0000", "There is no run '0000'")]
    [Arguments("dlq show", "needs the number of a dead letter")]
    [Arguments("dlq show 7", "There is no dead letter 7")]
    [Arguments("dlq show refuser", "takes the numbers of dead letters, which 'ifw dlq list' shows, not 'refuser'")]
    [Arguments("dlq replay", "needs to know which: the numbers of dead letters, --run, --integration or --all")]
    [Arguments("dlq replay --integration refusr", "There is no integration 'refusr'. Did you mean 'refuser'?")]
    [Arguments("dlq drop --integration refusr --yes", "There is no integration 'refusr'. Did you mean 'refuser'?")]
    [Arguments("dlq drop 7", "There is no dead letter 7")]
    public async Task Dlq_WrongUsage_EndsWithTwoAndSaysWhat(string arguments, string message)
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, arguments.Split(' '));
        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(message);
    }

    [Test]
    public async Task Replay_InTheSandbox_KeepsToTheSandbox()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, Refusing, "run", "refuser", "--sandbox");
        await Assert.That((await TestHost.RunAsync(root, "dlq", "--format", "json", "--sandbox")).Output).Contains("\"id\":1,");
        var replay = await TestHost.RunAsync(root, "dlq", "replay", "--all", "--sandbox");
        await Assert.That(replay.ExitCode).IsEqualTo(0).Because(replay.ToString());
        await Assert.That((await File.ReadAllLinesAsync(root.Path("output", "sandbox", "refuser.jsonl"))).Length).IsEqualTo(5);
        await Assert.That(File.Exists(root.Path("telemetry.db"))).IsFalse();
    }

    [Test]
    [NotInParallel]
    public async Task Replay_KilledAtRandomInstants_LosesNothingAndDoublesNothing()
    {
        const int count = 400;
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(
            root, new Dictionary<string, string> { ["IFW__REFUSER__SETTINGS__REFUSE_BELOW"] = "100000", ["IFW__REFUSER__SETTINGS__COUNT"] = "400" }, "run", "refuser");
        var random = new Random(20261125);
        for (var i = 0; i < 8; i++)
        {
            using var running = TestHost.Start(root, new() { ["IFW__REFUSER__SETTINGS__PAUSE"] = "3ms" }, "dlq", "replay", "--all");
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(150, 700)));
            await running.SignalAsync("KILL");
            await running.EndAsync();
        }

        var last = await TestHost.RunAsync(root, "dlq", "replay", "--all");
        await Assert.That(last.ExitCode).IsEqualTo(0).Because(last.ToString());
        await Assert.That((await LinesAsync(root)).Order(StringComparer.Ordinal)).IsEquivalentTo(Enumerable.Range(1, count).Select(Line).Order(StringComparer.Ordinal));
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status, count(*) FROM dead_letters GROUP BY status")).IsEquivalentTo([$"replayed|{count}"]);
    }

    private static string Line(int number) => $$"""{"number":{{number}},"text":"{{number}} pieces"}""";

    private static Task<string[]> LinesAsync(TemporaryRoot root) => File.ReadAllLinesAsync(root.Path("output", "refuser.jsonl"));
}
