using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Logging;

/// <summary>
/// Writes log lines to a text stream, such as standard error, each in one piece. Secrets are taken out. JSON lines also carry what
/// the scopes around them say, such as the run.
/// </summary>
/// <param name="writer">Where the lines go; written to by one thread at a time.</param>
/// <param name="options">What is written, and how.</param>
public sealed class TextLoggerProvider(TextWriter writer, TextLoggerOptions options) : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentDictionary<string, TextLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, static (category, provider) => new TextLogger(provider, category), this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>Lets nobody write a line while something else is written to the same stream, such as a progress display.</summary>
    public void Exclusively(Action<TextWriter> write)
    {
        lock (_lock)
        {
            write(writer);
        }
    }

    /// <summary>Writes what waits. The stream is not closed.</summary>
    public void Dispose() => Exclusively(static writer => writer.Flush());

    private sealed class TextLogger(TextLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= provider.Options.MinimumLevel;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var logged = new LogEvent(
                provider.Options.Time.GetUtcNow(), logLevel, category, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>>, exception);
            var text = provider.Options.Format == LogFormat.Json
                ? JsonLogLine.Write(logged, provider._scopes, provider.Options)
                : TextLogLine.Write(logged, provider.Options);
            provider.Exclusively(writer => writer.Write(text));
        }
    }

    private TextLoggerOptions Options => options;
}

/// <summary>What was logged, before it becomes a line.</summary>
internal readonly record struct LogEvent(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>>? Properties,
    Exception? Exception);
