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
    /// <returns><see langword="false"/> where there is no such level.</returns>
    public static bool TryParse(string text, out LogLevel level)
    {
        var index = Array.IndexOf(Names, text);
        level = (LogLevel)Math.Max(index, 0);
        return index >= 0;
    }
}
