using System.Text.Json;
using Cli.Tests.Support;

namespace Cli.Tests;

public class RunTests
{
    [Test]
    public async Task Run_SetOfAnIntegrationThatDoesNotRun_IsWarnedOf()
    {
        using var root = new TemporaryRoot();
        var outcome = await Ifw.RunAsync(root.Folder, "run", "hello_world", "--set", "sales_import.timeout=5m", "--set", "hello_world.timeout=5m");
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("--set changes nothing of sales_import, which isn't among what runs now.");
        await Assert.That(outcome.Error).DoesNotContain("nothing of hello_world");
    }

    [Test]
    [Arguments("api_key=s3.cr3t", "--set takes an integration, a key and a value, such as hello_world.timeout=5m, not 'api_key=…'.")]
    [Arguments("s3.cr3t", "--set takes an integration, a key and a value, such as hello_world.timeout=5m.")]
    public async Task Run_SetWithoutAnIntegration_ShowsNothingThatMayBeASecret(string set, string problem)
    {
        using var root = new TemporaryRoot();
        var outcome = await Ifw.RunAsync(root.Folder, "run", "hello_world", "--set", set);
        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).IsEqualTo($"ifw: {problem}\n");
    }

    [Test]
    [Arguments()]
    [Arguments("--parallel")]
    [Arguments("--parallel", "--isolate")]
    public async Task Run_TwoThatDoNotGoTogether_FailAndSayWhy(params string[] how)
    {
        using var root = new TemporaryRoot();
        string[] sets =
        [
            "--set", "hello_world.deliver=[{jsonl: {path: same}}]", "--set", "sales_transactions.deliver=[{jsonl: {path: ./same}}]",
            "--set", "hello_world.concurrency={group: g, limit: 1}", "--set", "sales_transactions.concurrency={group: g, limit: 2}",
        ];
        var outcome = await root.RunAsync(["run", "hello_world", "sales_transactions", .. sets, .. how]);

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("error IFW0125: the group 'g' has the limit 2 in 'sales_transactions' and 1 here")
            .And.Contains("error IFW0125: the group 'g' has the limit 1 in 'hello_world' and 2 here").And.Contains("(1 more)");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT DISTINCT status FROM runs")).IsEquivalentTo(["failed"]);
        await Assert.That(File.Exists(root.Path("output", "same"))).IsFalse();
        await Assert.That((await root.RunAsync(["run", "hello_world", .. sets[..2]])).ExitCode).IsEqualTo(0);
    }

    [Test]
    public async Task Run_YamlThatNobodyReads_IsWarnedOf()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/helo_world/config.yaml", "enabled: false\n");
        var outcome = await root.RunAsync("run", "hello_world");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("integrations/helo_world changes nothing: no integration has this folder; did you mean 'hello_world'?");
    }

    [Test]
    public async Task Run_FiltersOverABrokenMetadata_SaysThatTheyLookedAtTheCompiledInOne()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/hello_world/metadata.yaml", "version: 1.0.0\n");
        var run = await root.RunAsync("run", "--tag", "example", "hello_world");
        var list = await root.RunAsync("list", "--tag", "example");

        const string error = "since the file can't be used: integrations/hello_world/metadata.yaml(1,1): error IFW0203: missing key 'tags'";
        await Assert.That(run.ExitCode).IsEqualTo(1);
        await Assert.That(run.Error).Contains("The filters looked at what was compiled in, " + error);
        await Assert.That(list.Error).Contains("ifw: what was compiled in is shown, " + error);
        await Assert.That(list.Output).Contains("hello_world");
    }

    [Test]
    public async Task Run_OneByName_DeliversRecordsAndSummarises()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("run", "hello_world");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("hello_world").And.Contains("succeeded").And.Contains("1 of 1 succeeded");
        await Assert.That(await File.ReadAllTextAsync(root.Path("output", "hello_world.yaml"))).Contains("Hello, World!");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT integration, status, records_delivered FROM runs"))
            .IsEquivalentTo(["hello_world|succeeded|1"]);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT level, message FROM logs")).IsEquivalentTo(["information|Hello, World!"]);
    }

    [Test]
    [Arguments("--parallel", "hello_world")]
    [Arguments("--parallel=2", "hello_world")]
    [Arguments("hello_world", "--parallel")]
    [Arguments("--parallel", "--", "hello_world")]
    [Arguments("--isolate", "hello_world")]
    [Arguments("--isolate", "--parallel", "hello_world")]
    public async Task Run_InParallelOrIsolated_RunsWhatIsNamed(params string[] arguments)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync(["run", .. arguments]);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT integration, status FROM runs")).IsEquivalentTo(["hello_world|succeeded"]);
    }

    [Test]
    public async Task Run_All_RunsWhatIsEnabledInOneBatch()
    {
        using var root = new TemporaryRoot();
        root.CopyIntegrations();
        var outcome = await root.RunAsync("run", "--parallel");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        var enabled = Directory.GetDirectories(root.Path("integrations"))
            .Where(folder => !File.ReadAllText(Path.Combine(folder, "config.yaml")).Contains("enabled: false", StringComparison.Ordinal))
            .Select(Path.GetFileName);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT integration FROM runs WHERE status LIKE 'succeeded%'")).IsEquivalentTo(enabled);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT count(DISTINCT batch_id) FROM runs")).IsEquivalentTo(["1"]);
    }

    [Test]
    public async Task Run_FormatJson_WritesNothingButJsonToStandardOutput()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("run", "hello_world", "--format", "json");

        using var json = JsonDocument.Parse(outcome.Output);
        await Assert.That(json.RootElement.GetProperty("success").GetBoolean()).IsTrue();
        await Assert.That(json.RootElement.GetProperty("runs")[0].GetProperty("records_delivered").GetInt32()).IsEqualTo(1);
        foreach (var line in outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var logged = JsonDocument.Parse(line);
            await Assert.That(logged.RootElement.GetProperty("integration").GetString()).IsEqualTo("hello_world");
        }
    }

    [Test]
    public async Task Run_DryRun_DeliversNothing()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("run", "hello_world", "--dry-run");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("Nothing was delivered: it was a dry run.");
        await Assert.That(File.Exists(root.Path("output", "hello_world.yaml"))).IsFalse();
    }

    [Test]
    public async Task Run_IsolatedBeyondItsMemoryLimit_FailsAndNamesTheLimit()
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, "run", "hoarder", "--isolate");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("memory ran out").And.Contains("memory_limit");
        await Assert.That(File.Exists(root.Path("output", "hoarder.jsonl"))).IsFalse();
    }

    [Test]
    public async Task Run_VariableOfAnIntegrationThatIsNotThere_WarnsOfIt()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync(new Dictionary<string, string> { ["IFW__HELO_WORLD__SETTINGS__RECIPIENT"] = "Mars" }, "run", "hello_world");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(
            "IFW__HELO_WORLD__SETTINGS__RECIPIENT changes nothing: there is no integration 'helo_world'; did you mean 'hello_world'?");
    }

    [Test]
    public async Task Run_EnvironmentThatNoIntegrationHasAFileFor_IsWarnedOf()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/hello_world/config.yaml", "settings: { recipient: World }\n");
        root.Write("integrations/hello_world/config.production.yaml", "settings: { recipient: Production }\n");
        var outcome = await root.RunAsync(new Dictionary<string, string> { ["IFW_ENVIRONMENT"] = "prodution" }, "run", "hello_world");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("IFW_ENVIRONMENT changes nothing: no integration has a config.prodution.yaml; did you mean 'production'?");
    }

    [Test]
    public async Task Run_ReportIssuesNeitherYesNorNo_IsWarnedOf()
    {
        using var root = new TemporaryRoot();
        root.Write(".env", "REPORT_ISSUES=ture\n");
        var outcome = await root.RunAsync("run", "hello_world");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("REPORT_ISSUES is 'ture', which is neither yes nor no: issues are not handed to the support system.");
    }

    [Test]
    public async Task Run_RecordsIntoAPipeThatNobodyReads_Fails()
    {
        Skip.When(OperatingSystem.IsWindows(), "Windows has no broken pipes of this kind.");
        using var root = new TemporaryRoot();
        const string run = "run sales_transactions --set sales_transactions.settings.records=50000 --set 'sales_transactions.deliver=[{stdout: {}}]'";
        using var shell = RunningProcess.Start("/bin/sh", root.Folder, [], ["-c", $"{{ '{Ifw.Path}' {run}; echo \"ended with $?\" >&2; }} | head -c 1"]);
        var outcome = await shell.EndAsync();

        await Assert.That(outcome.Error).Contains("stdout sink standard output: nobody reads it any more (broken pipe). Let the program behind the pipe read to the end.").And.Contains("ended with 1");
    }

    [Test]
    public async Task Run_DryRunWithAnotherValue_IsWrongUsageAndDeliversNothing()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("run", "hello_world", "--dry-run=yes");

        await Assert.That(outcome.ExitCode).IsEqualTo(2);
        await Assert.That(File.Exists(root.Path("output", "hello_world.yaml"))).IsFalse();
    }

    [Test]
    public async Task Run_Set_OverridesASetting()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("run", "hello_world", "--set", "hello_world.settings.recipient=Mars");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(await File.ReadAllTextAsync(root.Path("output", "hello_world.yaml"))).Contains("Hello, Mars!");
    }

    [Test]
    public async Task Run_Limit_FetchesNoMore()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "many_records", "--limit", "7");

        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT records_fetched, status FROM runs")).IsEquivalentTo(["7|succeeded"]);
    }

    [Test]
    public async Task Run_Failing_EndsWithOneAndSaysWhyWithoutStackTrace()
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, "run", "thrower", "hello_world");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("thrower").And.Contains("fetch").And.Contains("the source is gone").And.Contains("1 of 2 succeeded");
        await Assert.That(outcome.Output).Contains("\nthrower failed in fetch: ").And.DoesNotContain("thrower: thrower");
        await Assert.That(outcome.Output + outcome.Error).DoesNotContain("   at ");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT integration, status FROM runs ORDER BY integration"))
            .IsEquivalentTo(["hello_world|succeeded", "thrower|failed"]);
    }

    [Test]
    public async Task Run_FailingVerbose_ShowsTheStackTrace()
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, "run", "thrower", "--verbose");

        await Assert.That(outcome.Error).Contains("   at ");
    }

    [Test]
    public async Task Run_FailFast_StartsNothingMore()
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, "run", "thrower", "hello_world", "--fail-fast");

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT integration FROM runs")).IsEquivalentTo(["thrower"]);
    }

    [Test]
    public async Task Run_Disabled_RunsOnlyWhenItIsNamed()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/hello_world/config.yaml", "enabled: false\nsettings:\n  recipient: Nobody\n");
        await root.RunAsync("run", "--match", "hello*");
        var unnamed = File.Exists(root.Path("telemetry.db")) ? await TelemetryRows.QueryAsync(root, "SELECT * FROM runs") : [];
        await root.RunAsync("run", "hello_world");

        await Assert.That(unnamed).IsEmpty();
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT integration FROM runs")).IsEquivalentTo(["hello_world"]);
    }

    [Test]
    public async Task Run_NothingSelected_WarnsAndEndsWithZero()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("run", "--tag", "no_such_tag");

        await Assert.That(outcome.ExitCode).IsEqualTo(0);
        await Assert.That(outcome.Error).Contains("Nothing was selected");
    }

    [Test]
    [Arguments("hello_wrld", "Did you mean 'hello_world'?")]
    [Arguments("--parallel=0", "--parallel takes a whole number from 1")]
    [Arguments("--limit=many", "--limit takes a whole number")]
    [Arguments("--updated-after=yesterday", "--updated-after takes a date")]
    [Arguments("--criteria=0000", "--criteria 0000 is unknown")]
    [Arguments("--set=hello_world", "--set takes")]
    [Arguments("--set=helloworld.timeout=5m", "There is no integration 'helloworld'")]
    public async Task Run_WrongUsage_EndsWithTwoBeforeAnythingRuns(string argument, string message)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("run", argument);

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(message);
        await Assert.That(File.Exists(root.Path("telemetry.db"))).IsFalse();
    }

    [Test]
    public async Task Run_StandardOutputSink_KeepsTheSummaryOutOfTheRecords()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/hello_world/config.yaml", "deliver:\n  - stdout: {}\nsettings:\n  recipient: Pipe\n");
        var outcome = await root.RunAsync("run", "hello_world");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        using var record = JsonDocument.Parse(outcome.Output);
        await Assert.That(record.RootElement.GetProperty("message").GetString()).IsEqualTo("Hello, Pipe!");
        await Assert.That(outcome.Error).Contains("1 of 1 succeeded");
    }

    [Test]
    public async Task Run_TwoProcessesAtOnce_SecondIsSkippedWithAWarning()
    {
        using var root = new TemporaryRoot();
        using var first = TestHost.Start(root, [], "run", "sleeper");
        await first.SeenAsync("ready");
        var second = await TestHost.RunAsync(root, "run", "sleeper");
        await first.SignalAsync("INT");
        var ended = await first.EndAsync();

        await Assert.That(ended.ExitCode).IsEqualTo(130).Because(ended.ToString());
        await Assert.That(second.ExitCode).IsEqualTo(0).Because(second.ToString());
        await Assert.That(second.Output).Contains("skipped");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status FROM runs ORDER BY status")).IsEquivalentTo(["cancelled", "skipped"]);
    }

    [Test]
    public async Task Run_ManyProcessesOnOneTelemetryFile_LoseNothing()
    {
        using var root = new TemporaryRoot();
        string[] names = ["hello_world", "sales_transactions"];
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => root.RunAsync("run", names[i % 2])));

        foreach (var outcome in outcomes)
        {
            await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        }

        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status IN ('succeeded', 'skipped')")).IsEquivalentTo(["8"]);
        await Assert.That(await TelemetryRows.QueryAsync(root, "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
    }
}
