namespace Vendors.Http;

/// <summary>The time that a request may take with all its attempts and waits. What a body takes that moves is added to it.</summary>
internal sealed class TotalTime : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource? _end;
    private readonly long _started;
    private TimeSpan _span;
    private bool _isOver;

    /// <param name="span">How long; <see langword="null"/>: as long as it likes.</param>
    /// <param name="time">The clock.</param>
    public TotalTime(TimeSpan? span, TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        _span = span ?? TimeSpan.Zero;
        _end = span is null ? null : new CancellationTokenSource(_span, time);
    }

    /// <summary>Cancelled when the time is up.</summary>
    public CancellationToken Up => _end?.Token ?? CancellationToken.None;

    /// <summary>How much is left; <see langword="null"/>: as much as it likes.</summary>
    public TimeSpan? Left
    {
        get
        {
            lock (_lock)
            {
                return _end is null ? null : _span - _time.GetElapsedTime(_started);
            }
        }
    }

    /// <summary>Adds to the time that is left, or takes away what was added and not needed.</summary>
    public void Add(TimeSpan span)
    {
        lock (_lock)
        {
            if (_end is null || _isOver)
            {
                return;
            }

            _span += span;
            var left = _span - _time.GetElapsedTime(_started);
            _end.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _end?.Dispose();
        }
    }
}
