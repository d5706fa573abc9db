using IntegrationFramework.Cli.CommandLine;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>How to start this program again.</summary>
internal static class SelfCommand
{
    /// <summary>The program and its first arguments: what the host said, else the process's own file.</summary>
    /// <exception cref="CommandException">It isn't known.</exception>
    public static IReadOnlyList<string> Of(CommandEnvironment environment)
    {
        if (environment.IsolateCommand is { } command)
        {
            return command;
        }

        var program = Environment.ProcessPath
            ?? throw new CommandException(ExitCode.Configuration, "--isolate needs to start this program again, but the system doesn't say where it lies.");

        // 'dotnet ifw.dll' is a process of dotnet's, whose first argument is the assembly.
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
    }
}
