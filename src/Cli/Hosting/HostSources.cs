using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>The sources of the configuration, for commands that can do nothing without them.</summary>
internal static partial class HostSources
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

    /// <summary>Opens them for a command that runs integrations; <see cref="WarnOfStrays"/> says the rest.</summary>
    /// <exception cref="UsageException">What <c>--set</c> says names no key of an integration that is there.</exception>
    /// <exception cref="CommandException"><c>.env</c> can't be read, or <c>IFW_ENVIRONMENT</c> is no name.</exception>
    public static ConfigurationSources OpenToRun(CommandEnvironment environment, string root, IReadOnlyList<string> sets)
    {
        foreach (var set in sets)
        {
            var dot = set.IndexOf('.', StringComparison.Ordinal);
            var equals = set.IndexOf('=', StringComparison.Ordinal);
            if (dot <= 0 || equals < dot)
            {
                // What is behind the key may be a secret, and so may be the whole where there is no key.
                var shown = equals < 0 ? "" : $", not '{set[..equals]}=…'";
                throw new UsageException($"--set takes an integration, a key and a value, such as hello_world.timeout=5m{shown}.");
            }

            NamedIntegrations.Check(environment.Registry, [set[..dot]]);
        }

        return Open(environment, root, sets);
    }

    /// <summary>A variable with a misspelled name would otherwise leave everything as it was, without a word.</summary>
    public static void WarnOfStrays(CommandEnvironment environment, ConfigurationSources sources, ILogger logger)
    {
        foreach (var stray in new ConfigurationValidator(sources, environment.Registry).StrayOverrides())
        {
            LogStrayOverride(logger, stray.File, stray.Message);
        }

        if (HostSupport.Problem(sources) is { } problem)
        {
            LogSupport(logger, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Variable} changes nothing: {Problem}")]
    private static partial void LogStrayOverride(ILogger logger, string variable, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void LogSupport(ILogger logger, string problem);
}
