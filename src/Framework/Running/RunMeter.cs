using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>
/// Counts and times one attempt. At any moment one phase is at work (the phases pull from each other), and the time between two
/// changes belongs to it.
/// </summary>
internal sealed class RunMeter(TimeProvider time)
{
    private readonly long[] _ticks = new long[4];
    private readonly long[] _records = new long[4];
    private long _since = time.GetTimestamp();
    private long _dropped;
    private long _dead;
    private long _bytes;
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

    public void SetBytes(long bytes) => Volatile.Write(ref _bytes, bytes);

    /// <summary>What was delivered has been undone.</summary>
    public void ClearDelivered() => Volatile.Write(ref _records[(int)Phase.Deliver], 0);

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
