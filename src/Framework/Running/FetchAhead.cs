namespace IntegrationFramework.Running;

/// <summary>
/// Fetches the next page of an incremental source while the one before it is delivered. What comes of the page that is fetched ahead, its
/// records and dead letters, counts only when it is taken: until then it is nothing that a commit could know of.
/// </summary>
internal sealed class FetchAhead<TRaw>(IAsyncEnumerable<SourcePage<TRaw>> source, PipelineContext context, CancellationTokenSource attempt) : IAsyncDisposable
    where TRaw : class
{
    private readonly IAsyncEnumerator<SourcePage<TRaw>> _pages = source.GetAsyncEnumerator(attempt.Token);
    private readonly PhaseLane _lane = context.Meter.NewLane();
    private Task<SourcePage<TRaw>?>? _next;
    private bool _hasEnded;

    /// <summary>The next page; <see langword="null"/> at the end of the source or of <c>--limit</c>.</summary>
    public async ValueTask<SourcePage<TRaw>?> NextAsync()
    {
        var rest = (context.Run.Limit ?? long.MaxValue) - context.Meter.Fetched;
        if (rest <= 0 || _hasEnded)
        {
            return null;
        }

        context.Meter.Enter(Phase.Fetch);
        var page = await TakeAsync().ConfigureAwait(false);
        _hasEnded = page is null;
        attempt.Token.ThrowIfCancellationRequested();
        if (page is null)
        {
            return null;
        }

        _next = null;
        if (context.Run.Limit is null && page.Records.Count > 0)
        {
            _lane.Ahead = new WorkAhead();
            _next = Task.Run(WorkAsync, CancellationToken.None);
        }

        return page.Records.Count <= rest ? page : page with { Records = [.. page.Records.Take((int)rest)] };
    }

    public async ValueTask DisposeAsync()
    {
        if (!_hasEnded)
        {
            await attempt.CancelAsync().ConfigureAwait(false);
        }

        if (_next is { } next)
        {
            // Its error, if any, is of no more interest: another one has ended the attempt, or it was taken already.
            await Task.WhenAny(next).ConfigureAwait(false);
        }

        await _pages.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<SourcePage<TRaw>?> TakeAsync()
    {
        if (_next is null)
        {
            return await FetchAsync().ConfigureAwait(false);
        }

        context.Meter.WaitFor(_lane);
        try
        {
            return await _next.ConfigureAwait(false);
        }
        finally
        {
            context.Meter.WaitFor(null);
            context.Run.Take(_lane.Ahead!);
        }
    }

    private async Task<SourcePage<TRaw>?> WorkAsync()
    {
        context.Meter.Begin(_lane);
        context.Meter.Enter(Phase.Fetch);
        try
        {
            return await FetchAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (context.Meter.NoteFailure(error))
        {
            throw;
        }
        finally
        {
            context.Meter.Enter(Phase.Start);
        }
    }

    private async ValueTask<SourcePage<TRaw>?> FetchAsync()
    {
        if (!await _pages.MoveNextAsync().ConfigureAwait(false))
        {
            return null;
        }

        var page = _pages.Current ?? throw new InvalidOperationException("FetchPagesAsync yielded null in place of a page.");
        return page.Records is not null
            ? page with { Records = [.. page.Records] } // the source, which goes on meanwhile, may fill the same list again
            : throw new InvalidOperationException("FetchPagesAsync yielded a page whose records are null.");
    }
}
