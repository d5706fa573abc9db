using IntegrationFramework.Configuration;
using IntegrationFramework.Running;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Http;

/// <summary>What an HTTP client works with in one run; a constructor of a provided type may ask for it.</summary>
public sealed class HttpServices
{
    /// <summary>The <c>http:</c> section of the integration's config.yaml.</summary>
    /// <value>The defaults of that section by default.</value>
    public HttpConfig Policy { get; init; } = new();

    /// <summary>The integration's name.</summary>
    public required string Integration { get; init; }

    /// <summary>The run's identifier, as in the telemetry database.</summary>
    public required string RunId { get; init; }

    /// <summary>The folder whose <c>cache/</c> is used: the one that the host works in, in the sandbox <c>output/sandbox</c> in it.</summary>
    public required string Root { get; init; }

    /// <summary>The clock of timeouts and waits.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The logger of this run.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>What all runs and processes that use the same host and account share.</summary>
    /// <value><see langword="null"/> by default: the integration's limits hold for this client alone.</value>
    public SharedLimits? Limits { get; init; }

    /// <summary>What the run does over HTTP is counted here.</summary>
    /// <value>Counters of this client alone by default.</value>
    public HttpStatistics Statistics { get => LazyInitializer.EnsureInitialized(ref field, static () => new HttpStatistics()); init; }

    /// <summary>Takes secrets out of whatever is logged or kept. Tokens that are got at run time are to be added to it.</summary>
    public required Redactor Redactor { get; init; }

    /// <summary>Whether requests go to services, are recorded besides, or are answered from <see cref="Cassette"/>.</summary>
    /// <value><see cref="RunMode.Live"/> by default.</value>
    public RunMode Mode { get; init; }

    /// <summary>In the sandbox: what answers.</summary>
    /// <value><see langword="null"/> by default: the integration has no cassette.</value>
    public Cassette? Cassette { get; init; }

    /// <summary>While it is recorded: takes the exchanges.</summary>
    /// <value><see langword="null"/> by default.</value>
    public CassetteRecorder? Recorder { get; init; }
}
