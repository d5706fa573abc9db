using System.Globalization;
using System.Text;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Logging;

/// <summary>Writes a log line for people: time, level, who, what.</summary>
internal static class TextLogLine
{
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";

    public static string Write(in LogEvent logged, TextLoggerOptions options)
    {
        var text = new StringBuilder();
        var time = options.ShortTime
            ? logged.Time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            : UtcText.From(logged.Time);
        var (name, color) = Level(logged.Level);
        if (options.Colors)
        {
            text.Append(Dim).Append(time).Append(Reset).Append(' ').Append(color).Append(name).Append(Reset);
        }
        else
        {
            text.Append(time).Append(' ').Append(name);
        }

        text.Append(' ').Append(logged.Category).Append(": ");
        var body = new StringBuilder(logged.Message);
        if (logged.Exception is { } exception)
        {
            if (options.StackTraces)
            {
                body.AppendLine().Append(exception);
            }
            else if (!logged.Message.Contains(exception.Message, StringComparison.Ordinal))
            {
                body.Append(" (").Append(exception.GetType().Name).Append(": ").Append(exception.Message).Append(')');
            }
        }

        // Only line breaks and tabs may shape the terminal: whatever else comes from a source's data is shown, not obeyed.
        return text.AppendLine(ControlCharacters.Show(options.Redactor.Redact(body.ToString()))).ToString();
    }

    private static (string Name, string Color) Level(LogLevel level) => level switch
    {
        LogLevel.Trace => ("trce", Dim),
        LogLevel.Debug => ("dbug", Dim),
        LogLevel.Warning => ("warn", "\e[33m"),
        LogLevel.Error => ("fail", "\e[31m"),
        LogLevel.Critical => ("crit", "\e[1;31m"),
        _ => ("info", "\e[32m"),
    };
}
