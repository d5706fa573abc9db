using IntegrationFramework.Cli.CommandLine;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw list</c>.</summary>
internal static class ListCommand
{
    private static readonly Parameter<string> Format = Parameters.Choice("format", ["table", "json", "csv"], "How to show them.");

    public static CommandDefinition Define() => new()
    {
        Options = [Format, GlobalOptions.Root, GlobalOptions.Verbose],
        Invoke = static (values, environment) => new ValueTask<int>(Execute(environment, values.Get(Format))),
    };

    public static int Execute(CommandEnvironment environment, string format)
    {
        foreach (var name in environment.Registry.Names)
        {
            environment.Output.WriteLine(name);
        }

        return ExitCode.Ok;
    }
}
