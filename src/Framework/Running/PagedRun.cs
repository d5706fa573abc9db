using System.Runtime.CompilerServices;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Running;

/// <summary>
/// The run of an incremental source: each of its pages goes through postprocess and deliver by itself. Where one has a cursor, the sinks bring
/// what they have to the disk, and then one transaction of telemetry commits the cursor, the receipts of the sinks and the dead letters.
/// In a backfill it is the records of one window of time that are committed as one, while the source's cursor stays where it is.
/// </summary>
internal sealed class PagedRun<TRaw, TOut>(
    IntegrationDescriptor<TRaw, TOut> descriptor,
    IncrementalIntegration<TRaw, TOut> integration,
    RunPhases<TRaw, TOut> phases,
    PipelineContext context,
    SinkDelivery delivery,
    RunJudgement judgement)
    where TRaw : class
    where TOut : class
{
    public async Task RunAsync(CancellationTokenSource attempt, CancellationToken cancellationToken)
    {
        var state = await context.Store.ReadDeliveryAsync(descriptor.Name, cancellationToken).ConfigureAwait(false);
        delivery.GoOnFrom(state with { Cursor = context.Committed ?? (context.IsFullRefresh ? null : state.Cursor) });
        if (delivery.Cursor is { } last)
        {
            // The process may have ended between the commit and this call.
            await ConfirmAsync(last, cancellationToken).ConfigureAwait(false);
        }

        context.Meter.Enter(Phase.Fetch);
        var pages = new FetchAhead<TRaw>(Fetch(attempt.Token), context, attempt);
        var isCommitted = await RunPagesAsync(pages, attempt).ConfigureAwait(false);

        // A source that was told to stop may simply end: that must not pass for the end of the data.
        cancellationToken.ThrowIfCancellationRequested();
        if (!isCommitted)
        {
            // No more records follow, and no cursor is moved: what has too many dead letters, such as the window of a backfill, is not done.
            context.DeadLetters.JudgeShare();
            await delivery.CommitPageAsync(cursor: null, outcomes: [], cancellationToken).ConfigureAwait(false);
        }

        await judgement.JudgeAsync(cancellationToken).ConfigureAwait(false);
    }

    private IAsyncEnumerable<SourcePage<TRaw>> Fetch(CancellationToken cancellationToken) =>
        context.Window is not { } window
            ? phases.NotNull(integration.FetchPagesAsync(delivery.Cursor, context.Run, cancellationToken), nameof(integration.FetchPagesAsync))
            : integration is IWindowedSource<TRaw> source
                ? FetchWindowAsync(source, window, cancellationToken)
                : throw new NotSupportedException(
                    $"{integration.GetType().Name} can't be asked for a window of time. Let it implement IWindowedSource<{typeof(TRaw).Name}>.");

    // A page without a cursor: what it commits is the window.
    private static async IAsyncEnumerable<SourcePage<TRaw>> FetchWindowAsync(
        IWindowedSource<TRaw> source, BackfillWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SourcePage<TRaw>(await source.FetchWindowAsync(window.From, window.To, cancellationToken).ConfigureAwait(false), null);
    }

    /// <returns>Whether all that was delivered is committed.</returns>
    private async Task<bool> RunPagesAsync(FetchAhead<TRaw> pages, CancellationTokenSource attempt)
    {
        try
        {
            var isCommitted = true;
            while (await pages.NextAsync().ConfigureAwait(false) is { } page)
            {
                await RunPageAsync(page.Records, attempt).ConfigureAwait(false);
                isCommitted = page.Cursor is not null;
                if (isCommitted)
                {
                    await delivery.CommitPageAsync(page.Cursor, outcomes: [], attempt.Token).ConfigureAwait(false);
                    await ConfirmAsync(page.Cursor!, attempt.Token).ConfigureAwait(false);
                }
            }

            return isCommitted;
        }
        finally
        {
            await CleanUp.EndAsync(context.Run, pages).ConfigureAwait(false);
        }
    }

    private async Task RunPageAsync(IReadOnlyList<TRaw> records, CancellationTokenSource attempt)
    {
        if (records.Count == 0)
        {
            return;
        }

        IAsyncDisposable? stream = null;
        PagesAhead<TOut>? output = null;
        var source = new StreamPages<TRaw>(records.ToAsyncEnumerable(), Phase.Fetch, descriptor.RawSchema, context, attempt.Token);
        try
        {
            output = new PagesAhead<TOut>(phases.Checked(phases.Postprocess(source, out stream, attempt.Token)), context.Meter, attempt);
            await phases.DeliverAsync(output, attempt.Token).ConfigureAwait(false);
            if (await output.HasUnreadAsync(attempt.Token).ConfigureAwait(false))
            {
                // Its records would count as delivered once the cursor is behind them.
                throw new InvalidOperationException("DeliverAsync returned before it had read all records of the page.");
            }

            if (await source.HasUnreadAsync(attempt.Token).ConfigureAwait(false))
            {
                throw new InvalidOperationException("PostprocessAsync ended before it had read all records of the page. Let it read on to the end, and leave out what isn't wanted.");
            }

            context.Checked.Add(output.Count);
        }
        finally
        {
            await CleanUp.EndAsync(context.Run, output, stream, source).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the integration that everything up to a cursor is delivered for good.</summary>
    private async ValueTask ConfirmAsync(string cursor, CancellationToken cancellationToken)
    {
        if (context.MovesCursor && context.Window is null)
        {
            context.Meter.Enter(Phase.Deliver);
            await integration.CommittedAsync(cursor, context.Run, cancellationToken).ConfigureAwait(false);
        }
    }
}
