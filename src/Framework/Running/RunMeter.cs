using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>
/// Counts and times one attempt. In each lane one phase is at work at any moment, and the time between two changes belongs to it; waiting
/// for another lane belongs to none.
/// </summary>
internal sealed class RunMeter
{
    private static readonly int PhaseCount = Enum.GetValues<Phase>().Length;

    private readonly AsyncLocal<PhaseLane?> _ownLane = new();
    private readonly long[] _ticks = new long[PhaseCount];
    private readonly long[] _records = new long[PhaseCount];
    private readonly TimeProvider _time;
    private readonly PhaseLane _mainLane;
    private readonly long _bytesBefore;
    private long _dropped;
    private long _dead;
    private long _setAside;
    private long _bytes;
    private long _shown;
    private readonly Lock _failing = new();
    private List<(Exception Error, Phase Phase)>? _failures;

    /// <summary>Begins with the first lane.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="committed">What earlier attempts have committed, page by page.</param>
    public RunMeter(TimeProvider time, RunCounters committed = default)
    {
        _time = time;
        _mainLane = new PhaseLane(time.GetTimestamp());
        _records[(int)Phase.Fetch] = committed.Fetched;
        _records[(int)Phase.Postprocess] = committed.Delivered + committed.Dead;
        _records[(int)Phase.Deliver] = committed.Delivered;
        _dropped = committed.Dropped;
        _dead = committed.Dead;
        _bytes = _bytesBefore = committed.Bytes;
        Committed = committed;
    }

    /// <summary>The lane of the code that asks.</summary>
    public PhaseLane Lane => _ownLane.Value ?? _mainLane;

    /// <summary>The phase that the code that asks is in.</summary>
    public Phase Current => Lane.Current;

    /// <summary>The phase that the run can't go on without, seen from outside.</summary>
    public Phase Awaited
    {
        get
        {
            var lane = _mainLane;
            while (lane.WaitsFor is { } other)
            {
                lane = other;
            }

            return lane.Current;
        }
    }

    public long Fetched => Volatile.Read(ref _records[(int)Phase.Fetch]);

    public long Dead => Volatile.Read(ref _dead);

    public RunCounters Counters => new(
        Fetched, Volatile.Read(ref _records[(int)Phase.Deliver]), Volatile.Read(ref _dropped), Dead, Volatile.Read(ref _bytes));

    /// <summary>Makes a lane; <see cref="Begin"/> lets the code that calls it work in it.</summary>
    public PhaseLane NewLane() => new(_time.GetTimestamp());

    /// <summary>What the calling method does from here on, with all that it calls, is done in another lane.</summary>
    public void Begin(PhaseLane lane)
    {
        lane.Since = _time.GetTimestamp();
        _ownLane.Value = lane;
    }

    /// <summary>Lets another phase go to work, and gives the one that was at it.</summary>
    public Phase Enter(Phase phase)
    {
        var lane = Lane;
        var now = _time.GetTimestamp();
        var previous = lane.Current;
        if (lane.WaitsFor is null)
        {
            Interlocked.Add(ref _ticks[(int)previous], now - lane.Since);
        }

        lane.Since = now;
        lane.Current = phase;
        return previous;
    }

    /// <summary>From here on this lane waits for another one; <see langword="null"/> ends that.</summary>
    public void WaitFor(PhaseLane? other)
    {
        Enter(Current);
        Lane.WaitsFor = other;
    }

    public void Count(Phase phase, long records) => Interlocked.Add(ref _records[(int)phase], records);

    public void CountDropped(int records) => Interlocked.Add(ref _dropped, records);

    public long CountDead() => Interlocked.Increment(ref _dead);

    /// <summary>How many records the integration itself has set aside while it delivered.</summary>
    public long SetAside => Volatile.Read(ref _setAside);

    public void CountSetAside() => Interlocked.Increment(ref _setAside);

    /// <summary>How many records are on standard output, where nobody can take them back, before the attempt has delivered.</summary>
    public long Shown => Volatile.Read(ref _shown);

    public void CountShown(long records) => Interlocked.Add(ref _shown, records);

    public void SetBytes(long bytes) => Volatile.Write(ref _bytes, _bytesBefore + bytes);

    /// <summary>What was committed page by page: it stays delivered whatever becomes of the attempt.</summary>
    public RunCounters Committed { get; private set; }

    /// <summary>All that was counted so far is committed.</summary>
    public void MarkCommitted() => Committed = Counters;

    /// <summary>What was delivered and not committed has been undone.</summary>
    public void ClearDelivered() => Volatile.Write(ref _records[(int)Phase.Deliver], Committed.Delivered);

    /// <summary>Remembers in which phase an error came up, for use as an exception filter: the innermost phase that sees it counts.</summary>
    /// <returns>Always <see langword="false"/>: the error goes on.</returns>
    public bool NoteFailure(Exception error)
    {
        // One failure ends the other lanes, with errors of their own, while it is still on its way out.
        lock (_failing)
        {
            if (FindFailure(error) is null)
            {
                (_failures ??= []).Add((error, Current));
            }
        }

        return false;
    }

    /// <summary>The phase in which an error came up.</summary>
    public Phase PhaseOf(Exception error)
    {
        lock (_failing)
        {
            for (var cause = error; cause is not null; cause = cause.InnerException)
            {
                if (FindFailure(cause) is { } phase)
                {
                    return phase;
                }
            }
        }

        return Awaited;
    }

    private Phase? FindFailure(Exception error)
    {
        foreach (var failure in _failures ?? [])
        {
            if (ReferenceEquals(failure.Error, error))
            {
                return failure.Phase;
            }
        }

        return null;
    }

    public IReadOnlyList<PhaseTiming> Phases()
    {
        Enter(Current);
        return [Timing(Phase.Fetch), Timing(Phase.Postprocess), Timing(Phase.Deliver)];
    }

    private PhaseTiming Timing(Phase phase) =>
        new(phase.Name(), _time.GetElapsedTime(0, Volatile.Read(ref _ticks[(int)phase])), Volatile.Read(ref _records[(int)phase]));
}
