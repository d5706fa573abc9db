using System.Text;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>Whatever it is given: a clear error, an exit code, no stack trace, and nothing lost that was there.</summary>
public class BadInputTests
{
    private const string Config = "integrations/hello_world/config.yaml";

    [Test]
    public async Task Config_OfTenMegabytes_IsAnErrorSoon()
    {
        using var root = new TemporaryRoot();
        var text = new StringBuilder("settings:\n  recipient: World\n");
        for (var i = 0; text.Length < 10 * 1024 * 1024; i++)
        {
            text.Append("  key_").Append(i).Append(": some value that is not known to anybody\n");
        }

        root.Write(Config, text.ToString());
        await ExpectInvalidAsync(root, "IFW01");
    }

    [Test]
    public async Task Config_BillionLaughs_IsAnErrorSoon()
    {
        using var root = new TemporaryRoot();
        var text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var i = 1; i < 10; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        root.Write(Config, text.ToString());
        await ExpectInvalidAsync(root, "IFW0123");
    }

    [Test]
    [Arguments("2>&-", 0)]
    [Arguments(">&-", 1)]
    [Arguments("<&- >&- 2>&-", 1)]
    public async Task StandardStreams_Closed_AreNotTakenForTheFilesThatAreOpenedNext(string redirection, int exitCode)
    {
        using var root = new TemporaryRoot();
        using var shell = RunningProcess.Start("/bin/sh", root.Folder, [], "-c", $"'{Ifw.Path}' run hello_world sales_transactions --parallel {redirection}");
        var outcome = await shell.EndAsync();

        // The summary that nobody gets is an error; what was run is there. The runtime of the managed program opens files before it can act.
        if (Ifw.IsNative)
        {
            await Assert.That(outcome.ExitCode).IsEqualTo(exitCode).Because(outcome.ToString());
        }

        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT DISTINCT status NOT LIKE 'succeeded%' FROM runs")).IsEquivalentTo(["0"]);
        foreach (var file in Directory.EnumerateFiles(root.Path("output"), "*.yaml", SearchOption.AllDirectories))
        {
            await Assert.That(await File.ReadAllTextAsync(file)).DoesNotContain("succeeded").Because(file);
        }
    }

