namespace IntegrationFramework.Running;

/// <summary>A stream of records that the engine reads page by page; authors' code may read it record by record. One of them reads it, and once.</summary>
internal abstract class PageSource<T> : IAsyncEnumerable<T>
    where T : class
{
    private bool _isClaimed;
    private bool _isEnumerated;
    private long _enumerated;

    /// <summary>Whether all of the stream was asked for.</summary>
    public bool HasEnded { get; protected set; }

    /// <summary>How many records the pages had.</summary>
    public long Count { get; private set; }

    /// <summary>How many records its reader took.</summary>
    public long Taken => _isEnumerated ? _enumerated : Count;

    /// <summary>Whether its reader took all that there is.</summary>
    public bool IsReadToEnd => HasEnded && Taken == Count;

    /// <summary>Makes the caller the one who reads it.</summary>
    /// <exception cref="InvalidOperationException">Somebody else has begun to.</exception>
    public void Claim()
    {
        if (_isClaimed)
        {
            throw new InvalidOperationException(
                "The records of a run can be read only once, since they come straight from the source; a look at the first of them counts. Read them in one loop, and hand on from there.");
        }

        _isClaimed = true;
    }

    /// <summary>Clears the page and fills it with what comes next.</summary>
    /// <returns>Whether there was anything.</returns>
    public async ValueTask<bool> NextAsync(Page<T> page, CancellationToken cancellationToken)
    {
        page.Clear();
        if (HasEnded)
        {
            return false;
        }

        await FillAsync(page, cancellationToken).ConfigureAwait(false);
        Count += page.Count;
        return page.Count > 0;
    }

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Claim();
        _isEnumerated = true;
        var page = new Page<T>();
        while (await NextAsync(page, cancellationToken).ConfigureAwait(false))
        {
            for (var i = 0; i < page.Count; i++)
            {
                _enumerated++;
                yield return page.Records[i];
            }
        }
    }

    /// <summary>Whether its reader, which is done, has left records unread. The stream is of no use after that.</summary>
    public async ValueTask<bool> HasUnreadAsync(CancellationToken cancellationToken) =>
        Taken < Count || await NextAsync(new Page<T>(), cancellationToken).ConfigureAwait(false);

    /// <summary>Adds records to an empty page, at least one unless the stream ends, and notes its end in <see cref="HasEnded"/>.</summary>
    protected abstract ValueTask FillAsync(Page<T> page, CancellationToken cancellationToken);
}
