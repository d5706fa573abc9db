using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Logging;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>The loggers of a command: lines on standard error. Built only by commands that log.</summary>
internal sealed class HostLogging : IDisposable
{
    private HostLogging(ILoggerFactory factory, Redactor redactor)
    {
        Factory = factory;
        Redactor = redactor;
    }

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Factory { get; }

    /// <summary>Takes the secrets out of every line.</summary>
    public Redactor Redactor { get; }

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
        return new HostLogging(new LoggerFactory([provider], new LoggerFilterOptions { MinLevel = LogLevel.Trace }), redactor);
    }

    public void Dispose() => Factory.Dispose();
}
