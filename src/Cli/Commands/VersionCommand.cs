using IntegrationFramework.Cli.CommandLine;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw version</c>, the same as <c>ifw --version</c>.</summary>
internal static class VersionCommand
{
    public static CommandDefinition Define() => new()
    {
        Options = [GlobalOptions.Root, GlobalOptions.Verbose],
        Invoke = static (_, environment) =>
        {
            environment.Output.WriteLine($"ifw {ProgramVersion.Text}");
            return new ValueTask<int>(ExitCode.Ok);
        },
    };
}
