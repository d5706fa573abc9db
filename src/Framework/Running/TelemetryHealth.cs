using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>Whether telemetry has turned out to be of no use while a batch ran: damaged, say, or on a disk that is full. That is told once.</summary>
internal sealed class TelemetryHealth
{
    private int _isUnusable;
    private volatile bool _stopsOthers;

    /// <summary>Whether telemetry has failed.</summary>
    public bool IsUnusable => Volatile.Read(ref _isUnusable) != 0;

    /// <summary>Whether no further run is to begin: it couldn't be recorded either.</summary>
    public bool StopsOthers => _stopsOthers;

    /// <summary>Takes note of an error.</summary>
    /// <returns>Whether it has to be told: not where telemetry is at fault and that was told before.</returns>
    public bool Tells(Exception? error)
    {
        if (error is null || !TelemetryFile.IsAtFault(error))
        {
            return true;
        }

        _stopsOthers = true;
        return Interlocked.Exchange(ref _isUnusable, 1) == 0;
    }

    /// <summary>Takes note that a process for one run has told it.</summary>
    public void WasTold() => Interlocked.Exchange(ref _isUnusable, 1);
}
