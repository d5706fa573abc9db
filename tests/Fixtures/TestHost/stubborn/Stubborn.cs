using IntegrationFramework;
using Microsoft.Extensions.Logging;

namespace TestHost;

/// <summary>Takes its time whatever it is told.</summary>
[Integration]
public sealed partial class Stubborn(ILogger logger, TimeProvider time) : Integration<Line>
{
    protected override async IAsyncEnumerable<Line> FetchAsync(
        RunContext run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LogReady(logger);
        await Task.Delay(TimeSpan.FromMinutes(5), time, CancellationToken.None);
        yield return new Line("never");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "ready to be told to stop")]
    private static partial void LogReady(ILogger logger);
}
