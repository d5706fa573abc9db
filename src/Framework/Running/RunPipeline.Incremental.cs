using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>
/// The pages of an incremental source: each goes through postprocess and deliver by itself. Where one has a cursor, the sinks bring what
/// they have to the disk, and then one transaction of telemetry commits the cursor, the receipts of the sinks and the dead letters.
/// </summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    private DeliveryState? _delivery;

    /// <summary>Whether what is delivered moves the cursor.</summary>
    private bool MovesCursor => !_context.Run.IsDryRun && _context.Run.Limit is null;

    private async Task RunPagesAsync(IncrementalIntegration<TRaw, TOut> integration, CancellationToken cancellationToken)
    {
        var state = await _context.Store.ReadDeliveryAsync(_descriptor.Name, cancellationToken).ConfigureAwait(false);
        _delivery = _context.IsFullRefresh ? state with { Cursor = null } : state;
        await using var pages = PagesOf(integration, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var isCommitted = true;
        while (await NextAsync(pages, cancellationToken).ConfigureAwait(false) is { } page)
        {
            await RunPageAsync(integration, page.Records, cancellationToken).ConfigureAwait(false);
            isCommitted = page.Cursor is not null;
            if (isCommitted)
            {
                await CommitPageAsync(MovesCursor ? page.Cursor : null, cancellationToken).ConfigureAwait(false);
            }
        }

        // A source that was told to stop may simply end: that must not pass for the end of the data.
        cancellationToken.ThrowIfCancellationRequested();
        if (!isCommitted)
        {
            if (_context.Window is not null)
            {
                // A window with too many dead letters is not done.
                _context.DeadLetters.JudgeShare();
            }

            await CommitPageAsync(null, cancellationToken).ConfigureAwait(false);
        }

        _context.DeadLetters.JudgeShare();
        await JudgeRunAsync(cancellationToken).ConfigureAwait(false);
        JudgePayload(isEnd: true);
    }

    /// <summary>Fetches a page; <see langword="null"/> at the end of the source or of <c>--limit</c>.</summary>
    private async ValueTask<SourcePage<TRaw>?> NextAsync(IAsyncEnumerator<SourcePage<TRaw>> pages, CancellationToken cancellationToken)
    {
        var rest = (_context.Run.Limit ?? long.MaxValue) - _context.Meter.Fetched;
        if (rest <= 0)
        {
            return null;
        }

        _context.Meter.Enter(Phase.Fetch);
        if (!await pages.MoveNextAsync().ConfigureAwait(false))
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var page = pages.Current ?? throw new InvalidOperationException("FetchPagesAsync yielded null in place of a page.");
        return page.Records.Count <= rest ? page : page with { Records = [.. page.Records.Take((int)rest)] };
    }

    private async Task RunPageAsync(
        IncrementalIntegration<TRaw, TOut> integration, IReadOnlyList<TRaw> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            return;
        }

        StreamPages<TOut>? stream = null;
        var source = new StreamPages<TRaw>(records.ToAsyncEnumerable(), Phase.Fetch, _descriptor.RawSchema, _context, cancellationToken);
        try
        {
            var output = Checked(Postprocess(integration, source, out stream, cancellationToken));
            await DeliverAsync(integration, output, cancellationToken).ConfigureAwait(false);
            if (!output.HasEnded)
            {
                // Its records would count as delivered once the cursor is behind them.
                throw new InvalidOperationException("DeliverAsync returned before it had read all records of the page.");
            }

            _checked += output.Count;
        }
        finally
        {
            await CleanUpAsync(stream, source).ConfigureAwait(false);
        }
    }

    /// <summary>Commits what was delivered since the last commit.</summary>
    private async Task CommitPageAsync(string? cursor, CancellationToken cancellationToken)
    {
        if (_context.Run.IsDryRun)
        {
            return;
        }

        _context.Fence.ThrowIfClosed();
        JudgePayload(isEnd: false);
        if (_sinks is not null)
        {
            _sinks.EndRecords();
            await _sinks.PrepareAsync(cancellationToken).ConfigureAwait(false);
            _context.Meter.SetBytes(_sinks.BytesWritten);
        }

        _context.Fence.BeginCommit();
        try
        {
            if (_sinks is not null)
            {
                await _sinks.CommitAsync().ConfigureAwait(false);
            }

            var letters = _context.DeadLetters.Waiting;
            await _context.Store.CommitPageAsync(Commit(cursor, letters) with { Outcomes = _outcomes, Window = _context.Window }).ConfigureAwait(false);
            _outcomes.Clear();
            _context.DeadLetters.Forget(letters.Count);
            _context.Meter.MarkCommitted();
            _sinks?.EndPage();
        }
        finally
        {
            _context.Fence.EndCommit(delivered: false);
        }
    }
}
