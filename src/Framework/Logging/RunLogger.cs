using System.Collections;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Logging;

/// <summary>
/// The logger of one run: each line goes to the host's loggers, with the run as its scope, and into the telemetry database, with its
/// named values and the whole exception. The store takes secrets out.
/// </summary>
public sealed class RunLogger : ILogger
{
    private readonly ILogger _host;
    private readonly TelemetryStore _store;
    private readonly string _category;
    private readonly TimeProvider _time;
    private readonly LogLevel _minimumLevel;
    private readonly RunScope _scope;

    /// <summary>Makes the logger of a run.</summary>
    /// <param name="loggers">The host's loggers.</param>
    /// <param name="store">Where the run's lines are kept.</param>
    /// <param name="runId">The run.</param>
    /// <param name="integration">The integration's name; the category of the lines.</param>
    /// <param name="time">The clock.</param>
    /// <param name="minimumLevel">The least grave level that is kept: by default what the host's loggers are enabled for, and information in any case.</param>
    public RunLogger(
        ILoggerFactory loggers, TelemetryStore store, string runId, string integration, TimeProvider time, LogLevel minimumLevel = LogLevel.Information)
    {
        _host = loggers.CreateLogger(integration);
        _store = store;
        _category = integration;
        _time = time;
        _minimumLevel = minimumLevel;
        _scope = new RunScope(runId, integration);
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _host.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => IsKept(logLevel) || _host.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_host.IsEnabled(logLevel))
        {
            using var scope = _host.BeginScope(_scope);
            _host.Log(logLevel, eventId, state, exception, formatter);
        }

        if (IsKept(logLevel))
        {
            _store.Log(new LogEntry(
                _scope.RunId,
                _time.GetUtcNow(),
                logLevel,
                _category,
                formatter(state, exception),
                JsonLogLine.Detail(state as IReadOnlyList<KeyValuePair<string, object?>>, exception, _store.Redactor)));
        }
    }

    private bool IsKept(LogLevel level) => level != LogLevel.None && (level >= _minimumLevel || _host.IsEnabled(level));

    /// <summary>What JSON lines say about the run that they belong to.</summary>
    private sealed class RunScope(string runId, string integration) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public string RunId => runId;

        public int Count => 2;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("run_id", runId),
            1 => new("integration", integration),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
            yield return this[1];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"run {runId} of {integration}";
    }
}
