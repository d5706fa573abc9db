namespace Vendors.Salesforce;

/// <summary>The records that a query finds, read as they are asked for.</summary>
public sealed class SalesforceResults : IAsyncEnumerable<SalesforceRecord>
{
    private readonly Func<Action<long>, CancellationToken, IAsyncEnumerable<SalesforceRecord>> _read;
    private readonly CancellationToken _cancellationToken;

    internal SalesforceResults(Func<Action<long>, CancellationToken, IAsyncEnumerable<SalesforceRecord>> read, CancellationToken cancellationToken) =>
        (_read, _cancellationToken) = (read, cancellationToken);

    /// <summary>How many records the query finds.</summary>
    /// <value><see langword="null"/> until the first record was read.</value>
    public long? TotalSize { get; private set; }

    /// <summary>Reads the records, from the first one on.</summary>
    public async IAsyncEnumerator<SalesforceRecord> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
        await foreach (var record in _read(total => TotalSize = total, both.Token).ConfigureAwait(false))
        {
            yield return record;
        }
    }
}
