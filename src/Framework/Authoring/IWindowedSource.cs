namespace IntegrationFramework;

/// <summary>
/// A source that can be asked for any window of time. An <see cref="IncrementalIntegration{TRaw,TOut}"/> that is one can fetch the past again,
/// with <c>ifw backfill</c>, a run for each window; and <see cref="Pages.ByWindowAsync"/> takes the same method for its regular runs.
/// </summary>
/// <typeparam name="TRaw">A record as it is fetched.</typeparam>
public interface IWindowedSource<TRaw>
    where TRaw : class
{
    /// <summary>Fetches the records of a window. Those of a backfill are delivered and committed as one.</summary>
    /// <param name="from">The first instant in it.</param>
    /// <param name="to">The first instant after it.</param>
    /// <param name="cancellationToken">Tells the source to stop.</param>
    Task<IReadOnlyList<TRaw>> FetchWindowAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
