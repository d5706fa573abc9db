using Microsoft.Extensions.Logging;

namespace Vendors.Salesforce;

/// <summary>Waits for rows that somebody else is writing (UNABLE_TO_LOCK_ROW): two, four and eight seconds, jittered.</summary>
internal sealed partial class LockedRows(SalesforceConnection connection)
{
    public const int Retries = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    /// <summary>Waits before a retry.</summary>
    /// <param name="retry">Which, from 1.</param>
    /// <param name="rows">How many rows wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(int retry, long rows, CancellationToken cancellationToken)
    {
        // Apart from those that wait for the same row.
        var wait = FirstWait * Math.Pow(2, retry - 1) * (0.75 + (Random.Shared.NextDouble() * 0.5));
        LogLocked(connection.Logger, rows, wait, retry, Retries);
        return Task.Delay(wait, connection.Time, cancellationToken);
    }

    public async Task<T> RetryAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        for (var retry = 1; ; retry++)
        {
            try
            {
                return await write().ConfigureAwait(false);
            }
            catch (SalesforceException error) when (error.ErrorCode == ErrorCodes.RowLocked && retry <= Retries)
            {
                await WaitAsync(retry, 1, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Salesforce: {Rows} rows are locked by somebody else (UNABLE_TO_LOCK_ROW); retry {Retry} of {Retries} follows in {Wait}.")]
    private static partial void LogLocked(ILogger logger, long rows, TimeSpan wait, int retry, int retries);
}
