using System.Globalization;
using System.Text.RegularExpressions;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>Telemetry that could be opened fails while a batch runs: that is told once, stops the batch, and is exit code 3.</summary>
[NotInParallel]
public class TelemetryFailureTests
{
    private const int PageSize = 4096;

    [Test]
    [Arguments("runs")]
    [Arguments("runs", "--isolate")]
    [Arguments("phases")]
    [Arguments("logs")]
    [Arguments("logs", "--isolate")]
    public async Task Run_TableIsDamaged_TellsItOnceAndEndsWith3(string table, params string[] options)
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        await DamageAsync(root, table);

        await ExpectToldOnceAsync(await root.RunAsync(["run", "hello_world", .. options]), "it is damaged");
    }

    [Test]
    public async Task Run_LogLinesAreLost_IsNoSuccessInJson()
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        await DamageAsync(root, "logs");

        var outcome = await root.RunAsync("run", "hello_world", "--format", "json");

        await Assert.That(outcome.ExitCode).IsEqualTo(3).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("\"success\": false").And.Contains("\"status\": \"succeeded\"");
    }

    [Test]
    [Arguments]
    [Arguments("--isolate")]
    public async Task Run_DamageIsFoundByTheFirst_StartsNoOther(params string[] options)
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
        await DamageAsync(root, "runs");

        var outcome = await root.RunAsync(["run", "hello_world", "sales_transactions", .. options]);

        await ExpectToldOnceAsync(outcome, "it is damaged");
        await Assert.That(outcome.Output).Contains("sales_transactions was not started");
    }

    [Test]
    [Arguments(40)]
    [Arguments(40, "--isolate")]
    [Arguments(80)]
    [Arguments(80, "--isolate")]
    public async Task Run_DiskOfTelemetryFillsUp_TellsItOnceAndEndsWith3(int kilobytes, params string[] options)
    {
        using var root = new TemporaryRoot();
        using var output = new TemporaryRoot();
        Skip.Unless(await SmallDisk.TryMountAsync(root.Folder), "A small disk can't be mounted here.");
        try
        {
            root.Write("metadata.yaml", "version: 1.0.0\n");
            Directory.CreateDirectory(root.Path("integrations"));
            string[] run = ["run", "ledger", "--set", $"ledger.deliver=[{{jsonl: {{path: {output.Path("out")}, mode: append}}}}]", "--set", "ledger.settings.pause=0ms", "--set"];
            var first = await TestHost.RunAsync(root, [.. run, "ledger.settings.count=2"]);
            await Assert.That(first.ExitCode).IsEqualTo(0).Because(first.ToString());
            await File.WriteAllBytesAsync(root.Path("ballast"), new byte[new DriveInfo(root.Folder).AvailableFreeSpace - (kilobytes * 1024)]);

            await ExpectToldOnceAsync(await TestHost.RunAsync(root, [.. run, "ledger.settings.count=1000", "--set", "ledger.settings.page_size=2", .. options]), "the disk is full");

            File.Delete(root.Path("ballast"));
            var next = await TestHost.RunAsync(root, [.. run, "ledger.settings.count=1000", "--set", "ledger.settings.page_size=1000", .. options]);
            await Assert.That(next.ExitCode).IsEqualTo(0).Because(next.ToString());
            await Assert.That(await TelemetryRows.QueryAsync(root, "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
        }
        finally
        {
            await SmallDisk.UnmountAsync(root.Folder);
        }
    }

    private static async Task DamageAsync(TemporaryRoot root, string table)
    {
        var page = (await TelemetryRows.QueryAsync(root, $"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'")).Single();
        await using var file = File.OpenWrite(root.Path("telemetry.db"));
        file.Position = (int.Parse(page, CultureInfo.InvariantCulture) - 1) * PageSize;
        await file.WriteAsync(Enumerable.Repeat((byte)0xAA, PageSize).ToArray());
    }

    private static async Task ExpectToldOnceAsync(Outcome outcome, string problem)
    {
        await Assert.That(outcome.ExitCode).IsEqualTo(3).Because(outcome.ToString());
        await Assert.That(Regex.Count(outcome.Error, problem)).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("telemetry.db").And.DoesNotContain("   at ");
        await Assert.That(outcome.Error).DoesNotContain("Look at what it wrote");
    }
}
