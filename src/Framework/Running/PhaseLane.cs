using IntegrationFramework.Contracts;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>
/// A thread of a run's work. Phases that pull from each other share one; where pages are made ahead, two lanes work side by side, and each
/// knows which phase it is in.
/// </summary>
/// <param name="since">When it began.</param>
internal sealed class PhaseLane(long since)
{
    /// <summary>The phase that is at work in it.</summary>
    public Phase Current { get; set; }

    /// <summary>Since when it is.</summary>
    public long Since { get; set; } = since;

    /// <summary>The lane whose pages it waits for; <see langword="null"/> while it works.</summary>
    public PhaseLane? WaitsFor { get; set; }

    /// <summary>Takes what comes of work ahead of what is delivered, and counts once its page is taken.</summary>
    /// <value><see langword="null"/> by default: it counts at once.</value>
    public WorkAhead? Ahead { get; set; }
}

/// <summary>What has come of work ahead of what is delivered, besides records.</summary>
internal sealed class WorkAhead
{
    private readonly Lock _lock = new();
    private readonly List<(DeadLetter Letter, Exception Error)> _letters = [];
    private bool _isTaken;

    /// <summary>Sets a record aside, unless the page is taken already.</summary>
    /// <remarks>An integration may ask several services at once, so this may be called from several threads.</remarks>
    public bool TryAdd(DeadLetter letter, Exception error)
    {
        lock (_lock)
        {
            if (!_isTaken)
            {
                _letters.Add((letter, error));
            }

            return !_isTaken;
        }
    }

    /// <summary>Gives the records that were set aside, each with its error; from here on none is added.</summary>
    public IReadOnlyList<(DeadLetter Letter, Exception Error)> TakeLetters()
    {
        lock (_lock)
        {
            _isTaken = true;
            return _letters;
        }
    }

    /// <summary>What the data was like.</summary>
    public PayloadShape Payload { get; } = new();
}
