using System.Diagnostics;
using Cli.Tests.Support;

namespace Cli.Tests;

public class SignalTests
{
    [Test]
    [Arguments("INT", 130)]
    [Arguments("TERM", 143)]
    public async Task Signal_Once_StopsGracefullyAndClosesTheRun(string signal, int exitCode)
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "sleeper");
        await running.SeenAsync("ready");
        await running.SignalAsync(signal);
        var outcome = await running.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(exitCode).Because(outcome.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status FROM runs")).IsEquivalentTo(["cancelled"]);
        await Assert.That(outcome.Output + outcome.Error).DoesNotContain("   at ");
    }

    [Test]
    public async Task Signal_PhaseIgnoresIt_EndsAfterTheGraceTimeAsTimedOut()
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "stubborn");
        await running.SeenAsync("ready");
        var watch = Stopwatch.StartNew();
        await running.SignalAsync("TERM");
        var outcome = await running.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(143).Because(outcome.ToString());
        await Assert.That(watch.Elapsed).IsLessThan(TimeSpan.FromSeconds(30));
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status FROM runs")).IsEquivalentTo(["timed_out"]);
    }

    [Test]
    [Arguments()]
    [Arguments("--isolate")]
    public async Task Signal_Twice_EndsAtOnceAndTheNextCommandMarksTheRunCrashed(params string[] options)
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], ["run", "stubborn", "--set", "stubborn.grace=1h", .. options]);
        await running.SeenAsync("ready");
        await running.SignalAsync("INT");
        await Task.Delay(TimeSpan.FromMilliseconds(1500));
        await running.SignalAsync("INT");
        var outcome = await running.EndAsync();
        await root.RunAsync("query", "SELECT 1");

        await Assert.That(outcome.ExitCode).IsEqualTo(130).Because(outcome.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status FROM runs")).IsEquivalentTo(["crashed"]);
    }

    [Test]
    public async Task Signal_TwiceAtOnce_StopsGracefullyAsAfterOne()
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "stubborn");
        await running.SeenAsync("ready");
        await running.SignalAsync("TERM");
        await running.SignalAsync("TERM");
        var outcome = await running.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(143).Because(outcome.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status FROM runs")).IsEquivalentTo(["timed_out"]);
    }

    [Test]
    public async Task Signal_BeforeAnythingRanAndTelemetryIsLocked_EndsAtOnceAndSaysSo()
    {
        using var root = new TemporaryRoot();
        await using var holder = await TelemetryRows.LockAsync(root);
        using var running = TestHost.Start(root, [], "run", "sleeper");
        await running.SeenAsync($"Another process has had the telemetry database '{root.Path("telemetry.db")}' locked for 5 s. Waiting for it, 55 s more at most.");
        await running.SignalAsync("TERM");
        var outcome = await running.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(143).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(
            $"ifw: Stopped before anything ran, while another process had the telemetry database '{root.Path("telemetry.db")}' locked.");
    }

    [Test]
    public async Task Signal_WhileTelemetryIsLocked_EndsSoonAndSaysWhatIsNotRecorded()
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "sleeper");
        await running.SeenAsync("ready");
        await using var holder = await TelemetryRows.LockAsync(root);
        var watch = Stopwatch.StartNew();
        await running.SignalAsync("TERM");
        var outcome = await running.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(143).Because(outcome.ToString());
        await Assert.That(watch.Elapsed).IsLessThan(TimeSpan.FromSeconds(30));
        await Assert.That(outcome.Error).Contains("another process has held it locked");
    }

    [Test]
    public async Task Signal_Isolated_StopsTheChildToo()
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "sleeper", "--isolate");
        await running.SeenAsync("ready");
        await running.SignalAsync("TERM");
        var outcome = await running.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(143).Because(outcome.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT status FROM runs")).IsEquivalentTo(["cancelled"]);
    }

    [Test]
    public async Task Kill_Isolated_ChildStopsWhenItsParentIsGone()
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "sleeper", "--isolate");
        await running.SeenAsync("ready");
        await running.SignalAsync("KILL");
        await running.EndAsync();

        var deadline = Stopwatch.StartNew();
        List<string> statuses;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            statuses = await TelemetryRows.QueryAsync(root, "SELECT status FROM runs");
        }
        while (statuses is ["running"] && deadline.Elapsed < TimeSpan.FromSeconds(20));

        await Assert.That(statuses).IsEquivalentTo(["cancelled"]);
    }

    [Test]
    public async Task Logs_Follow_EndsWithTheRun()
    {
        using var root = new TemporaryRoot();
        using var running = TestHost.Start(root, [], "run", "sleeper", "--set", "sleeper.settings.duration=3s");
        await running.SeenAsync("ready");
        using var following = Ifw.Start(root.Folder, [], "logs", "--follow");
        var ended = await running.EndAsync();
        var followed = await following.EndAsync();

        await Assert.That(ended.ExitCode).IsEqualTo(0).Because(ended.ToString());
        await Assert.That(followed.ExitCode).IsEqualTo(0);
        await Assert.That(followed.Output).Contains("ready");
    }
}
