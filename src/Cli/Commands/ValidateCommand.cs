using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Configuration;
using IntegrationFramework.Logging;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw validate</c>: everything that can be checked without running, in the compiler's own words.</summary>
internal static class ValidateCommand
{
    private static readonly Parameter<IReadOnlyList<string>> Names = Parameters.Texts("NAME", "NAME", "The integrations to report on; by default all.");
    private static readonly Parameter<bool> Strict = Parameters.Flag("strict", "Takes warnings for errors.");
    private static readonly Parameter<bool> NoCache = Parameters.Flag("no-cache", "Checks what has not changed, too.");
    private static readonly Parameter<IReadOnlyList<string>> Set = Parameters.Texts("set", "NAME.KEY=VALUE", "Overrides a key, such as hello_world.timeout=5m.");
    private static readonly Parameter<bool> Build = Parameters.Flag("build", "Checks the YAML of the source tree alone, as the build does.") with { Hidden = true };

    public static CommandDefinition Define() => new()
    {
        Options = [Strict, NoCache, Set, Build, GlobalOptions.Root, GlobalOptions.Verbose],
        Arguments = [Names],
        Invoke = static (values, environment) => new ValueTask<int>(Execute(
            environment,
            environment.FindRoot(values.Get(GlobalOptions.Root)),
            new ValidationOptions { Names = values.Get(Names), Strict = values.Get(Strict), UseCache = !values.Get(NoCache) },
            values.Get(Set),
            values.Get(Build))),
    };

    /// <summary>Validates and writes the diagnostics, one a line.</summary>
    /// <param name="environment">What surrounds the command.</param>
    /// <param name="root">The folder to work in.</param>
    /// <param name="options">How to validate.</param>
    /// <param name="sets">What <c>--set</c> says.</param>
    /// <param name="sourceTreeOnly">Whether nothing counts but the YAML that the compiler sees.</param>
    public static int Execute(CommandEnvironment environment, string root, ValidationOptions options, IReadOnlyList<string> sets, bool sourceTreeOnly)
    {
        NamedIntegrations.Check(environment.Registry, options.Names);
        var sources = sourceTreeOnly ? ConfigurationSources.OpenSourceTree(root) : ConfigurationSources.Open(root, sets, environment.Variables);
        var report = new ConfigurationValidator(sources, environment.Registry).Validate(options);
        foreach (var diagnostic in report.Diagnostics)
        {
            environment.Output.WriteLine(ControlCharacters.Show(diagnostic.ToString()));
        }

        if (!sourceTreeOnly)
        {
            environment.Output.Flush();
            environment.Error.WriteLine(
                $"{Count(report.Integrations.Count, "integration")}: {Count(report.Errors, "error")}, {Count(report.Warnings, "warning")}.");
        }

        return report.IsValid ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
