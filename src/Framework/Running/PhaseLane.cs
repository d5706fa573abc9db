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

    /// <summary>Takes the dead letters of work ahead of what is delivered, which count once its page is taken.</summary>
    /// <value><see langword="null"/> by default: they count at once.</value>
    public List<(DeadLetter Letter, Exception Error)>? Ahead { get; set; }
}
