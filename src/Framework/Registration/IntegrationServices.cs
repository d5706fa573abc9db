using IntegrationFramework.Http;
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

    /// <summary>What the integration's HTTP client works with.</summary>
    public required HttpServices Http { get; init; }

    /// <summary>The logger of this run, for a constructor that asks for one of its own category.</summary>
    public ILogger<T> LoggerFor<T>() => new RunLogger<T>(Logger);

    /// <summary>Passes on to the run's logger, which names the integration and goes to telemetry with the run.</summary>
    private sealed class RunLogger<T>(ILogger inner) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
