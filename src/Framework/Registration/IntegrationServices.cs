using IntegrationFramework.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Registration;

/// <summary>The framework's services that a constructor may ask for; generated factories read them from here.</summary>
public sealed class IntegrationServices
{
    private readonly Stack<object> _owned = new();

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

    /// <summary>
    /// Takes a service that was made for this attempt: when the attempt ends, however it ends, it is disposed, after the integration and
    /// after whatever was made later.
    /// </summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="service">An <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>; of both, the first counts.</param>
    /// <returns>The same service.</returns>
    public T Own<T>(T service)
        where T : class
    {
        _owned.Push(service);
        return service;
    }

    /// <summary>Hands over what is owned, the last first; nothing is owned after that.</summary>
    internal IReadOnlyList<object> TakeOwned()
    {
        object[] owned = [.. _owned];
        _owned.Clear();
        return owned;
    }

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
