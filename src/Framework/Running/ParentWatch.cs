namespace IntegrationFramework.Running;

/// <summary>
/// Tells a process that runs one isolated run that the process which started it is gone, or wants it to stop: the pipe between them,
/// the child's standard input, then ends.
/// </summary>
public static class ParentWatch
{
    /// <summary>Reads the pipe until it ends, and then cancels.</summary>
    /// <param name="pipe">The child's standard input.</param>
    /// <param name="stop">What to cancel.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public static async Task WatchAsync(Stream pipe, CancellationTokenSource stop, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        ArgumentNullException.ThrowIfNull(stop);
        var buffer = new byte[16];
        try
        {
            while (await pipe.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
                // Nothing is ever written to it.
            }
        }
        catch (IOException)
        {
            // A broken pipe says the same as one that ended.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await stop.CancelAsync().ConfigureAwait(false);
    }
}
