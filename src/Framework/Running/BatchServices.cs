using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Logging;
using IntegrationFramework.Registration;
using IntegrationFramework.Security;
using IntegrationFramework.Support;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>What all runs of a batch share.</summary>
internal sealed class BatchServices
{
    public required string Root { get; init; }

    /// <summary>The folder whose <c>cache/</c> is used: the root, or the sandbox in it.</summary>
    public required string WorkFolder { get; init; }

    public required ConfigurationLoader Configuration { get; init; }

    public required TelemetryStore Store { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required TimeProvider Time { get; init; }

    public required SupportDesk Support { get; init; }

    public required SqlQueryManager Sql { get; init; }

    public required Stream StandardOutput { get; init; }

    public required Func<double> Random { get; init; }

    public IBatchObserver? Observer { get; init; }

    public required BatchOptions Options { get; init; }

    public required string BatchId { get; init; }

    public TelemetryHealth Telemetry { get; } = new();

    public Redactor Redactor => Store.Redactor;

    /// <summary>Reads an integration's configuration; its secrets are taken out of everything from then on.</summary>
    public LoadedConfiguration Load(IntegrationDescriptor descriptor)
    {
        var loaded = Configuration.Load(descriptor);
        Redactor.Add(loaded.Secrets);
        return loaded;
    }

    /// <summary>
    /// The logger of a run: to the host's loggers and to telemetry, without secrets. They are taken out before any of the host's
    /// providers sees them, since those needn't know of the redactor.
    /// </summary>
    public ILogger LoggerFor(string integration, string runId) =>
        new RedactingLogger(new RunLogger(Loggers, Store, runId, integration, Time), Redactor);

    public IntegrationServices ServicesFor(RunFacts run, LoadedConfiguration loaded, CassetteRecorder? recorder, RunHttp http) => new()
    {
        Logger = run.Logger,
        Time = run.Time,
        Sql = Sql,
        Support = Support.For(run.Integration, run.Logger),
        Http = new HttpServices
        {
            Policy = loaded.Config.Http,
            Integration = run.Integration,
            RunId = run.RunId,
            Root = WorkFolder,

            // The waits for a service that is recorded need the time of day as it is.
            Time = Options.Mode == RunMode.Record ? Time : run.Time,
            Logger = run.Logger,
            Redactor = Redactor,
            Mode = Options.Mode,
            Cassette = loaded.Cassette,
            Recorder = recorder,
            Limits = http.Limits,
            Statistics = http.Statistics,
        },
    };
}
