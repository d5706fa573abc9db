using System.Runtime.CompilerServices;
using IntegrationFramework;
using Microsoft.Extensions.Logging;

namespace TestHost;

/// <summary>Takes its time, and stops when it is told to.</summary>
[Integration]
public sealed partial class Sleeper(SleeperSettings settings, ILogger logger, TimeProvider time) : Integration<Line>
{
    protected override async IAsyncEnumerable<Line> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LogReady(logger);
        await Task.Delay(settings.Duration, time, cancellationToken);
        yield return new Line("slept");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "ready to be told to stop")]
    private static partial void LogReady(ILogger logger);
}

public sealed record SleeperSettings
{
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>A record of one text.</summary>
public sealed record Line(string Text);
