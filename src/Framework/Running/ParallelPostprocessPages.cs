namespace IntegrationFramework.Running;

/// <summary>Postprocesses several fetched pages at once, and hands them on in the order in which they were fetched.</summary>
internal sealed class ParallelPostprocessPages<TRaw, TOut>(
    RecordPostprocessor<TRaw, TOut> processor, PageSource<TRaw> source, PipelineContext context, int workers) : PageSource<TOut>, IAsyncDisposable
    where TRaw : class
    where TOut : class
{
    private readonly Queue<Slot> _atWork = new();
    private readonly Stack<Slot> _spare = new();
    private readonly PhaseLane _fetchLane = context.Meter.NewLane();
    private Slot? _next;
    private Task<bool>? _fetch;
    private bool _isFetched;

    /// <summary>Waits for the pages that are worked on.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var work in _atWork.Select(static slot => slot.Work).Append(_fetch ?? Task.CompletedTask))
        {
            // Its error, if any, is of no more interest: another one has ended the attempt.
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override async ValueTask FillAsync(Page<TOut> page, CancellationToken cancellationToken)
    {
        // A page may be filtered out whole; only the end of the source ends the stream.
        while (page.Count == 0)
        {
            var oldest = _atWork.TryPeek(out var slot) ? slot : null;
            if (!_isFetched && _atWork.Count < workers)
            {
                _fetch ??= FetchAsync(cancellationToken);
                await WaitAsync(oldest is null ? _fetch : Task.WhenAny(_fetch, oldest.Work), oldest?.Lane ?? _fetchLane).ConfigureAwait(false);
                if (_fetch.IsCompleted)
                {
                    await StartAsync(_fetch).ConfigureAwait(false);
                    continue;
                }
            }

            if (oldest is null)
            {
                HasEnded = true;
                return;
            }

            await TakeAsync(oldest, page).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches into a slot that is free.</summary>
    private async Task<bool> FetchAsync(CancellationToken cancellationToken)
    {
        context.Meter.Begin(_fetchLane);
        _next = _spare.TryPop(out var slot) ? slot : new Slot(context.Meter.NewLane());
        return await source.NextAsync(_next.Raw, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a worker begin with what was fetched.</summary>
    private async ValueTask StartAsync(Task<bool> fetch)
    {
        _fetch = null;
        _isFetched = !await fetch.ConfigureAwait(false);
        if (!_isFetched)
        {
            var slot = _next!;
            slot.Work = Task.Run(() => Process(slot), CancellationToken.None);
            _atWork.Enqueue(slot);
        }
    }

    private void Process(Slot slot)
    {
        context.Meter.Begin(slot.Lane);
        slot.Lane.Ahead = new WorkAhead();
        processor.Process(slot.Raw, slot.Output);
    }

    private async ValueTask TakeAsync(Slot slot, Page<TOut> page)
    {
        await WaitAsync(Task.WhenAny(slot.Work), slot.Lane).ConfigureAwait(false);
        context.Run.Take(slot.Lane.Ahead!);
        await slot.Work.ConfigureAwait(false);
        _atWork.Dequeue();
        page.Swap(slot.Output);
        slot.Output.Clear();
        _spare.Push(slot);
        await context.SaveDeadLetters().ConfigureAwait(false);
    }

    private async ValueTask WaitAsync(Task task, PhaseLane lane)
    {
        if (task.IsCompleted)
        {
            return;
        }

        context.Meter.WaitFor(lane);
        try
        {
            await Task.WhenAny(task).ConfigureAwait(false);
        }
        finally
        {
            context.Meter.WaitFor(null);
        }
    }

    /// <summary>A page that is worked on.</summary>
    private sealed class Slot(PhaseLane lane)
    {
        public PhaseLane Lane => lane;

        public Page<TRaw> Raw { get; } = new();

        public Page<TOut> Output { get; } = new();

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
