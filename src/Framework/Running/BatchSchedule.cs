using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Running;

/// <summary>
/// Hands out the integrations of a batch in order. One whose concurrency group is full is set aside, so that it takes no place from
/// others, and handed out as soon as one of its group has ended.
/// </summary>
internal sealed class BatchSchedule(IReadOnlyList<IntegrationDescriptor> integrations)
{
    private readonly Lock _lock = new();
    private readonly Queue<ScheduledRun> _ready = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>The next run; <see langword="null"/> where nothing is left, or what is left is handed out to whoever frees its group.</summary>
    public ScheduledRun? Next()
    {
        lock (_lock)
        {
            if (_ready.TryDequeue(out var run))
            {
                return run;
            }

            return _next < integrations.Count ? new ScheduledRun(_next, integrations[_next++]) : null;
        }
    }

    /// <summary>Takes one of the group's places within this batch.</summary>
    /// <returns><see langword="false"/> where there is none: the run was set aside.</returns>
    public bool TryEnter(ConcurrencyConfig concurrency, ScheduledRun run)
    {
        lock (_lock)
        {
            if (!_groups.TryGetValue(concurrency.Group, out var group))
            {
                _groups[concurrency.Group] = group = new Group();
            }

            if (group.Running >= concurrency.Limit)
            {
                group.Waiting.Enqueue(run);
                return false;
            }

            group.Running++;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(ConcurrencyConfig concurrency)
    {
        lock (_lock)
        {
            var group = _groups[concurrency.Group];
            group.Running--;
            if (group.Waiting.TryDequeue(out var run))
            {
                _ready.Enqueue(run);
            }
        }
    }

    private sealed class Group
    {
        public int Running { get; set; }

        public Queue<ScheduledRun> Waiting { get; } = new();
    }
}

/// <summary>An integration that is to run.</summary>
/// <param name="Index">Its place in the batch.</param>
/// <param name="Descriptor">The integration.</param>
internal sealed record ScheduledRun(int Index, IntegrationDescriptor Descriptor)
{
    /// <summary>Its configuration, once it was read.</summary>
    public LoadedConfiguration? Loaded { get; set; }
}
