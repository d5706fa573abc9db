namespace IntegrationFramework.Sinks;

/// <summary>A page on its way through the sinks. A record that one of them refuses is not offered to the next.</summary>
/// <remarks>One instance serves all pages of a run.</remarks>
internal sealed class SinkPage(Action<object, Exception, SinkRefusal> refused)
{
    private object?[] _records = [];
    private bool _hasGaps;

    /// <summary>The records; none of them is null.</summary>
    public ReadOnlySpan<object> Records => new(_records!, 0, Count); // AsSpan refuses an array of records as one of objects

    public int Count { get; private set; }

    /// <summary>The sink that it is with.</summary>
    public string Sink { get; set; } = "";

    /// <summary>The sinks that have the page's records already, a line for each.</summary>
    public string? TakenBy { get; set; }

    /// <summary>Takes the first records of an array, which belongs to the page until the next call.</summary>
    public void Set(object?[] records, int count)
    {
        _records = records;
        Count = count;
    }

    /// <summary>Says that a record can't be written, and why: it becomes a dead letter.</summary>
    public void Refuse(int index, Exception error)
    {
        var record = _records[index]!;
        _records[index] = null;
        _hasGaps = true;
        refused(record, error, new SinkRefusal(Sink, TakenBy));
    }

    /// <summary>Closes the gaps that refused records left.</summary>
    public void Compact()
    {
        if (!_hasGaps)
        {
            return;
        }

        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_records[i] is { } record)
            {
                _records[kept++] = record;
            }
        }

        Array.Clear(_records, kept, Count - kept);
        Count = kept;
        _hasGaps = false;
    }
}
