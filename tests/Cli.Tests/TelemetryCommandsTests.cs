using System.Globalization;
using System.Text.Json;
using Cli.Tests.Support;

namespace Cli.Tests;

public class TelemetryCommandsTests
{
    [Test]
    public async Task Report_Default_WritesTheMonthsCsvIntoOutput()
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        var outcome = await root.RunAsync("report");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        var file = Directory.GetFiles(root.Path("output"), "telemetry_report_*.csv").Single();
        var lines = await File.ReadAllLinesAsync(file);
        await Assert.That(lines[0]).StartsWith("integration_name,run_count,success_count,error_count,avg_duration,error_rate,p50,p95,max,records,last_status,last_run");
        await Assert.That(lines[1]).StartsWith("hello_world,1,1,0,");
        await Assert.That(outcome.Output).Contains(Path.GetFileName(file));
    }

    [Test]
    [Arguments("csv", "0.000058,-0.0000012345678901234567,1E-12,1E+300,1.5,0")]
    [Arguments("table", "0.000058  -0.0000012345678901234567  1E-12  1E+300  1.5  0")]
    public async Task Query_NumbersSmallAndLarge_AreWrittenForPeople(string format, string row)
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        var outcome = await root.RunAsync(
            "query", "SELECT 5.8e-5 AS a, -1.2345678901234567e-6 AS b, 1e-12 AS c, 1e300 AS d, 1.5 AS e, 0.0 AS f", "--format", format);

        await Assert.That(outcome.Output.TrimEnd().Split('\n')[^1]).IsEqualTo(row);
    }

    [Test]
    public async Task Report_JsonOfAnEmptyPeriod_IsAnEmptyArray()
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        var outcome = await root.RunAsync("report", "--period", "2001-01", "--format", "json");

        await Assert.That(outcome.Output.Trim()).IsEqualTo("[]");
    }

    [Test]
    public async Task Report_OutputThatIsAFile_SaysWhatIsInTheWay()
    {
        using var root = new TemporaryRoot();
        root.Write("output", "");
        var outcome = await root.RunAsync("report", "--period", "2001-01");

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error.Trim()).IsEqualTo(
            $"ifw: The report can't be written to '{root.Path("output", "telemetry_report_2001-01.csv")}': the folder '{root.Path("output")}' can't be made, "
            + $"since '{root.Path("output")}' is a file. Name another file with --output, or show it with --format table.");
    }

    [Test]
    public async Task Query_TableOfManyRows_IsMeasuredByTheFirstThousand()
    {
        using var root = new TemporaryRoot();
        const string many = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 12000) SELECT x, 'b' AS y FROM c";
        var lines = (await root.RunAsync("query", many)).Output.Split('\n');

        await Assert.That(lines.Length).IsEqualTo(12_003);
        await Assert.That(lines[0]).IsEqualTo("   x  y");
        await Assert.That(lines[1001]).IsEqualTo("1000  b");
        await Assert.That(lines[12_001]).IsEqualTo("12000  b");
    }

    [Test]
    public async Task Report_OutputFile_IsTheOneThatWasNamed()
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("report", "--since", "2001-01-01", "--until", "2002-01-01", "--output", "mine.csv");

        await Assert.That(File.Exists(root.Path("mine.csv"))).IsTrue();
    }

    [Test]
    [Arguments("telemetry.db", "telemetry.db")]
    [Arguments("link", "telemetry.db")]
    [Arguments("telemetry.db-wal", "telemetry.db-wal")]
    [Arguments("integrations/hello_world/config.yaml", "integrations/hello_world/config.yaml")]
    public async Task Report_OutputThatIsAFileOfItsOwn_IsRefused(string output, string own)
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        File.CreateSymbolicLink(root.Path("link"), root.Path("telemetry.db"));
        var outcome = await root.RunAsync("report", "--output", output);

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).IsEqualTo($"ifw: --output names {own}, which ifw itself works with: the report would replace it. Name another file.\n");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status FROM runs")).IsEquivalentTo(["succeeded"]);
    }

    [Test]
    [Arguments("{0} report --output /dev/stdout | cat")]
    [Arguments("{0} report --output /dev/stderr 2>&1 >/dev/null | cat")]
    [Arguments("mkfifo pipe; cat pipe & {0} report --output pipe >line && wait && test -p pipe && grep -q 'pipe: 1 integration.' line")]
    [Arguments("mkfifo pipe; ln -s pipe link; cat link & {0} report --output link >line && wait && test -L link && test -p link")]
    [Arguments("echo kept >log; {0} report --output /dev/stdout >>log; head -n 1 log | grep -q kept && tail -n +2 log")]
    public async Task Report_OutputThatIsNoFile_IsWrittenToAsItIs(string command)
    {
        Skip.When(OperatingSystem.IsWindows(), "There is no such file on Windows.");
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        using var shell = RunningProcess.Start("/bin/sh", root.Folder, [], "-c", string.Format(CultureInfo.InvariantCulture, command, Ifw.Path));
        var outcome = await shell.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        var lines = outcome.Output.TrimEnd().Split('\n');
        await Assert.That(lines.Length).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(lines[0]).StartsWith("integration_name,run_count");
        await Assert.That(lines[1]).StartsWith("hello_world,1,1,0,");
    }

    [Test]
    public async Task Report_OutputThatIsADevice_LeavesItThere()
    {
        Skip.Unless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can make devices.");
        using var root = new TemporaryRoot();
        using var shell = RunningProcess.Start("/bin/sh", root.Folder, [], "-c", $"mknod null c 1 3 && '{Ifw.Path}' report --output null && test -c null");
        var outcome = await shell.EndAsync();
        Skip.When(outcome.Error.Contains("mknod", StringComparison.Ordinal), "Not even root can make devices here.");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
    }

    [Test]
    [Arguments("report --period 2026-13", "is no month")]
    [Arguments("report --period 2026-01 --since 2026-01-01", "Give either --period")]
    [Arguments("report --since 2026-02-01 --until 2026-01-01", "before it begins")]
    [Arguments("report --format json --output x.json", "--output is for --format csv")]
    [Arguments("query", "needs an argument: SQL")]
    [Arguments("query selec", "syntax error")]
    [Arguments("query SELECT(@a) --param a", "--param takes a name and a value")]
    [Arguments("query SELECT(@a)", "The placeholder @a has no value.")]
    [Arguments("query SELECT(1) --param a=1", "There is no placeholder @a.")]
    [Arguments("query SELECT(@a) --param a=1 --param a=2", "The placeholder @a has two values.")]
    [Arguments("query SELECT(@a) --param a=1 --param @a=2", "The placeholder @a has two values.")]
    [Arguments("query SELECT(1);SELECT(2)", "There is a second statement")]
    [Arguments("logs --level none", "--level takes trace, debug, information, warning, error or critical, not 'none'.")]
    [Arguments("logs --level loud", "--level takes trace, debug, information, warning, error or critical, not 'loud'.")]
    [Arguments("logs 00000000", "There is no run '00000000'")]
    [Arguments("report-issue --message x", "needs --issue-type")]
    [Arguments("report-issue --issue-type x --message y --integration-name helo_world", "Did you mean 'hello_world'?")]
    public async Task Command_WrongUsage_EndsWithTwoAndSaysWhat(string arguments, string message)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync(arguments.Split(' '));

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(message);
        await Assert.That(outcome.Error).DoesNotContain("   at ");
        await Assert.That(outcome.Error.Contains("explains --param", StringComparison.Ordinal)).IsEqualTo(message.Contains("placeholder", StringComparison.Ordinal));
    }

    [Test]
    public async Task Query_Parameters_AreValuesAndNeverSql()
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        var outcome = await root.RunAsync(
            "query", "SELECT integration_name AS name, @text AS text, typeof(@n) AS n FROM telemetry LIMIT @n",
            "--param", "text='; DROP TABLE runs; --", "--param", "n=1", "--format", "json");

        using var json = JsonDocument.Parse(outcome.Output);
        await Assert.That(json.RootElement[0].GetProperty("name").GetString()).IsEqualTo("hello_world");
        await Assert.That(json.RootElement[0].GetProperty("text").GetString()).IsEqualTo("'; DROP TABLE runs; --");
        await Assert.That(json.RootElement[0].GetProperty("n").GetString()).IsEqualTo("integer");
    }

    [Test]
    [Arguments("DELETE FROM runs")]
    [Arguments("DROP TABLE runs")]
    [Arguments("PRAGMA user_version = 99")]
    [Arguments("ATTACH 'nowhere.db' AS x")]
    [Arguments("VACUUM INTO 'nowhere.db'")]
    [Arguments("CREATE TEMP TABLE x (y)")]
    public async Task Query_Writing_IsRefused(string sql)
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        var outcome = await root.RunAsync("query", sql);

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("ifw query only reads telemetry.db").And.Contains(sql);
        await Assert.That(File.Exists(root.Path("nowhere.db"))).IsFalse();
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs")).IsEquivalentTo(["1"]);
    }

    [Test]
    [Arguments("VACUUM INTO 'nowhere.db'")]
    [Arguments("ATTACH 'nowhere.db' AS x")]
    public async Task Query_WritingBeforeAnythingHasRun_IsRefused(string sql)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("query", sql);

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(File.Exists(root.Path("nowhere.db"))).IsFalse();
    }

    [Test]
    [Arguments("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 3) SELECT max(x) OVER () AS m FROM c")]
    [Arguments("EXPLAIN QUERY PLAN SELECT * FROM telemetry")]
    [Arguments("PRAGMA table_info(runs)")]
    [Arguments("PRAGMA user_version")]
    [Arguments("PRAGMA integrity_check")]
    [Arguments("SELECT t.name, p.name FROM sqlite_schema t, pragma_table_info(t.name) p, json_each('[1]') j")]
    [Arguments("VALUES (1), (2)")]
    public async Task Query_Reading_IsAllowed(string sql)
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        var outcome = await root.RunAsync("query", sql, "--format", "csv");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output.Split('\n').Length).IsGreaterThan(2);
    }

    [Test]
    [Arguments("csv", "x")]
    [Arguments("json", "[{\"x\"")]
    [Arguments("table", "   x")]
    public async Task Query_ReaderThatGoesAway_EndsIt(string format, string beginning)
    {
        using var root = new TemporaryRoot();
        const string endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c";
        using var shell = RunningProcess.Start("/bin/sh", root.Folder, [], "-c", $"'{Ifw.Path}' query '{endless}' --format {format} | head -c {beginning.Length}");
        var outcome = await shell.EndAsync().WaitAsync(TimeSpan.FromSeconds(30));

        await Assert.That(outcome.Output).IsEqualTo(beginning);
        await Assert.That(outcome.Error).IsEmpty();
    }

    [Test]
    [Arguments("")]
    [Arguments(" ")]
    [Arguments(";")]
    [Arguments("/* nothing */")]
    [Arguments("-- nothing")]
    public async Task Query_OfNothing_IsWrongUsage(string sql)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("query", sql);

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("ifw query needs a statement that reads, such as 'SELECT * FROM telemetry'");
    }

    [Test]
    [Arguments("SELECT :a AS a", "a=1")]
    [Arguments("SELECT $a AS a", "a=1")]
    [Arguments("SELECT @a AS a", "a=1")]
    [Arguments("SELECT :a AS a", ":a=1")]
    public async Task Query_PlaceholderOfAnyKind_TakesItsValue(string sql, string parameter)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("query", sql, "--param", parameter, "--format", "json");

        await Assert.That(outcome.Output.Trim()).IsEqualTo("[{\"a\":1}]").Because(outcome.ToString());
    }

    [Test]
    [Arguments("-- a comment\nSELECT @a AS a")]
    [Arguments("--a comment that has no blank in front\nSELECT @a AS a")]
    [Arguments("-- a = 1\nSELECT @a AS a")]
    public async Task Query_ThatBeginsWithAComment_IsAQuery(string sql)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("query", sql, "--param", "a=1", "--format", "json");

        await Assert.That(outcome.Output.Trim()).IsEqualTo("[{\"a\":1}]").Because(outcome.ToString());
    }

    [Test]
    public async Task Query_ColumnsOfOneName_AreToldApartInJson()
    {
        using var root = new TemporaryRoot();
        const string sql = "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a, 5 AS b";

        await Assert.That((await root.RunAsync("query", sql, "--format", "json")).Output.Trim()).IsEqualTo("[{\"a\":1,\"a_3\":2,\"a_2\":3,\"a_4\":4,\"b\":5}]");
        await Assert.That((await root.RunAsync("query", sql, "--format", "csv")).Output).IsEqualTo("a,a,a_2,a,b\n1,2,3,4,5\n");
        await Assert.That((await root.RunAsync("query", "SELECT 1 AS a, 2 AS a", "--format", "json")).Output.Trim()).IsEqualTo("[{\"a\":1,\"a_2\":2}]");
    }

    [Test]
    public async Task Query_Csv_QuotesAndDefuses()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("query", "SELECT 'a,\"b\"' AS x, '=1+1' AS y, NULL AS z", "--format", "csv");

        await Assert.That(outcome.Output).IsEqualTo("x,y,z\n\"a,\"\"b\"\"\",'=1+1,\n");
    }

    [Test]
    public async Task Logs_LastRun_ShowsItsLinesAsTextAndJson()
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        var text = await root.RunAsync("logs");
        var json = await root.RunAsync("logs", "--format", "json");
        var errors = await root.RunAsync("logs", "--level", "error");
        var id = (await TelemetryRows.QueryAsync(root, "SELECT id FROM runs")).Single();

        await Assert.That(text.Output).Contains("information hello_world: Hello, World!");
        using var line = JsonDocument.Parse(json.Output);
        await Assert.That(line.RootElement.GetProperty("run_id").GetString()).IsEqualTo(id);
        await Assert.That(errors.Output).IsEmpty();
        await Assert.That(errors.Error).Contains($"run {id} of hello_world has logged nothing of level error or above.");
        await Assert.That((await root.RunAsync("logs", id[..30])).Output).IsEqualTo(text.Output);
        foreach (var level in (string[])["trce", "DEBUG", "info", "Information"])
        {
            await Assert.That((await root.RunAsync("logs", "--level", level)).Output).Contains("information hello_world: Hello, World!");
        }

        foreach (var level in (string[])["warn", "Warning", "err", "fail", "crit"])
        {
            var none = await root.RunAsync("logs", "--level", level);
            await Assert.That(none.ExitCode).IsEqualTo(0).Because(none.ToString());
            await Assert.That(none.Output).IsEmpty();
        }
    }

    [Test]
    public async Task Logs_LineWithAnException_ShowsItUnderTheLine()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "thrower");
        var brief = await TestHost.RunAsync(root, "logs");
        var verbose = await TestHost.RunAsync(root, "logs", "--verbose");

        var newLine = Environment.NewLine;
        await Assert.That(brief.Output).Contains(" error thrower: thrower failed in fetch: the source is gone.")
            .And.EndsWith($"{newLine}    InvalidOperationException: the source is gone{newLine}");
        await Assert.That(verbose.Output).Contains($"{newLine}    System.InvalidOperationException: the source is gone{newLine}       at TestHost.Thrower.");
    }

    [Test]
    public async Task Logs_AsJson_NamesTheDetailAsTheRunDid()
    {
        using var root = new TemporaryRoot();
        var run = await TestHost.RunAsync(root, "run", "thrower", "--format", "json", "--verbose");
        var logs = await TestHost.RunAsync(root, "logs", "--format", "json");

        using var live = JsonDocument.Parse(run.Error);
        using var kept = JsonDocument.Parse(logs.Output);
        await Assert.That(kept.RootElement.EnumerateObject().Select(static member => member.Name)).IsEquivalentTo(live.RootElement.EnumerateObject().Select(static member => member.Name));
        await Assert.That(kept.RootElement.GetProperty("exception").GetRawText()).IsEqualTo(live.RootElement.GetProperty("exception").GetRawText());
    }

    [Test]
    public async Task ReportIssue_Repeated_CountsInOneRow()
    {
        using var root = new TemporaryRoot();
        root.Write(".env", "REPORT_ISSUES=true\n");
        await root.RunAsync("report-issue", "--issue-type", "data_quality", "--message", "12 rows are bad", "--integration-name", "sales_import");
        var outcome = await root.RunAsync("report-issue", "--issue-type", "data_quality", "--message", "13 rows are bad", "--integration-name", "sales_import");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("seen 2 times");
        await Assert.That(outcome.Error).Contains("Support ticket");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT integration, type, count FROM issues")).IsEquivalentTo(["sales_import|data_quality|2"]);
    }

    [Test]
    [Arguments("true", "1 data_quality 1 12 rows are bad\n")]
    [Arguments("false", null)]
    public async Task ReportIssue_HostWithATicketingSystem_GivesItTheIssueWhereThatIsWanted(string isWanted, string? ticket)
    {
        using var root = new TemporaryRoot();
        var tickets = root.Path("tickets");
        var outcome = await TestHost.RunAsync(
            root, new Dictionary<string, string> { ["TICKETS_FILE"] = tickets, ["REPORT_ISSUES"] = isWanted }, "report-issue", "--issue-type", "data_quality", "--message", "12 rows are bad");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(File.Exists(tickets) ? await File.ReadAllTextAsync(tickets) : null).IsEqualTo(ticket);
    }

    [Test]
    public async Task ReportIssue_UnreadableDotEnv_SaysSoAndReportsNothing()
    {
        using var root = new TemporaryRoot();
        root.Write(".env", "no equals sign\n");
        var outcome = await root.RunAsync("report-issue", "--issue-type", "data_quality", "--message", "12 rows are bad");

        await Assert.That(outcome.ExitCode).IsEqualTo(3).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(".env(1,1): error IFW0304");
    }
}
