namespace IntegrationFramework.Running;

/// <summary>
/// Decides, once and for all, whether a run delivers or is given up: code that ignores cancellation may still be running when its
/// run is closed, and must not deliver afterwards.
/// </summary>
internal sealed class RunFence(string integration)
{
    private const int Open = 0;
    private const int Committing = 1;
    private const int Closed = 2;

    private int _state = Open;
    private volatile bool _hasDelivered;
    private volatile TaskCompletionSource? _commit;

    /// <summary>Whether everything was delivered: a run that is given up after that, in its cleaning up, has succeeded.</summary>
    public bool HasDelivered => _hasDelivered;

    /// <summary>Ends with the delivery that is under way, if one is.</summary>
    public Task CommitEnded => _commit?.Task ?? Task.CompletedTask;

    /// <summary>Gives the run up.</summary>
    /// <returns><see langword="false"/> if it is delivering at this moment, which doesn't take long: wait for <see cref="CommitEnded"/>, and try again.</returns>
    public bool TryClose() => Interlocked.CompareExchange(ref _state, Closed, Open) != Committing;

    /// <summary>Begins to deliver; from here on the run can't be given up.</summary>
    /// <exception cref="RunClosedException">It was given up.</exception>
    public void BeginCommit()
    {
        _commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _state, Committing, Open) == Closed)
        {
            _commit = null;
            throw new RunClosedException(integration);
        }
    }

    /// <summary>The delivery is done, or failed and is to be undone.</summary>
    public void EndCommit(bool delivered)
    {
        _hasDelivered = delivered;
        Interlocked.CompareExchange(ref _state, Open, Committing);
        _commit?.TrySetResult();
    }

    /// <exception cref="RunClosedException">The run was given up.</exception>
    public void ThrowIfClosed()
    {
        if (Volatile.Read(ref _state) == Closed)
        {
            throw new RunClosedException(integration);
        }
    }
}
