using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Logging;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>The loggers of a command: lines on standard error. Built only by commands that log.</summary>
internal sealed class HostLogging : IDisposable
{
    private HostLogging(ILoggerFactory factory) => Factory = factory;

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Factory { get; }

    /// <param name="environment">What surrounds the command.</param>
    /// <param name="format">How lines are written.</param>
    /// <param name="isVerbose">Whether they have details.</param>
    /// <param name="redactor">Takes the secrets out of every line.</param>
    /// <param name="writer">Where to; standard error by default.</param>
    public static HostLogging Create(CommandEnvironment environment, LogFormat format, bool isVerbose, Redactor redactor, TextWriter? writer = null)
    {
        var isTerminal = environment.IsErrorTerminal;
        var provider = new TextLoggerProvider(writer ?? environment.Error, new TextLoggerOptions
        {
            Format = format,
            Colors = writer is null && isTerminal && environment.AllowsColors,
            ShortTime = isTerminal,
            StackTraces = isVerbose,
            MinimumLevel = isVerbose ? LogLevel.Debug : LogLevel.Information,
            Redactor = redactor,
            Time = environment.Time,
        });
        return new HostLogging(new LoggerFactory([provider], new LoggerFilterOptions { MinLevel = LogLevel.Trace }));
    }

    public void Dispose() => Factory.Dispose();
}
