using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>A killed run has left a lock on which this user has no or few rights, as one of another user does.</summary>
public class ForeignLockTests
{
    private const string Statuses = "SELECT status FROM runs ORDER BY id";
    private static readonly string[] Run = ["run", "sleeper", "--set", "sleeper.settings.duration=0s"];

    [Test]
    public async Task Run_LockOfAKilledRunMayOnlyBeRead_FindsItCrashedAndRuns()
    {
        using var root = await KilledAsync("444");

        var outcome = await OrdinaryUser.RunAsync(TestHost.Program, root, Run);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, Statuses)).IsEquivalentTo(["crashed", "succeeded"]);
    }

    [Test]
    [Arguments]
    [Arguments("--isolate")]
    public async Task Run_LockOfAKilledRunMayNotBeRead_FailsAndSaysWhatToDo(params string[] options)
    {
        using var root = await KilledAsync("000");
        var file = Directory.GetFiles(root.Path("cache", "locks")).Single();

        var outcome = await OrdinaryUser.RunAsync(TestHost.Program, root, [.. Run, .. options]);

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains(
            $"It can't be told whether sleeper is running: its lock '{file}' belongs to another user. Let this user read that file, or remove it once that run has ended.");
        await Assert.That(await TelemetryRows.QueryAsync(root, Statuses)).IsEquivalentTo(["running", "failed"]);

        await OrdinaryUser.ChangeModeAsync(file, "444");
        outcome = await OrdinaryUser.RunAsync(TestHost.Program, root, [.. Run, .. options]);
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, Statuses)).IsEquivalentTo(["crashed", "failed", "succeeded"]);
    }

    /// <summary>A root in which a run was killed, with the mode of the lock that it has left.</summary>
    private static async Task<TemporaryRoot> KilledAsync(string mode)
    {
        Skip.Unless(await OrdinaryUser.CanRunAsync(TestHost.Program), "Nobody else can run the program here.");
        var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "sleeper");
        await running.SeenAsync("ready to be told to stop");
        await running.SignalAsync("KILL");
        await running.EndAsync();
        await OrdinaryUser.ChangeModeAsync(Directory.GetFiles(root.Path("cache", "locks")).Single(), mode);
        return root;
    }
}
