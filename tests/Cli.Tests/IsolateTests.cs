using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary><c>run --isolate</c>: whatever a process does to itself is a failed run with a reason, and the others go on.</summary>
public class IsolateTests
{
    private const string Statuses = "SELECT integration, status FROM runs ORDER BY integration";

    [Test]
    public async Task Run_ProcessesThatCrashHangAndTakeAllMemory_LeaveTheOthersAlone()
    {
        Skip.When(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(
            root, "run", "crasher", "hoarder", "many_records", "stubborn", "--isolate", "--parallel", "--set", "crasher.settings.signal=9", "--set", "stubborn.timeout=1s");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output)
            .Contains("crasher crashed: its process was ended by signal 9, as the kernel does when memory runs out. Look at what it wrote to standard error, and at memory_limit.")
            .And.Contains("memory ran out")
            .And.Contains("stubborn was given up: fetch did not end within the grace time of 0.5 s after its timeout was over. Nothing more is delivered. Let its code heed the CancellationToken.\n");
        await Assert.That(await TelemetryRows.QueryAsync(root, Statuses))
            .IsEquivalentTo(["crasher|crashed", "hoarder|failed", "many_records|succeeded", "stubborn|timed_out"]).Because(outcome.ToString());
        await Assert.That(Directory.GetFiles(root.Path("output"), "*.jsonl").Select(file => Path.GetFileName(file))).IsEquivalentTo(["many_records.jsonl"]);
        await Assert.That(File.ReadLines(root.Path("output", "many_records.jsonl")).Count()).IsEqualTo(10_000);
    }

    [Test]
    public async Task Run_ProcessThatTheRuntimeEnds_SaysByWhichSignal()
    {
        Skip.When(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, "run", "crasher", "--isolate");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("crasher crashed: its process was ended by signal 6. Look at what it wrote to standard error");
        await Assert.That(outcome.Error).Contains("the crasher gives up");
        await Assert.That(await TelemetryRows.QueryAsync(root, Statuses)).IsEquivalentTo(["crasher|crashed"]);
    }

    [Test]
    public async Task Run_ProcessThatNeverAnswersAgain_IsKilledWhenItsTimeIsOver()
    {
        Skip.When(OperatingSystem.IsWindows(), "Windows has no signals.");
        const string stop = "19";
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(
            root, "run", "crasher", "--isolate", "--set", $"crasher.settings.signal={stop}", "--set", "crasher.timeout=1s", "--set", "crasher.grace=1s");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("crasher was killed: it did not end when its timeout of 1 s was over. Raise timeout in config.yaml, or find out where it hangs.");
        await Assert.That(await TelemetryRows.QueryAsync(root, Statuses)).IsEquivalentTo(["crasher|timed_out"]);
    }
}
