using IntegrationFramework.Records;

namespace IntegrationFramework.Running;

/// <summary>Gathers the records that an author's stream yields into pages.</summary>
internal sealed class StreamPages<T>(
    IAsyncEnumerable<T> stream, Phase phase, RecordSchema<T> schema, PipelineContext context, CancellationToken runToken)
    : PageSource<T>, IAsyncDisposable
    where T : class
{
    private readonly RecordSizer? _sizer = RecordSizer.For(schema);
    private readonly long? _limit = phase == Phase.Fetch ? context.Run.Limit : null;
    private IAsyncEnumerator<T>? _records;

    /// <summary>Whether its records count for its phase.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool IsCounted { get; init; } = true;

    public async ValueTask DisposeAsync()
    {
        if (_records is { } records)
        {
            _records = null;
            await records.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override async ValueTask FillAsync(Page<T> page, CancellationToken cancellationToken)
    {
        var meter = context.Meter;
        var previous = meter.Enter(phase);
        try
        {
            _records ??= stream.GetAsyncEnumerator(runToken);
            var most = (int)Math.Min(context.PageSize.Records, (_limit ?? long.MaxValue) - Count);
            while (page.Count < most && page.Bytes < context.PageSize.Bytes.Bytes)
            {
                // Most sources have several records at hand: no await, and no task, for those that come at once.
                var next = _records.MoveNextAsync();
                if (!(next.IsCompletedSuccessfully ? next.Result : await next.ConfigureAwait(false)))
                {
                    await EndAsync().ConfigureAwait(false);

                    // A source that was told to stop may simply end: that must not pass for the end of the data.
                    context.WasInterrupted |= runToken.IsCancellationRequested;
                    break;
                }

                Add(page, _records.Current);
            }

            if (Count + page.Count >= _limit)
            {
                await EndAsync().ConfigureAwait(false);
            }

            if (IsCounted)
            {
                meter.Count(phase, page.Count);
            }

            runToken.ThrowIfCancellationRequested();
        }
        catch (Exception error) when (meter.NoteFailure(error))
        {
            throw;
        }
        finally
        {
            meter.Enter(previous);
        }
    }

    private void Add(Page<T> page, T record)
    {
        if (record is null)
        {
            context.Run.DeadLetter("null", new InvalidOperationException($"{phase.Name()} yielded null in place of a record."));
            return;
        }

        page.Add(record);
        if (_sizer is not null)
        {
            page.Bytes += _sizer.Measure(schema, record);
        }
    }

    private ValueTask EndAsync()
    {
        HasEnded = true;
        return DisposeAsync();
    }
}
