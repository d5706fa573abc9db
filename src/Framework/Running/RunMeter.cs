using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>
/// Counts and times one attempt. At any moment one phase is at work (the phases pull from each other), and the time between two
/// changes belongs to it.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="committed">What earlier attempts have committed, page by page.</param>
internal sealed class RunMeter(TimeProvider time, RunCounters committed = default)
{
    private readonly long[] _ticks = new long[5];
    private readonly long[] _records = [0, committed.Fetched, committed.Delivered + committed.Dead, committed.Delivered, 0];
    private readonly long _bytesBefore = committed.Bytes;
    private long _since = time.GetTimestamp();
    private long _dropped = committed.Dropped;
    private long _dead = committed.Dead;
    private long _bytes = committed.Bytes;
    private Exception? _failure;
    private Phase _failedIn;

    /// <summary>The phase that is at work.</summary>
    public Phase Current { get; private set; }

    public long Fetched => Volatile.Read(ref _records[(int)Phase.Fetch]);

    public long Dead => Volatile.Read(ref _dead);

    public RunCounters Counters => new(
        Fetched, Volatile.Read(ref _records[(int)Phase.Deliver]), Volatile.Read(ref _dropped), Dead, Volatile.Read(ref _bytes));

    /// <summary>Lets another phase go to work, and gives the one that was at it.</summary>
    public Phase Enter(Phase phase)
    {
        var now = time.GetTimestamp();
        var previous = Current;
        _ticks[(int)previous] += now - _since;
        _since = now;
        Current = phase;
        return previous;
    }

    public void Count(Phase phase, long records) => Interlocked.Add(ref _records[(int)phase], records);

    public void CountDropped(int records) => Interlocked.Add(ref _dropped, records);

    public long CountDead() => Interlocked.Increment(ref _dead);

    public void SetBytes(long bytes) => Volatile.Write(ref _bytes, _bytesBefore + bytes);

    /// <summary>What was committed page by page: it stays delivered whatever becomes of the attempt.</summary>
    public RunCounters Committed { get; private set; } = committed;

    /// <summary>All that was counted so far is committed.</summary>
    public void MarkCommitted() => Committed = Counters;

    /// <summary>What was delivered and not committed has been undone.</summary>
    public void ClearDelivered() => Volatile.Write(ref _records[(int)Phase.Deliver], Committed.Delivered);

    /// <summary>Remembers in which phase an error came up, for use as an exception filter: the innermost phase that sees it counts.</summary>
    /// <returns>Always <see langword="false"/>: the error goes on.</returns>
    public bool NoteFailure(Exception error)
    {
        if (!ReferenceEquals(_failure, error))
        {
            _failure = error;
            _failedIn = Current;
        }

        return false;
    }

    /// <summary>The phase in which an error came up.</summary>
    public Phase PhaseOf(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (ReferenceEquals(cause, _failure))
            {
                return _failedIn;
            }
        }

        return Current;
    }

    public IReadOnlyList<PhaseTiming> Phases()
    {
        Enter(Current);
        return [Timing(Phase.Fetch), Timing(Phase.Postprocess), Timing(Phase.Deliver)];
    }

    private PhaseTiming Timing(Phase phase) =>
        new(phase.Name(), time.GetElapsedTime(0, _ticks[(int)phase]), Volatile.Read(ref _records[(int)phase]));
}
