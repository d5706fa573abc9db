using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Configuration;
using IntegrationFramework.Logging;
using IntegrationFramework.Running;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>What the commands that run integrations have in common: signals, a display, loggers, telemetry, and the runner over all of it.</summary>
internal sealed class HostSession : IAsyncDisposable
{
    private readonly CommandEnvironment _environment;
    private readonly ConfigurationSources _sources;
    private readonly bool _asJson;
    private readonly HostLogging _logging;
    private TelemetryStore? _store;

    /// <param name="environment">What surrounds the command.</param>
    /// <param name="sources">Where configuration comes from.</param>
    /// <param name="asJson">Whether standard output is for one JSON object, and log lines are JSON too.</param>
    /// <param name="isVerbose">Whether logs have details.</param>
    /// <param name="display">Makes the display; called when signals are heeded, which have to take it away again.</param>
    public HostSession(CommandEnvironment environment, ConfigurationSources sources, bool asJson, bool isVerbose, Func<ProgressDisplay?>? display = null)
    {
        _environment = environment;
        _sources = sources;
        _asJson = asJson;
        Signals = new StopSignals(environment.Time);
        Display = display?.Invoke();
        if (Display is not null)
        {
            Signals.Ending = Display.Abandon;
        }

        _logging = HostLogging.Create(environment, asJson ? LogFormat.Json : LogFormat.Text, isVerbose, Redactor, Display?.LogWriter);
        Logger = _logging.Factory.CreateLogger("ifw");
    }

    /// <summary>Learns the secrets of every integration before that runs.</summary>
    public Redactor Redactor { get; } = new();

    /// <summary>The signals that end the process.</summary>
    public StopSignals Signals { get; }

    /// <summary>The display on the terminal, if there is one.</summary>
    public ProgressDisplay? Display { get; }

    /// <summary>The command's own logger.</summary>
    public ILogger Logger { get; }

    /// <summary>Telemetry, once it was opened.</summary>
    public TelemetryStore Store => _store ?? throw new InvalidOperationException("Telemetry was not opened.");

    /// <summary>Opens telemetry, and makes a runner that records its runs there.</summary>
    /// <param name="root">The folder to work in.</param>
    /// <param name="telemetryFile">The database.</param>
    /// <exception cref="TelemetryException">It can't be used.</exception>
    /// <exception cref="CommandException">A signal came while another process had it locked.</exception>
    public BatchRunner OpenRunner(string root, string telemetryFile)
    {
        _store = HostTelemetry.Open(_environment, telemetryFile, Redactor, Logger, Signals);
        return new BatchRunner(root, _sources, _store, _logging.Factory, _environment.Time, Display)
        {
            Support = HostSupport.Desk(_environment, _store, _logging.Factory.CreateLogger("support"), _sources),
            StandardOutput = _asJson ? _environment.ErrorStream : _environment.OutputStream,
        };
    }

    /// <summary>The command's exit code: a signal's, where one has ended it.</summary>
    /// <param name="isSuccess">Whether all went well.</param>
    /// <param name="isTelemetryUnusable">Whether nothing more could be recorded.</param>
    public int ExitCodeOf(bool isSuccess, bool isTelemetryUnusable) =>
        Signals.ExitCode != ExitCode.Ok ? Signals.ExitCode
        : isTelemetryUnusable ? ExitCode.Configuration
        : isSuccess ? ExitCode.Ok : ExitCode.Failed;

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync().ConfigureAwait(false);
        }

        _logging.Dispose();
        if (Display is not null)
        {
            await Display.DisposeAsync().ConfigureAwait(false);
        }

        Signals.Dispose();
    }
}
