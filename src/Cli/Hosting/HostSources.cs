using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>The sources of the configuration, for commands that can do nothing without them.</summary>
internal static class HostSources
{
    /// <summary>Opens them.</summary>
    /// <exception cref="CommandException"><c>.env</c> can't be read, or <c>IFW_ENVIRONMENT</c> is no name.</exception>
    public static ConfigurationSources Open(CommandEnvironment environment, string root, IReadOnlyList<string> sets)
    {
        var sources = ConfigurationSources.Open(root, sets, environment.Variables);
        var errors = sources.Diagnostics.Where(diagnostic => diagnostic.Severity == ConfigSeverity.Error).ToList();
        return errors.Count == 0 ? sources
            : throw new CommandException(ExitCode.Configuration, string.Join(Environment.NewLine, errors));
    }
}
