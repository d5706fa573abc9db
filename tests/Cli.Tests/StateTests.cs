using Cli.Tests.Support;

namespace Cli.Tests;

public class StateTests
{
    [Test]
    public async Task State_AfterARun_ShowsSetsRewindsAndResetsTheCursor()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "ledger", "--set", "ledger.settings.count=20");
        await Assert.That((await TestHost.RunAsync(root, "state", "--format", "json")).Output).Contains("\"cursor\":\"20\"");

        await TestHost.RunAsync(root, "run", "ledger", "--set", "ledger.settings.count=30");
        var second = (await TelemetryRows.QueryAsync(root, "SELECT id FROM runs ORDER BY id DESC LIMIT 1")).Single();
        var rewound = await TestHost.RunAsync(root, "state", "rewind", "ledger", "--run", second);
        await Assert.That(rewound.Output.Trim()).IsEqualTo("The next run of ledger goes on from '20'.");

        await TestHost.RunAsync(root, "state", "set", "ledger", "--cursor", "7");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).IsEquivalentTo(["7"]);
        var reset = await TestHost.RunAsync(root, "state", "reset", "ledger");
        await Assert.That(reset.Output.Trim()).IsEqualTo("The next run of ledger begins at the beginning.");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT (SELECT count(*) FROM state), (SELECT count(*) FROM receipts)")).IsEquivalentTo(["0|0"]);
    }

    [Test]
    public async Task State_ChangedWithAFormat_TellsTheRowThatIsLeft()
    {
        using var root = new TemporaryRoot();
        var set = await TestHost.RunAsync(root, "state", "set", "ledger", "--cursor", "7", "--format", "json");
        var row = System.Text.Json.JsonElement.Parse(set.Output).EnumerateArray().Single();
        await Assert.That(row.GetProperty("cursor").GetString()).IsEqualTo("7");
        var reset = await TestHost.RunAsync(root, "state", "reset", "ledger", "--format", "csv");
        await Assert.That(reset.Output.Trim()).IsEqualTo("integration,cursor,updated_at,run_id");
    }

    [Test]
    public async Task State_RewoundToARunThatBeganAnew_IsRefusedAndLeftAsItIs()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "ledger", "--set", "ledger.settings.count=20");
        await TestHost.RunAsync(root, "run", "ledger", "--full-refresh", "--set", "ledger.settings.count=30");
        var runs = await TelemetryRows.QueryAsync(root, "SELECT id FROM runs ORDER BY id");
        var outcome = await TestHost.RunAsync(root, "state", "rewind", "ledger", "--run", runs[1]);
        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains($"The run '{runs[1]}' was told to begin at the beginning");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).IsEquivalentTo(["30"]);

        var first = await TestHost.RunAsync(root, "state", "rewind", "ledger", "--run", runs[0]);
        await Assert.That(first.Output.Trim()).IsEqualTo("The next run of ledger begins at the beginning.");
    }

    [Test]
    public async Task State_RewoundToARunThatWasSkipped_IsRefusedAndLeftAsItIs()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "ledger", "--set", "ledger.settings.count=20");
        using (var running = TestHost.Start(root, [], "run", "ledger", "--set", "ledger.settings.pause=1m"))
        {
            while ((await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'running'")).Single() == "0")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }

            await TestHost.RunAsync(root, "run", "ledger");
            await running.SignalAsync("KILL");
            await running.EndAsync();
        }

        var skipped = (await TelemetryRows.QueryAsync(root, "SELECT id FROM runs WHERE status = 'skipped'")).Single();
        var outcome = await TestHost.RunAsync(root, "state", "rewind", "ledger", "--run", skipped);
        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains($"The run '{skipped}' was skipped, so there is nowhere that it began.");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).IsEquivalentTo(["20"]);
    }

    [Test]
    public async Task State_ResetAfterARunWasKilled_TellsWhatStaysAndLosesNothing()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "ledger", "--set", "ledger.settings.count=20");
        string[] one = ["run", "ledger", "--set", "ledger.settings.count=500"];
        using (var running = TestHost.Start(root, [], [.. one, "--set", "ledger.settings.pause=200ms"]))
        {
            while ((await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM receipts WHERE is_open = 1")).Single() == "0")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }

            await running.SignalAsync("KILL");
            await running.EndAsync();
        }

        // What the process had begun to write when it was killed.
        var file = root.Path("output", "ledger.jsonl");
        await File.AppendAllTextAsync(file, "{\"number\":");
        var before = await File.ReadAllTextAsync(file);
        var reset = await TestHost.RunAsync(root, "state", "reset", "ledger");
        await Assert.That(reset.ExitCode).IsEqualTo(0).Because(reset.ToString());
        await Assert.That(reset.Error).Contains("ifw: a run of ledger was interrupted while it delivered to the jsonl ");
        await Assert.That(reset.Output.Trim()).IsEqualTo("The next run of ledger begins at the beginning.");

        await TestHost.RunAsync(root, one);
        var after = await File.ReadAllTextAsync(file);
        await Assert.That(after).StartsWith(before + "\n{");
        await Assert.That(after[before.Length..].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length).IsEqualTo(500);
        await Assert.That((await TestHost.RunAsync(root, "state", "reset", "ledger")).Error).IsEmpty();
    }

    [Test]
    public async Task State_CursorOfAnyText_IsKeptAsItIsAndSteersNoTerminal()
    {
        using var root = new TemporaryRoot();
        var cursor = "größer 😀 \u001b[31m" + new string('x', 5000);
        var outcome = await TestHost.RunAsync(root, "state", "set", "ledger", "--cursor", cursor);
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("größer 😀 \\u001b[31mx").And.DoesNotContain("\u001b");
        await Assert.That((await TestHost.RunAsync(root, "state")).Output).DoesNotContain("\u001b");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT cursor FROM state")).IsEquivalentTo([cursor]);

        var run = await TestHost.RunAsync(root, "run", "ledger");
        await Assert.That(run.ExitCode).IsEqualTo(1);
        await Assert.That(run.Output).Contains("Put it right with `ifw state set`, or let it begin anew with `ifw state reset`.").And.DoesNotContain("\u001b");
    }

    [Test]
    public async Task State_OfAnIntegrationThatWasRemoved_IsShownAndForgotten()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "ledger", "--set", "ledger.settings.count=20");
        await OutputFiles.ExecuteAsync(root, "../telemetry.db", "UPDATE state SET integration = 'removed'; UPDATE receipts SET integration = 'removed'");

        await Assert.That((await TestHost.RunAsync(root, "state", "show", "removed", "--format", "json")).Output).Contains("\"cursor\":\"20\"");
        var set = await TestHost.RunAsync(root, "state", "set", "removed", "--cursor", "7");
        await Assert.That(set.ExitCode).IsEqualTo(2).Because(set.ToString());
        await Assert.That(set.Error).Contains("There is no integration 'removed'.");
        var reset = await TestHost.RunAsync(root, "state", "reset", "removed");
        await Assert.That(reset.ExitCode).IsEqualTo(0).Because(reset.ToString());
        await Assert.That(reset.Output.Trim()).IsEqualTo("The cursor of removed, which is no integration any more, is forgotten.");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT (SELECT count(*) FROM state), (SELECT count(*) FROM receipts)")).IsEquivalentTo(["0|0"]);
        await Assert.That((await TestHost.RunAsync(root, "state", "reset", "removed")).ExitCode).IsEqualTo(2);
    }

    [Test]
    public async Task State_EmptyCursor_IsWrongUsage()
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, "state", "set", "ledger", "--cursor", "");
        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("--cursor is empty. To begin at the beginning, 'ifw state reset ledger'.");
    }

    [Test]
    [Arguments("state move", "takes show, set, reset or rewind, not 'move'")]
    [Arguments("state reset", "needs the name of an integration")]
    [Arguments("state set ledger", "needs --cursor")]
    [Arguments("state rewind ledger", "needs --run")]
    [Arguments("state rewind ledger --run 0000", "There is no run '0000' of ledger")]
    [Arguments("state reset ledgr", "Did you mean 'ledger'?")]
    [Arguments("state reset thrower", "thrower has no cursor: its class doesn't derive from IncrementalIntegration. Those that have one: company_a_salesforce, company_b_salesforce, diary, ledger.")]
    public async Task State_WrongUsage_EndsWithTwoAndSaysWhat(string arguments, string message)
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, arguments.Split(' '));
        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(message);
    }

    [Test]
    public async Task State_WhileTheIntegrationRuns_IsRefused()
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "ledger", "--verbose", "--set", "ledger.settings.pause=1m");
        while (!File.Exists(root.Path("telemetry.db"))
            || (await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM sqlite_schema WHERE name = 'receipts'")).Single() == "0"
            || (await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status = 'running'")).Single() == "0")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        var outcome = await TestHost.RunAsync(root, "state", "reset", "ledger");
        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains("ledger is running. Wait for it to end, then move its cursor.");
    }
}
