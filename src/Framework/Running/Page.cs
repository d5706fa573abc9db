namespace IntegrationFramework.Running;

/// <summary>
/// The unit of transfer between the phases: some records. A page is filled and emptied again and
/// again, so that memory stays flat whatever the number of records.
/// </summary>
internal sealed class Page<T>
    where T : class
{
    private const int InitialCapacity = 16;

    private T[] _records = [];

    /// <summary>The records, the first <see cref="Count"/> of them valid.</summary>
    public T[] Records => _records;

    public int Count { get; private set; }

    /// <summary>About how many bytes the records hold.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether the stream is known to end with it.</summary>
    public bool IsLast { get; set; }

    public void Add(T record)
    {
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, Math.Max(InitialCapacity, Count * 2));
        }

        _records[Count++] = record;
    }

    /// <summary>Keeps only the first records.</summary>
    public void Truncate(int count)
    {
        Array.Clear(_records, count, Count - count);
        Count = count;
    }

    /// <summary>Exchanges what two pages hold.</summary>
    public void Swap(Page<T> other)
    {
        (_records, other._records) = (other._records, _records);
        (Count, other.Count) = (other.Count, Count);
        (Bytes, other.Bytes) = (other.Bytes, Bytes);
        (IsLast, other.IsLast) = (other.IsLast, IsLast);
    }

    public void Clear()
    {
        // What was delivered is to be collected, even while the next page is slow to come.
        Array.Clear(_records, 0, Count);
        Count = 0;
        Bytes = 0;
        IsLast = false;
    }
}
