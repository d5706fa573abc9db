using Cli.Tests.Support;

namespace Cli.Tests;

public class UsageTests
{
    [Test]
    [Arguments("--version")]
    [Arguments("--help")]
    [Arguments("-h")]
    [Arguments("list --help")]
    [Arguments("list --format json --help")]
    public async Task Command_HelpOrVersion_EndsWithZero(string arguments)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync(arguments.Split(' '));

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).IsNotEmpty();
        await Assert.That(outcome.Error).IsEmpty();
    }

    [Test]
    public async Task Command_None_ShowsTheHelp()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(0);
        await Assert.That(outcome.Output).Contains("Usage: ifw").And.Contains("list");
    }

    [Test]
    [Arguments("lst", "Did you mean 'list'?")]
    [Arguments("list --fromat csv", "Did you mean '--format'?")]
    [Arguments("list --format xml", "--format takes table, json or csv, not 'xml'.")]
    [Arguments("list --format", "--format needs a value.")]
    [Arguments("list --verbose=perhaps", "--verbose is a switch")]
    [Arguments("list surplus", "no argument 'surplus'")]
    [Arguments("list -x", "no option '-x'")]
    [Arguments("--bogus", "no option '--bogus'")]
    public async Task Command_WrongUsage_EndsWithTwoAndSaysWhat(string arguments, string message)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync(arguments.Split(' '));

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(message);
        await Assert.That(outcome.Error).DoesNotContain("   at ");
        await Assert.That(outcome.Output).IsEmpty();
    }
}