    [Test]
    [Arguments("2>/dev/full")]
    [Arguments("2>&-")]
    public async Task StandardError_ThatCannotBeWritten_StopsNoRun(string redirection)
    {
        Skip.Unless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var root = new TemporaryRoot();
        using var shell = RunningProcess.Start("/bin/sh", root.Folder, [], "-c", $"'{Ifw.Path}' run hello_world sales_transactions --parallel {redirection}");
        var outcome = await shell.EndAsync();
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.Output + outcome.Error);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT DISTINCT status NOT LIKE 'succeeded%' FROM runs")).IsEquivalentTo(["0"]);
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs")).IsEquivalentTo(["2"]);
    }

    [Test]
    public async Task Config_Folder_IsAnError()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.Path("integrations", "hello_world", "config.yaml"));
        await ExpectInvalidAsync(root, "IFW0305");
    }

    [Test]
    public async Task Config_InvalidUtf8_IsAnErrorAtItsPlace()
    {
        using var root = new TemporaryRoot();
        root.Write(Config, "");
        await File.WriteAllBytesAsync(root.Path(Config), [.. "settings:\n  recipient: "u8, 0xC3, 0x28]);
        await ExpectInvalidAsync(root, "config.yaml(2,14): error IFW0305");
    }

    [Test]
    [Arguments("settings: [1, 2\n: : c\n")]
    [Arguments("settings:\n\trecipient: World\n")]
    [Arguments("\0\u0001\u0002")]
    [Arguments("--- a\n--- b\n")]
    [Arguments("*unknown")]
    public async Task Config_Malformed_IsAnErrorInTheFile(string text)
    {
        using var root = new TemporaryRoot();
        root.Write(Config, text);
        await ExpectInvalidAsync(root, "integrations/hello_world/config.yaml(");
    }

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task DotEnv_Unreadable_StopsEverything(bool isFolder)
    {
        using var root = new TemporaryRoot();
        if (isFolder)
        {
            Directory.CreateDirectory(root.Path(".env"));
        }
        else
        {
            await File.WriteAllBytesAsync(root.Path(".env"), [0x41, 0x3D, 0xFF, 0xFE, 0x0A]);
        }

        var run = await root.RunAsync("run", "hello_world");
        var validate = await root.RunAsync("validate");

        await Assert.That(run.ExitCode).IsEqualTo(3).Because(run.ToString());
        await Assert.That(run.Error).Contains(".env").And.Contains("IFW0304").And.DoesNotContain("   at ");
        await Assert.That(validate.ExitCode).IsEqualTo(1);
        await Assert.That(validate.Output).Contains("IFW0304");
    }

    [Test]
    public async Task Telemetry_Corrupt_StopsEverythingAndIsLeftAsItIs()
    {
        using var root = new TemporaryRoot();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("this is no database. ", 1000)));
        await File.WriteAllBytesAsync(root.Path("telemetry.db"), bytes);

        await ExpectStoppedAsync(root, "telemetry.db");
        await Assert.That(await File.ReadAllBytesAsync(root.Path("telemetry.db"))).IsEquivalentTo(bytes);
        await Assert.That(File.Exists(root.Path("output", "hello_world.yaml"))).IsFalse();
    }

    [Test]
    public async Task Telemetry_DamagedInTheMiddle_StopsEverythingOrReads()
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        var bytes = await File.ReadAllBytesAsync(root.Path("telemetry.db"));
        bytes.AsSpan(100, 3900).Fill(0xA5);
        await File.WriteAllBytesAsync(root.Path("telemetry.db"), bytes);

        await ExpectStoppedAsync(root, "telemetry.db");
    }

    [Test]
    public async Task Telemetry_OfANewerVersion_StopsEverything()
    {
        using var root = new TemporaryRoot();
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={root.Path("telemetry.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE t (x); PRAGMA user_version = 999";
            await command.ExecuteNonQueryAsync();
        }

        await ExpectStoppedAsync(root, "newer");
    }

    [Test]
    public async Task Telemetry_Folder_StopsEverything()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.Path("telemetry.db"));
        await ExpectStoppedAsync(root, "telemetry.db");
    }

    [Test]
    [Arguments("report")]
    [Arguments("query", "SELECT * FROM runs ORDER BY integration, status")]
    [Arguments("logs")]
    public async Task Telemetry_PagesThatAreDamaged_AreToldWithoutTheStatement(params string[] arguments)
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        using (var file = File.OpenWrite(root.Path("telemetry.db")))
        {
            // All pages but the first, which holds the schema.
            file.Position = 4096;
            file.Write([.. Enumerable.Repeat((byte)0xA5, (int)file.Length - 4096)]);
        }

        var outcome = await root.RunAsync(arguments);
        await Assert.That(outcome.ExitCode).IsEqualTo(3).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("telemetry.db").And.Contains("it is damaged").And.DoesNotContain("SELECT").And.DoesNotContain("   at ");
    }

    [Test]
    [Arguments("integrations/hello_world")]
    [Arguments("integrations")]
    public async Task Config_FolderThatCannotBeEntered_IsAnErrorAndNotPassedOver(string folder)
    {
        Skip.Unless(await OrdinaryUser.CanRunAsync(Ifw.Path), "Nobody else can run the program here.");
        using var root = new TemporaryRoot();
        root.Write(Config, "settings: { recipient: The root }\n");
        await OrdinaryUser.RunAsync("chmod", root, "644", root.Path(folder));
        try
        {
            var run = await OrdinaryUser.RunAsync(Ifw.Path, root, "run", "hello_world");
            var validate = await OrdinaryUser.RunAsync(Ifw.Path, root, "validate", "hello_world");

            await Assert.That(run.ExitCode).IsNotEqualTo(0).Because(run.ToString());
            await Assert.That(run.Error).Contains("integrations/hello_world/config.yaml").And.Contains("forbid it to this user").And.DoesNotContain("   at ");
            await Assert.That(validate.ExitCode).IsEqualTo(1).Because(validate.ToString());
            await Assert.That(validate.Output).Contains("IFW0305");
        }
        finally
        {
            await OrdinaryUser.RunAsync("chmod", root, "755", root.Path(folder));
        }
    }

    [Test]
    public async Task Lock_OfAnotherUsersAbandonedRun_FailsTheRunAndClosesIt()
    {
        Skip.Unless(await OrdinaryUser.CanRunAsync(Ifw.Path), "Nobody else can run the program here.");
        using var root = new TemporaryRoot();
        root.Write("cache/locks/fenced/hello_world.lock", "");
        await OrdinaryUser.ChangeModeAsync(root.Path("cache/locks/fenced/hello_world.lock"), "000");
        var run = await OrdinaryUser.RunAsync(Ifw.Path, root, "run", "hello_world");

        await Assert.That(run.ExitCode).IsEqualTo(1).Because(run.ToString());
        await Assert.That(run.Error).Contains("it can't be told whether the code of an earlier run is over").And.Contains("cache/locks/fenced/hello_world.lock' belongs to another user. Let this user read that file");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status FROM runs")).IsEquivalentTo(["failed"]);
    }

    [Test]
    public async Task Telemetry_ReadOnly_StopsRunsButCanBeReadAndLeavesNothingInTheWay()
    {
        Skip.Unless(await OrdinaryUser.CanRunAsync(Ifw.Path), "Nobody else can run the program here.");
        using var root = new TemporaryRoot();
        await OrdinaryUser.RunAsync(Ifw.Path, root, "run", "hello_world");
        await OrdinaryUser.AllowWritingAsync(root.Path("telemetry.db"), isAllowed: false);
        var before = await File.ReadAllBytesAsync(root.Path("telemetry.db"));

        await ExpectStoppedAsync(arguments => OrdinaryUser.RunAsync(Ifw.Path, root, arguments), "telemetry.db' can't be used: this user may only read it. Give this user the right to write it");
        await Assert.That(Directory.GetFiles(root.Folder, "telemetry.db-*")).IsEmpty();
        await Assert.That((await File.ReadAllBytesAsync(root.Path("telemetry.db"))).SequenceEqual(before)).IsTrue();
        var query = await OrdinaryUser.RunAsync(Ifw.Path, root, "query", "SELECT count(*) FROM runs");
        await Assert.That(query.ExitCode).IsEqualTo(0).Because(query.ToString());

        // SQLite needs its index to read, too, and leaves it as read-only as the database.
        await OrdinaryUser.AllowWritingAsync(root.Path("telemetry.db"), isAllowed: true);
        var run = await OrdinaryUser.RunAsync(Ifw.Path, root, "run", "hello_world");
        await Assert.That(run.ExitCode).IsEqualTo(0).Because(run.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'succeeded'")).IsEquivalentTo(["2"]);
    }

    [Test]
    public async Task Disk_Full_FailsTheRunAndKeepsTheFileThatWasThere()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.Path("output"));
        Skip.Unless(await SmallDisk.TryMountAsync(root.Path("output")), "A small disk can't be mounted here.");
        try
        {
            root.Write("output/many_records.jsonl", "what was there before\n");
            var outcome = await TestHost.RunAsync(root, "run", "many_records", "--set", "many_records.settings.count=100000");

            await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
            await Assert.That(outcome.Output).Contains("many_records").And.Contains("deliver");
            await Assert.That(outcome.Output + outcome.Error).Contains("space").And.DoesNotContain("   at ");
            await Assert.That(await File.ReadAllTextAsync(root.Path("output", "many_records.jsonl"))).IsEqualTo("what was there before\n");
        }
        finally
        {
            await SmallDisk.UnmountAsync(root.Path("output"));
        }
    }

    [Test]
    public async Task StandardOutput_FullDisk_IsAnError()
    {
        using var root = new TemporaryRoot();
        Skip.Unless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var shell = RunningProcess.Start("/bin/sh", root.Folder, [], "-c", $"'{Ifw.Path}' list > /dev/full");
        var outcome = await shell.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("space").And.DoesNotContain("   at ");
    }

    [Test]
    public async Task Root_Missing_IsAnErrorOfTheConfiguration()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("list", "--root", "nowhere");

        await Assert.That(outcome.ExitCode).IsEqualTo(3);
        await Assert.That(outcome.Error).Contains("nowhere");
    }

    private static async Task ExpectInvalidAsync(TemporaryRoot root, string message)
    {
        var validate = await root.RunAsync("validate", "hello_world");
        var run = await root.RunAsync("run", "hello_world");
        var list = await root.RunAsync("list");

        await Assert.That(validate.ExitCode).IsEqualTo(1).Because(validate.ToString());
        await Assert.That(validate.Output).Contains(message);
        await Assert.That(run.ExitCode).IsEqualTo(1).Because(run.ToString());
        await Assert.That(list.ExitCode).IsEqualTo(0).Because(list.ToString());
        await Assert.That(validate.Output + validate.Error + run.Output + run.Error + list.Error).DoesNotContain("   at ");
        await Assert.That(File.Exists(root.Path("output", "hello_world.yaml"))).IsFalse();
    }

    private static Task ExpectStoppedAsync(TemporaryRoot root, string message) => ExpectStoppedAsync(root.RunAsync, message);

    private static async Task ExpectStoppedAsync(Func<string[], Task<Outcome>> run, string message)
    {
        foreach (var arguments in new string[][] { ["run", "hello_world"], ["report-issue", "--issue-type", "x", "--message", "y"] })
        {
            var outcome = await run(arguments);
            await Assert.That(outcome.ExitCode).IsEqualTo(3).Because(outcome.ToString());
            await Assert.That(outcome.Error).Contains(message).And.DoesNotContain("   at ");
        }
    }
}
