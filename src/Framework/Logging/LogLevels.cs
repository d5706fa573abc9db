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

    /// <summary>Reads a level, in whatever case: its name, or the short form that the console has for it.</summary>
    /// <exception cref="FormatException">There is no such level.</exception>
    public static LogLevel Parse(string text) =>
        TryParse(text, out var level) ? level : throw new FormatException($"'{text}' is no log level.");

    /// <summary>As <see cref="Parse"/>, where the text may be none.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out LogLevel level)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = text.ToLowerInvariant();
        var index = Array.IndexOf(Names, name switch
        {
            "trce" => "trace",
            "dbug" => "debug",
            "info" => "information",
            "warn" => "warning",
            "fail" or "err" => "error",
            "crit" => "critical",
            _ => name,
        });
        level = index < 0 ? LogLevel.None : (LogLevel)index;
        return index >= 0;
    }
}
