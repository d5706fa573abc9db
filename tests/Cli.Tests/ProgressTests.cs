using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>What a parallel run shows on a terminal: <c>script</c> gives it one.</summary>
public class ProgressTests
{
    private const string Bar = "━━━";
    private const string LongEnoughToSee = "--set sales_transactions.settings.records=300000";
    private const string EraseToEndOfScreen = "\u001b[J";

    [Test]
    public async Task Run_InParallelOnATerminal_ShowsBarsAndPutsLogLinesAboveThem()
    {
        using var root = new TemporaryRoot();
        var outcome = await OnATerminalAsync(root, new() { ["TERM"] = "xterm", ["NO_COLOR"] = "" });

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains(Bar).And.Contains("2 of 2 succeeded");
        await Assert.That(outcome.Output.Split("Hello, World!")[0]).Contains(EraseToEndOfScreen);
    }

    [Test]
    [Arguments("NO_COLOR", "1")]
    [Arguments("TERM", "dumb")]
    public async Task Run_InParallelOnATerminalThatWantsNone_ShowsNoBars(string variable, string value)
    {
        using var root = new TemporaryRoot();
        var outcome = await OnATerminalAsync(root, new() { ["TERM"] = "xterm", ["NO_COLOR"] = "", [variable] = value });

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).DoesNotContain(Bar).And.Contains("2 of 2 succeeded");
    }

    [Test]
    [Arguments(1)]
    [Arguments(9)]
    [Arguments(39)]
    public async Task Run_InParallelOnATerminalOfFewColumns_ShowsNoBarsAndEnds(int columns)
    {
        using var root = new TemporaryRoot();
        var outcome = await OnATerminalAsync(root, new() { ["TERM"] = "xterm", ["NO_COLOR"] = "" }, $"stty cols {columns}; ");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).DoesNotContain(Bar).And.Contains("Hello, World!").And.Contains("2 of 2 succeeded");
    }

    [Test]
    public async Task Run_InParallelOnATerminalThatBecomesNarrow_Ends()
    {
        using var root = new TemporaryRoot();
        var outcome = await OnATerminalAsync(root, new() { ["TERM"] = "xterm", ["NO_COLOR"] = "" }, "(sleep 0.7; stty cols 5 </dev/tty) & ");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("2 of 2 succeeded");
    }

    [Test]
    public async Task Interrupt_TwiceOnATerminalWithBars_GivesTheCursorBack()
    {
        const string interrupt = "\u0003";
        using var root = new TemporaryRoot();
        using var process = RunningProcess.Start(
            "script",
            root.Folder,
            new() { ["TERM"] = "xterm", ["NO_COLOR"] = "" },
            "-qec",
            $"'{TestHost.Program}' run --parallel stubborn sleeper --set stubborn.grace=1h",
            "/dev/null");
        await process.SeenAsync("ready");
        await process.SeenAsync(Bar);
        await process.TypeAsync(interrupt);
        await Task.Delay(TimeSpan.FromMilliseconds(1500));
        await process.TypeAsync(interrupt);
        var outcome = await process.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(130).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("\u001b[?25l").And.Contains("\u001b[?25h");
        await Assert.That(outcome.Output.LastIndexOf("\u001b[?25h", StringComparison.Ordinal))
            .IsGreaterThan(outcome.Output.LastIndexOf("\u001b[?25l", StringComparison.Ordinal));
    }

    private static async Task<Outcome> OnATerminalAsync(TemporaryRoot root, Dictionary<string, string> environment, string before = "")
    {
        using var process = RunningProcess.Start(
            "script", root.Folder, environment, "-qec", $"{before}'{Ifw.Path}' run --parallel hello_world sales_transactions {LongEnoughToSee}", "/dev/null");
        return await process.EndAsync();
    }
}
