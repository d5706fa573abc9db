using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Hosting;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Logging;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw report-issue</c>: a support issue by hand.</summary>
internal static partial class ReportIssueCommand
{
    private static readonly Parameter<string?> IssueType = Parameters.Text("issue-type", "TYPE", "What kind of issue it is, such as data_quality.") with { Required = true };
    private static readonly Parameter<string?> Message = Parameters.Text("message", "TEXT", "What is wrong.") with { Required = true };
    private static readonly Parameter<string?> Integration = Parameters.Text("integration-name", "NAME", "The integration that it is about.");

    public static CommandDefinition Define() => new()
    {
        Options = [IssueType, Message, Integration, GlobalOptions.Root, GlobalOptions.Verbose],
        Invoke = static (values, environment) => new ValueTask<int>(ExecuteAsync(
            environment,
            environment.FindRoot(values.Get(GlobalOptions.Root)),
            values.Get(IssueType)!,
            values.Get(Message)!,
            values.Get(Integration),
            values.Get(GlobalOptions.Verbose))),
    };

    /// <summary>Counts the issue and hands it to the support system.</summary>
    public static async Task<int> ExecuteAsync(
        CommandEnvironment environment, string root, string type, string message, string? integration, bool isVerbose)
    {
        if (string.IsNullOrWhiteSpace(type) || string.IsNullOrWhiteSpace(message))
        {
            throw new UsageException("--issue-type and --message need some text.");
        }

        if (integration is not null)
        {
            NamedIntegrations.Check(environment.Registry, [integration]);
        }

        var sources = HostSources.Open(environment, root, []);
        var redactor = new Redactor();
        redactor.Add(HostSecrets.Of(environment.Registry, sources));
        using var logging = HostLogging.Create(environment, LogFormat.Text, isVerbose, redactor);
        await using var store = HostTelemetry.Open(environment, CommandEnvironment.TelemetryFileIn(root, sandbox: false), redactor);
        var logger = logging.Factory.CreateLogger("support");
        if (HostSupport.Problem(sources) is { } problem)
        {
            LogSupport(logger, problem);
        }

        var count = await HostSupport.Desk(environment, store, logger, sources).For(integration, logger)
            .ReportIssueAsync(type, message).ConfigureAwait(false);
        environment.Output.WriteLine($"Issue {count.Id}, seen {count.Count} {(count.Count == 1 ? "time" : "times")}.");
        return ExitCode.Ok;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void LogSupport(ILogger logger, string problem);
}
