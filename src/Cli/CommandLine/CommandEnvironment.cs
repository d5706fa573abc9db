using IntegrationFramework.Registration;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>What surrounds a command: its streams, the clock, the process's environment, and the host's integrations.</summary>
internal sealed class CommandEnvironment
{
    private readonly Lazy<IntegrationRegistry> _registry;

    public CommandEnvironment(Func<IntegrationRegistry> registry, IReadOnlyList<string>? isolateCommand = null)
    {
        _registry = new Lazy<IntegrationRegistry>(registry, isThreadSafe: false);
        IsolateCommand = isolateCommand;
    }

    /// <summary>The integrations of this host; made when first asked for.</summary>
    public IntegrationRegistry Registry => _registry.Value;

    /// <summary>How to start this program again for <c>--isolate</c>, where the host knows better than the process's own path.</summary>
    public IReadOnlyList<string>? IsolateCommand { get; }

    /// <summary>Results: standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Logs, progress and errors: standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The process's environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables => field ??= ProcessEnvironment.Read();

    /// <summary>Where relative paths of the command line begin.</summary>
    public string CurrentDirectory { get; init; } = Environment.CurrentDirectory;
}
