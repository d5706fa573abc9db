using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Logging;

/// <summary>What a <see cref="TextLoggerProvider"/> writes, and how.</summary>
public sealed record TextLoggerOptions
{
    /// <summary>How the lines are written.</summary>
    /// <value><see cref="LogFormat.Text"/> by default.</value>
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>Whether levels are coloured: only where a person's terminal shows them.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool Colors { get; init; }

    /// <summary>Whether lines begin with the time alone, which is enough on a terminal, or with the date too.</summary>
    /// <value><see langword="false"/> by default: ISO 8601 in UTC.</value>
    public bool ShortTime { get; init; }

    /// <summary>Whether an exception is written with its stack trace. Without, its type and message are.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool StackTraces { get; init; }

    /// <summary>The least grave level that is written.</summary>
    /// <value><see cref="LogLevel.Information"/> by default.</value>
    public LogLevel MinimumLevel { get; init; } = LogLevel.Information;

    /// <summary>Takes secrets out of every line.</summary>
    public Redactor Redactor { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
