using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Logging;

/// <summary>The names of log levels, as the console, the database and the command line have them.</summary>
public static class LogLevels
{
    private static readonly string[] Names = ["trace", "debug", "information", "warning", "error", "critical", "none"];

    /// <summary>The level in lower case.</summary>
    public static string ToText(this LogLevel level) => Names[(int)level];

    /// <summary>The levels that a line can have, from the least grave to the gravest.</summary>
    public static IReadOnlyList<string> All { get; } = Names[..^1];

    /// <summary>Reads a level in lower case.</summary>
    /// <exception cref="FormatException">There is no such level.</exception>
    public static LogLevel Parse(string text) =>
        Array.IndexOf(Names, text) is var index and >= 0 ? (LogLevel)index : throw new FormatException($"'{text}' is no log level.");
}
