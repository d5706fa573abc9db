using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>Takes secrets out of what a run logs before any provider sees it.</summary>
internal sealed class RedactingLogger(ILogger inner, Redactor redactor) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!inner.IsEnabled(logLevel))
        {
            return;
        }

        var text = formatter(state, exception);
        var redacted = redactor.Redact(text);
        if (exception is not null)
        {
            var detail = exception.ToString();
            var redactedDetail = redactor.Redact(detail);
            exception = ReferenceEquals(detail, redactedDetail) ? exception : new RedactedException(redactor.Redact(exception.Message), redactedDetail);
        }

        if (ReferenceEquals(text, redacted) && !HasSecretValue(state))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        else
        {
            inner.Log(logLevel, eventId, redacted, exception, static (message, _) => message);
        }
    }

    /// <summary>Whether a named value holds a secret that the message's text doesn't show.</summary>
    private bool HasSecretValue<TState>(TState state)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            foreach (var (_, value) in values)
            {
                if (value?.ToString() is { } text && !ReferenceEquals(redactor.Redact(text), text))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Stands for an exception whose text named a secret.</summary>
    private sealed class RedactedException(string message, string detail) : Exception(message)
    {
        public override string ToString() => detail;
    }
}
