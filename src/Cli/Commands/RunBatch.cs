using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Hosting;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Cli.Commands;

/// <summary>Runs a batch for <c>ifw run</c>, from the selection to the summary.</summary>
internal sealed partial class RunBatch(CommandEnvironment environment, string root, RunOptions options)
{
    private readonly Dictionary<string, LoadedConfiguration> _loaded = new(StringComparer.Ordinal);

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExecuteAsync()
    {
        var sources = HostSources.OpenToRun(environment, root, options.Sets) with { Mode = options.Mode };
        var loader = new ConfigurationLoader(sources);
        var broken = new List<ConfigDiagnostic>();
        var integrations = Select(loader, broken.Add);
        await using var session = new HostSession(
            environment, sources, options.Json, options.IsVerbose, () => ProgressDisplay.Create(environment, options, integrations.Count));
        foreach (var error in broken)
        {
            LogBrokenMetadata(session.Logger, error);
        }

        if (integrations.Count == 0)
        {
            LogNothingSelected(session.Logger);
        }

        if (options.Isolated is null)
        {
            HostSources.WarnOfStrays(environment, sources, session.Logger);
            WarnOfSetsForOthers(integrations, session.Logger);
        }

        var runner = session.OpenRunner(root, TelemetryFile());
        var result = await RunAsync(runner, integrations, Conflicts(integrations, loader), session.Signals.Stop).ConfigureAwait(false);
        if (session.Display is { } display)
        {
            await display.EndAsync().ConfigureAwait(false);
        }

        if (options.Isolated is null)
        {
            // Where records go to standard output, nothing else does.
            var output = options.Json || !WritesToStandardOutput(integrations, loader) ? environment.Output : environment.Error;
            RunSummary.Write(output, result, options, session.Redactor);
        }

        return session.ExitCodeOf(result.IsSuccess, result.IsTelemetryUnusable);
    }

    private string TelemetryFile()
    {
        var isSandbox = options.Mode == RunMode.Sandbox;
        if (isSandbox)
        {
            Directory.CreateDirectory(SandboxFolder.Of(root));
        }

        return CommandEnvironment.TelemetryFileIn(root, isSandbox);
    }

    private async Task<BatchResult> RunAsync(
        BatchRunner runner, IReadOnlyList<IntegrationDescriptor> integrations, ILookup<string, ConfigDiagnostic>? conflicts, CancellationToken signal)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signal);
        using var watch = new CancellationTokenSource();
        if (options.Isolated is not null)
        {
            // Ends with the process at the latest; nobody waits for it.
            _ = ParentWatch.WatchAsync(Console.OpenStandardInput(), stop, watch.Token);
        }

        var result = await runner.RunAsync(
            new BatchOptions
            {
                Integrations = integrations,
                Parallelism = options.Parallelism ?? 1,
                Isolate = options.Isolate,
                IsolatedCommand = run => [.. SelfCommand.Of(environment), .. RunCommand.ArgumentsOf(run, root, options)],
                Isolated = options.Isolated,
                FailFast = options.FailFast,
                DryRun = options.DryRun,
                Limit = options.Limit,
                FullRefresh = options.FullRefresh,
                Mode = options.Mode,
                Conflicts = conflicts,
            },
            stop.Token).ConfigureAwait(false);
        return result;
    }

    /// <summary>What was named, or else what is enabled; of it what the filters select.</summary>
    private List<IntegrationDescriptor> Select(ConfigurationLoader loader, Action<ConfigDiagnostic> onError)
    {
        var registry = environment.Registry;
        IEnumerable<IntegrationDescriptor> candidates = options.Names.Count > 0
            ? NamedIntegrations.Find(registry, options.Names)
            : registry.Integrations.Where(descriptor => Load(loader, descriptor).Config.Enabled);
        return options.Filters.IsEmpty
            ? [.. candidates]
            : [.. Selected.From(candidates, options.Filters, root, onError).Select(selected => selected.Descriptor)];
    }

    /// <summary>The configuration as it is before anything runs; read once.</summary>
    private LoadedConfiguration Load(ConfigurationLoader loader, IntegrationDescriptor descriptor)
    {
        if (!_loaded.TryGetValue(descriptor.Name, out var loaded))
        {
            _loaded.Add(descriptor.Name, loaded = loader.Load(descriptor, toRun: false));
        }

        return loaded;
    }

    /// <summary>What of the integrations must not run together.</summary>
    private ILookup<string, ConfigDiagnostic>? Conflicts(List<IntegrationDescriptor> integrations, ConfigurationLoader loader) =>
        integrations.Count < 2
            ? null
            : ConfigurationValidator.Conflicts(integrations.Select(descriptor => (descriptor.Name, Load(loader, descriptor))));

    /// <summary>Whoever sets something and then runs something else has mistaken one for the other.</summary>
    private void WarnOfSetsForOthers(List<IntegrationDescriptor> integrations, ILogger logger)
    {
        foreach (var name in options.Sets.Select(static set => set[..set.IndexOf('.', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal))
        {
            if (!integrations.Exists(descriptor => descriptor.Name == name))
            {
                LogSetForAnother(logger, name);
            }
        }
    }

    private bool WritesToStandardOutput(IEnumerable<IntegrationDescriptor> integrations, ConfigurationLoader loader) =>
        integrations.Any(descriptor => Load(loader, descriptor).Config.Deliver.Any(sink => sink is StdoutSinkConfig));

    [LoggerMessage(Level = LogLevel.Warning, Message = "--set changes nothing of {Integration}, which isn't among what runs now.")]
    private static partial void LogSetForAnother(ILogger logger, string integration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The filters looked at what was compiled in, since the file can't be used: {Error}")]
    private static partial void LogBrokenMetadata(ILogger logger, ConfigDiagnostic error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing was selected: no integration is enabled and as the filters say. 'ifw list' shows what there is.")]
    private static partial void LogNothingSelected(ILogger logger);
}
