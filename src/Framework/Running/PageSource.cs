namespace IntegrationFramework.Running;

/// <summary>A stream of records that the engine reads page by page; authors' code may read it record by record.</summary>
internal abstract class PageSource<T> : IAsyncEnumerable<T>
    where T : class
{
    private bool _isRead;
    private long _taken;

    /// <summary>Whether the stream was read to its end.</summary>
    public bool HasEnded { get; protected set; }

    /// <summary>How many records were handed out.</summary>
    public long Count { get; private set; }

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
        if (_isRead)
        {
            throw new InvalidOperationException("The records of a run can be read only once: they come straight from the source.");
        }

        _isRead = true;
        var page = new Page<T>();
        while (await NextAsync(page, cancellationToken).ConfigureAwait(false))
        {
            for (var i = 0; i < page.Count; i++)
            {
                _taken++;
                yield return page.Records[i];
            }
        }
    }

    /// <summary>Whether its reader, which is done, has left records unread. The stream is of no use after that.</summary>
    public async ValueTask<bool> HasUnreadAsync(CancellationToken cancellationToken) =>
        (_isRead && _taken < Count) || await NextAsync(new Page<T>(), cancellationToken).ConfigureAwait(false);

    /// <summary>Adds records to an empty page, at least one unless the stream ends, and notes its end in <see cref="HasEnded"/>.</summary>
    protected abstract ValueTask FillAsync(Page<T> page, CancellationToken cancellationToken);
}
