using System.Runtime.CompilerServices;

namespace IntegrationFramework.Running;

/// <summary>The run of a backfill: the records of one window of time, committed as one, while the source's cursor stays where it is.</summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    private IAsyncEnumerable<SourcePage<TRaw>> PagesOf(IncrementalIntegration<TRaw, TOut> integration, CancellationToken cancellationToken) =>
        _context.Window is not { } window
            ? NotNull(integration.FetchPagesAsync(_delivery!.Cursor, _context.Run, cancellationToken), nameof(integration.FetchPagesAsync))
            : integration is IWindowedSource<TRaw> source
                ? WindowAsync(source, window, cancellationToken)
                : throw new NotSupportedException(
                    $"{integration.GetType().Name} can't be asked for a window of time. Let it implement IWindowedSource<{typeof(TRaw).Name}>.");

    // A page without a cursor: what it commits is the window.
    private static async IAsyncEnumerable<SourcePage<TRaw>> WindowAsync(
        IWindowedSource<TRaw> source, BackfillWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SourcePage<TRaw>(await source.FetchWindowAsync(window.From, window.To, cancellationToken).ConfigureAwait(false), null);
    }
}
