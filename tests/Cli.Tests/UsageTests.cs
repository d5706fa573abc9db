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
    [Arguments("help")]
    [Arguments("help list")]
    [Arguments("help help")]
    [Arguments("--help HELP")]
    [Arguments("help --help")]
    [Arguments("--version x")]
    [Arguments("--version list --root nowhere")]
    [Arguments("--root nowhere --help list")]
    [Arguments("list -h x")]
    [Arguments("--root nowhere")]
    [Arguments("--root=nowhere --verbose")]
    [Arguments("help -h --root nowhere")]
    [Arguments("help list --root nowhere")]
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
    [Arguments("--verbose=perhaps list", "--verbose is a switch")]
    [Arguments("list surplus", "no argument 'surplus'")]
    [Arguments("list -x", "no option '-x'")]
    [Arguments("--bogus", "no option '--bogus'")]
    [Arguments("--root", "--root needs a value.")]
    [Arguments("hlep", "Did you mean 'help'?")]
    [Arguments("help lst", "Did you mean 'list'?")]
    [Arguments("--help lst", "Did you mean 'list'?")]
    [Arguments("help list run", "ifw help takes one command, not 'run' as well.")]
    [Arguments("run --parallel 8", "--parallel=8")]
    public async Task Command_WrongUsage_EndsWithTwoAndSaysWhat(string arguments, string message)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync(arguments.Split(' '));

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(message);
        await Assert.That(outcome.Error).DoesNotContain("   at ");
        await Assert.That(outcome.Output).IsEmpty();
    }

    [Test]
    [Arguments("list --format JSON", "\"name\"")]
    [Arguments("list --order-by Name --order DESC --format Csv", "name,")]
    public async Task Option_OfWords_IsReadInWhateverCase(string arguments, string beginning)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync(arguments.Split(' '));

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains(beginning);
    }

    [Test]
    public async Task Help_OfACommand_SaysWhatMayBeLeftOutAndDescribesEverything()
    {
        using var root = new TemporaryRoot();
        var help = (await root.RunAsync("help", "run")).Output;

        await Assert.That(help).Contains("Usage: ifw run [NAME…] [OPTIONS]").And.Contains("--parallel[=N]").And.Contains("--tag <TAG>...");
        await Assert.That((await root.RunAsync("help", "query")).Output).Contains("Usage: ifw query SQL [OPTIONS]");
        await Assert.That((await root.RunAsync("help", "logs")).Output).Contains("Usage: ifw logs [RUN] [OPTIONS]");
        string[][] others = [["run", "--help"], ["--help", "run"], ["-h", "run"], ["--help", "run", "hello_world", "--limit", "3"]];
        foreach (var arguments in others)
        {
            await Assert.That((await root.RunAsync(arguments)).Output).IsEqualTo(help);
        }
    }

    [Test]
    [Arguments("--version", 0, "")]
    [Arguments("--help", 0, "")]
    [Arguments("list --root '{0}'", 0, "")]
    [Arguments("run hello_world --isolate --root '{0}'", 0, "")]
    [Arguments("validate --root '{0}'", 0, "")]
    [Arguments("report --root '{0}'", 0, "")]
    [Arguments("report --output mine.csv --root '{0}'", 3, "ifw: The folder that this was started in isn't there any more.")]
    [Arguments("list", 3, "ifw: The folder that this was started in isn't there any more.")]
    [Arguments("list --root sub", 3, "ifw: The folder that this was started in isn't there any more.")]
    public async Task Command_InAFolderThatWasDeleted_NeedsItOnlyForRelativePaths(string arguments, int exitCode, string message)
    {
        using var root = new TemporaryRoot();
        root.CopyIntegrations();
        var command = string.Format(System.Globalization.CultureInfo.InvariantCulture, arguments, root.Folder);
        using var shell = RunningProcess.Start("/bin/sh", root.Folder, [], "-c", $"mkdir gone && cd gone && rmdir ../gone && exec '{Ifw.Path}' {command}");
        var outcome = await shell.EndAsync();

        await Assert.That(outcome.ExitCode).IsEqualTo(exitCode).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains(message).And.DoesNotContain("   at ");
        await Assert.That(exitCode == 0 || outcome.Error.Count(character => character == '\n') == 1).IsTrue().Because(outcome.ToString());
    }

    [Test]
    [Arguments("run", "\u001b[2Jhello")]
    [Arguments("list", "--format", "\u001b[2J")]
    [Arguments("list", "--root", "\u001b[2J")]
    [Arguments("validate", "--set", "\u001b[2J.enabled=true")]
    [Arguments("\u001b[2J")]
    public async Task Command_ArgumentWithControlCharacters_DoesNotSteerTheTerminal(params string[] arguments)
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync(arguments);

        await Assert.That(outcome.ExitCode).IsNotEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output + outcome.Error).Contains("\\u001b[2J").And.DoesNotContain("\u001b");
    }

    [Test]
    public async Task Help_OfEveryCommand_DescribesEveryOption()
    {
        using var root = new TemporaryRoot();
        var commands = (await root.RunAsync("--help")).Output.Split('\n')
            .SkipWhile(line => line != "Commands:").Skip(1).TakeWhile(line => line.Length > 0).ToList();
        await Assert.That(commands.Count).IsGreaterThan(8);
        foreach (var command in commands)
        {
            await Assert.That(command.Trim()).Matches("^[a-z-]+ {4,}[A-Z].*[.]$");
            var help = (await root.RunAsync(command.Trim().Split(' ')[0], "--help")).Output;
            foreach (var line in help.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal) && !commands.Contains(line)))
            {
                await Assert.That(line.Trim()).Matches("^(-h, )?\\S.* {4,}\\S.*[.)]$").Because(help);
            }
        }
    }
}
