using System.Runtime.CompilerServices;

namespace IntegrationFramework;

/// <summary>
/// An integration whose source can be read from where the last run got to. It yields pages with a cursor; each page is postprocessed and
/// delivered by itself, and its cursor is committed together with the delivery. Whatever happens in between, the next run goes on from the
/// last commit: no record is lost, and none is doubled in files and SQLite.
/// </summary>
/// <typeparam name="TRaw">A record as it is fetched.</typeparam>
/// <typeparam name="TOut">A record as it is delivered.</typeparam>
public abstract class IncrementalIntegration<TRaw, TOut> : Integration<TRaw, TOut>
    where TRaw : class
    where TOut : class
{
    /// <summary>Fetches the pages behind a cursor, one after the other.</summary>
    /// <param name="cursor">The cursor of the last page that was delivered; <see langword="null"/> to begin at the beginning.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Tells the source to stop.</param>
    /// <remarks>
    /// <see cref="Pages"/> makes pages out of the common kinds of sources. While a page is delivered the next one is fetched: what may only be
    /// done once a page is delivered, such as to acknowledge it at its source, belongs into <see cref="CommittedAsync"/>.
    /// </remarks>
    protected internal abstract IAsyncEnumerable<SourcePage<TRaw>> FetchPagesAsync(string? cursor, RunContext run, CancellationToken cancellationToken);

    /// <summary>
    /// Says that everything up to a cursor is delivered for good, and the cursor committed. By default does nothing; override it to acknowledge
    /// at the source, or to delete there what isn't needed any more.
    /// </summary>
    /// <param name="cursor">The cursor of the page.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    /// <remarks>
    /// Called after each page with a cursor, and once at the beginning of a run with the cursor that it goes on from, since the process may have
    /// ended before it could be called: it has to bear being called twice. Not called where the cursor stays where it is: with
    /// <c>--dry-run</c>, <c>--limit</c>, <c>ifw backfill</c> and <c>ifw dlq replay</c>. Where it throws, the run fails, and what is delivered stays.
    /// </remarks>
    protected internal virtual ValueTask CommittedAsync(string cursor, RunContext run, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>All records from the beginning, without their cursors.</summary>
    protected internal sealed override async IAsyncEnumerable<TRaw> FetchAsync(
        RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in FetchPagesAsync(null, run, cancellationToken).ConfigureAwait(false))
        {
            foreach (var record in page.Records)
            {
                yield return record;
            }
        }
    }
}

/// <summary>An incremental integration that delivers records as they are fetched, or changes them without changing their type.</summary>
public abstract class IncrementalIntegration<T> : IncrementalIntegration<T, T>
    where T : class;
