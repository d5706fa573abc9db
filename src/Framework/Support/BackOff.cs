namespace IntegrationFramework.Support;

/// <summary>
/// Says how often something that repeats is worth a line in the log: the first time, then after a delay that doubles with each
/// line. Safe for several threads.
/// </summary>
internal sealed class BackOff(TimeProvider time)
{
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Whether the repeat should be logged now.</summary>
    /// <param name="key">What repeats.</param>
    /// <param name="suppressed">How many repeats were not logged since the last one that was.</param>
    public bool ShouldLog(string key, out int suppressed)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_entries.TryGetValue(key, out var entry))
            {
                MakeRoom();
                entry = new Entry { Delay = FirstDelay };
                _entries.Add(key, entry);
            }
            else if (now < entry.Next)
            {
                entry.Suppressed++;
                suppressed = 0;
                return false;
            }
            else
            {
                // Quiet for as long again as it had to wait: it is over, and begins anew.
                var isOver = now >= entry.Next + entry.Delay;
                entry.Delay = isOver ? FirstDelay : Min(entry.Delay * 2, LongestDelay);
            }

            entry.Next = now + entry.Delay;
            suppressed = entry.Suppressed;
            entry.Suppressed = 0;
            return true;
        }
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private void MakeRoom()
    {
        if (_entries.Count >= Capacity)
        {
            _entries.Remove(_entries.MinBy(static pair => pair.Value.Next).Key);
        }
    }

    private sealed class Entry
    {
        public DateTimeOffset Next { get; set; }

        public TimeSpan Delay { get; set; }

        public int Suppressed { get; set; }
    }
}
