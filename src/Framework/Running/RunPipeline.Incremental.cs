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

    private async Task RunPagesAsync(
        IncrementalIntegration<TRaw, TOut> integration, CancellationTokenSource attempt, CancellationToken cancellationToken)
    {
        var state = await _context.Store.ReadDeliveryAsync(_descriptor.Name, cancellationToken).ConfigureAwait(false);
        _delivery = state with { Cursor = _context.Committed ?? (_context.IsFullRefresh ? null : state.Cursor) };
        if (_delivery.Cursor is { } last)
        {
            // The process may have ended between the commit and this call.
            await ConfirmAsync(integration, last, cancellationToken).ConfigureAwait(false);
        }

        _context.Meter.Enter(Phase.Fetch);
        var pages = new FetchAhead<TRaw>(PagesOf(integration, attempt.Token), _context, attempt);
        var isCommitted = await RunPagesAsync(integration, pages, attempt).ConfigureAwait(false);

        // A source that was told to stop may simply end: that must not pass for the end of the data.
        cancellationToken.ThrowIfCancellationRequested();
        if (!isCommitted)
        {
            // No more records follow, and no cursor is moved: what has too many dead letters, such as the window of a backfill, is not done.
            _context.DeadLetters.JudgeShare();
            await CommitPageAsync(null, cancellationToken).ConfigureAwait(false);
        }

        _context.DeadLetters.JudgeShare();
        await JudgeRunAsync(cancellationToken).ConfigureAwait(false);
        JudgePayload(isEnd: true);
    }

    /// <returns>Whether all that was delivered is committed.</returns>
    private async Task<bool> RunPagesAsync(IncrementalIntegration<TRaw, TOut> integration, FetchAhead<TRaw> pages, CancellationTokenSource attempt)
    {
        try
        {
            var isCommitted = true;
            while (await pages.NextAsync().ConfigureAwait(false) is { } page)
            {
                await RunPageAsync(integration, page.Records, attempt).ConfigureAwait(false);
                isCommitted = page.Cursor is not null;
                if (isCommitted)
                {
                    await CommitPageAsync(page.Cursor, attempt.Token).ConfigureAwait(false);
                    await ConfirmAsync(integration, page.Cursor!, attempt.Token).ConfigureAwait(false);
                }
            }

            return isCommitted;
        }
        finally
        {
            await CleanUpAsync(pages).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the integration that everything up to a cursor is delivered for good.</summary>
    private async ValueTask ConfirmAsync(IncrementalIntegration<TRaw, TOut> integration, string cursor, CancellationToken cancellationToken)
    {
        if (MovesCursor && _context.Window is null)
        {
            _context.Meter.Enter(Phase.Deliver);
            await integration.CommittedAsync(cursor, _context.Run, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunPageAsync(
        IncrementalIntegration<TRaw, TOut> integration, IReadOnlyList<TRaw> records, CancellationTokenSource attempt)
    {
        if (records.Count == 0)
        {
            return;
        }

        IAsyncDisposable? stream = null;
        PagesAhead<TOut>? output = null;
        var source = new StreamPages<TRaw>(records.ToAsyncEnumerable(), Phase.Fetch, _descriptor.RawSchema, _context, attempt.Token);
        try
        {
            output = new PagesAhead<TOut>(Checked(Postprocess(integration, source, out stream, attempt.Token)), _context.Meter, attempt);
            await DeliverAsync(integration, output, attempt.Token).ConfigureAwait(false);
            if (!output.HasEnded)
            {
                // Its records would count as delivered once the cursor is behind them.
                throw new InvalidOperationException("DeliverAsync returned before it had read all records of the page.");
            }

            _context.Checked.Add(output.Count);
        }
        finally
        {
            await CleanUpAsync(output, stream, source).ConfigureAwait(false);
        }
    }

    /// <summary>Fails where so many records became dead letters that the page must not be committed. A letter that is replayed was counted in its own run.</summary>
    private void JudgePage()
    {
        if (_context.Replay is null)
        {
            _context.DeadLetters.JudgePage();
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
        JudgePage();
        JudgePayload(isEnd: false);
        if (_sinks is not null)
        {
            _sinks.EndRecords();
            await _sinks.PrepareAsync(cancellationToken).ConfigureAwait(false);
            _context.Meter.SetBytes(_sinks.BytesWritten);

            // A sink of an author's own says only now what it refuses.
            JudgePage();
        }

        _context.Fence.BeginCommit();
        try
        {
            if (_sinks is not null)
            {
                await _sinks.CommitAsync().ConfigureAwait(false);
            }

            var letters = _context.DeadLetters.Waiting;
            await _context.Store.CommitPageAsync(Commit(MovesCursor ? cursor : null, letters) with { Outcomes = _outcomes, Window = _context.Window }).ConfigureAwait(false);
            _outcomes.Clear();
            _context.DeadLetters.Forget(letters.Count);
            _context.Meter.MarkCommitted();
            if (cursor is not null)
            {
                _context.KeepCursor(cursor);
            }

            var phase = _context.Meter.Enter(Phase.Check);
            _context.Checked.Commit();
            _context.Meter.Enter(phase);
            _sinks?.EndPage();
        }
        finally
        {
            _context.Fence.EndCommit(delivered: false);
        }
    }
}
