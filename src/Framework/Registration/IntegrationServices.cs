using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Registration;

/// <summary>The framework's services that a constructor may ask for; generated factories read them from here.</summary>
public sealed class IntegrationServices
{
    /// <summary>The logger of this run.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>SQL over the host's databases.</summary>
    public required SqlQueryManager Sql { get; init; }

    /// <summary>Notifications and support issues.</summary>
    public required SupportManager Support { get; init; }
}
