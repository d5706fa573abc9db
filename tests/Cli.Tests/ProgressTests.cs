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

    private static async Task<Outcome> OnATerminalAsync(TemporaryRoot root, Dictionary<string, string> environment)
    {
        using var process = RunningProcess.Start(
            "script", root.Folder, environment, "-qec", $"'{Ifw.Path}' run --parallel hello_world sales_transactions {LongEnoughToSee}", "/dev/null");
        return await process.EndAsync();
    }
}
