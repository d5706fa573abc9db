using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Http;

/// <summary>What a process knows of a host and account, and the door through which its requests go one by one to get their turn.</summary>
internal sealed class LimitGate
{
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _blockedUntil;
    private long _exhaustedUntil;
    private long _used;
    private long _allowed;
    private volatile bool _isLimited;
    private long _seenAt;

    /// <summary>Open for one at a time: a process has at most one turn in reserve.</summary>
    public SemaphoreSlim Entry { get; } = new(1);

    /// <summary>Whether somebody limits requests to it.</summary>
    public bool IsLimited => _isLimited;

    /// <summary>When the database was last looked at, in microseconds since 1970.</summary>
    public long SeenAt => Interlocked.Read(ref _seenAt);

    public long BlockedUntil => Interlocked.Read(ref _blockedUntil);

    public long ExhaustedUntil => Interlocked.Read(ref _exhaustedUntil);

    public long Used => Interlocked.Read(ref _used);

    public long Allowed => Interlocked.Read(ref _allowed);

    /// <summary>Completes when a slot of this process is given back.</summary>
    public Task Released => Volatile.Read(ref _released).Task;

    public void Learn(in LimitState state, long now)
    {
        _isLimited = state.Pace is not null || state.Concurrency is not null;
        for (var known = BlockedUntil; state.BlockedUntil > known; known = BlockedUntil)
        {
            // Only ever later: what is told last may have been read first.
            Interlocked.CompareExchange(ref _blockedUntil, state.BlockedUntil, known);
        }

        LearnUsage(state.Used, state.Allowed, state.ExhaustedUntil);
        Interlocked.Exchange(ref _seenAt, now);
    }

    public void LearnUsage(long used, long allowed, long exhaustedUntil)
    {
        Interlocked.Exchange(ref _used, used);
        Interlocked.Exchange(ref _allowed, allowed);
        Interlocked.Exchange(ref _exhaustedUntil, exhaustedUntil);
    }

    /// <summary>Whether what was seen is older than <paramref name="fresh"/>, for the one who asks first.</summary>
    public bool TryBeginLook(long now, long fresh)
    {
        var seen = SeenAt;
        return now - seen > fresh && Interlocked.CompareExchange(ref _seenAt, now, seen) == seen;
    }

    public void Release() =>
        Interlocked.Exchange(ref _released, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
