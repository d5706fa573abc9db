using System.Threading.Channels;

namespace IntegrationFramework.Running;

/// <summary>
/// Makes the pages of a stream ahead of whoever reads them, so that the two work side by side. No more than <see cref="Depth"/> pages are
/// ready or being made. The first page is made without that, since most streams end with it.
/// </summary>
internal sealed class PagesAhead<T>(PageSource<T> source, RunMeter meter, CancellationTokenSource attempt) : PageSource<T>, IAsyncDisposable
    where T : class
{
    private const int Depth = 1;

    private readonly PhaseLane _lane = meter.NewLane();
    private Channel<Page<T>>? _ready;
    private Channel<Page<T>>? _free;
    private Task _work = Task.CompletedTask;

    /// <summary>Waits until the stream isn't worked on any more. Where it was not read to its end, the attempt is told to stop.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!HasEnded)
        {
            await attempt.CancelAsync().ConfigureAwait(false);
        }

        await _work.ConfigureAwait(false);
    }

    protected override async ValueTask FillAsync(Page<T> page, CancellationToken cancellationToken)
    {
        if (_ready is not null)
        {
            await TakeAsync(_ready.Reader, page).ConfigureAwait(false);
            return;
        }

        await source.NextAsync(page, cancellationToken).ConfigureAwait(false);
        HasEnded = source.HasEnded;
        if (!HasEnded)
        {
            Start();
        }
    }

    private void Start()
    {
        _ready = Channel.CreateBounded<Page<T>>(new BoundedChannelOptions(Depth) { SingleReader = true, SingleWriter = true });
        _free = Channel.CreateBounded<Page<T>>(new BoundedChannelOptions(Depth) { SingleReader = true, SingleWriter = true });
        for (var i = 0; i < Depth; i++)
        {
            _free.Writer.TryWrite(new Page<T>());
        }

        var (ready, free) = (_ready.Writer, _free.Reader);
        _work = Task.Run(() => WorkAsync(ready, free), CancellationToken.None);
    }

    /// <summary>Never throws: an error goes to the reader, behind the pages that came before it.</summary>
    private async Task WorkAsync(ChannelWriter<Page<T>> ready, ChannelReader<Page<T>> free)
    {
        meter.Begin(_lane);
        try
        {
            while (!source.HasEnded)
            {
                if (!free.TryRead(out var page))
                {
                    page = await free.ReadAsync(attempt.Token).ConfigureAwait(false);
                }

                meter.Enter(Phase.Start);
                await source.NextAsync(page, attempt.Token).ConfigureAwait(false);
                page.IsLast = source.HasEnded;
                meter.Enter(Phase.Start);
                ready.TryWrite(page);
            }

            ready.Complete();
        }
        catch (Exception error)
        {
            ready.Complete(error);
        }
    }

    private async ValueTask TakeAsync(ChannelReader<Page<T>> ready, Page<T> page)
    {
        if (!ready.TryRead(out var next))
        {
            meter.WaitFor(_lane);
            try
            {
                // Without the token: the stream has it, and ends by it. What it made before is still taken.
                HasEnded = !await ready.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                meter.WaitFor(null);
            }

            if (HasEnded || !ready.TryRead(out next))
            {
                return;
            }
        }

        page.Swap(next);
        HasEnded = page.IsLast;
        next.Clear();
        _free!.Writer.TryWrite(next);
    }
}
