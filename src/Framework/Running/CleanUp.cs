using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>Ends what an attempt has open.</summary>
internal static partial class CleanUp
{
    /// <summary>Disposes of the parts in their order. An error here must not hide the one that brought the attempt to its end.</summary>
    /// <returns>Whether all could be ended.</returns>
    public static async Task<bool> EndAsync(ActiveRun run, params IEnumerable<object?> parts)
    {
        var isClean = true;
        foreach (var part in parts)
        {
            try
            {
                await DisposeAsync(part).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                isClean = false;
                LogCleanUp(run.Logger, error, run.Integration);
            }
        }

        return isClean;
    }

    /// <summary>Disposes of a part, if there is anything to dispose of.</summary>
    public static async ValueTask DisposeAsync(object? part)
    {
        switch (part)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: something could not be closed after the run.")]
    private static partial void LogCleanUp(ILogger logger, Exception error, string integration);
}
