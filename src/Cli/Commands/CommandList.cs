using IntegrationFramework.Cli.CommandLine;

namespace IntegrationFramework.Cli.Commands;

/// <summary>All commands, in the order of the help.</summary>
internal static class CommandList
{
    public static IReadOnlyList<CommandEntry> Entries { get; } =
    [
        new("list", "Lists the integrations.", ListCommand.Define),
    ];
}
