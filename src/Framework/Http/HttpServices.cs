using IntegrationFramework.Configuration;
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

    /// <summary>The folder that the host works in.</summary>
    public required string Root { get; init; }

    /// <summary>The clock of timeouts and waits.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The logger of this run.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>What all runs and processes that use the same host and account share.</summary>
    /// <value><see langword="null"/> by default: the integration's limits hold for this client alone.</value>
    public SharedLimits? Limits { get; init; }

    /// <summary>What the run does over HTTP is counted here.</summary>
    public HttpStatistics Statistics { get; init; } = new();

    /// <summary>Takes secrets out of whatever is logged or kept. Tokens that are got at run time are to be added to it.</summary>
    public required Redactor Redactor { get; init; }
}
