using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>The phases: each pulls pages from the one before it.</summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    /// <summary>Lets all records flow through the three phases, which work side by side.</summary>
    /// <returns>How many were given to deliver.</returns>
    private async Task<long> RunStreamAsync(Integration<TRaw, TOut> integration, CancellationTokenSource attempt)
    {
        StreamPages<TRaw>? source = null;
        IAsyncDisposable? stream = null;
        PagesAhead<TRaw>? fetched = null;
        PagesAhead<TOut>? output = null;
        try
        {
            source = Fetch(integration, attempt.Token);
            fetched = new PagesAhead<TRaw>(source, _context.Meter, attempt);
            output = new PagesAhead<TOut>(Checked(Postprocess(integration, fetched, out stream, attempt.Token)), _context.Meter, attempt);
            await DeliverAsync(integration, output, attempt.Token).ConfigureAwait(false);
            if (_context.WasInterrupted || !output.HasEnded)
            {
                attempt.Token.ThrowIfCancellationRequested();
                LogUnread(_context.Run.Logger, _descriptor.Name);
            }

            return output.Count;
        }
        finally
        {
            await CleanUpAsync(output, fetched, stream, source).ConfigureAwait(false);
        }
    }

    private StreamPages<TRaw> Fetch(Integration<TRaw, TOut> integration, CancellationToken cancellationToken)
    {
        _context.Meter.Enter(Phase.Fetch);
        var records = NotNull(integration.FetchAsync(_context.Run, cancellationToken), nameof(integration.FetchAsync));
        return new StreamPages<TRaw>(records, Phase.Fetch, _descriptor.RawSchema, _context, cancellationToken);
    }

    /// <param name="integration">The integration.</param>
    /// <param name="source">What was fetched.</param>
    /// <param name="stream">What has to be closed in the end, besides the source.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private PageSource<TOut> Postprocess(
        Integration<TRaw, TOut> integration, PageSource<TRaw> source, out IAsyncDisposable? stream, CancellationToken cancellationToken)
    {
        _context.Meter.Enter(Phase.Postprocess);
        var workers = _context.Config.PostprocessWorkers;
        var records = NotNull(integration.PostprocessAsync(source, _context.Run, cancellationToken), nameof(integration.PostprocessAsync));
        if (records is RecordByRecord<TRaw, TOut> each && ReferenceEquals(each.Records, source))
        {
            var processor = new RecordPostprocessor<TRaw, TOut>(integration, _context, cancellationToken);
            if (workers == 1)
            {
                stream = null;
                return new PostprocessPages<TRaw, TOut>(processor, source, _context);
            }

            var parallel = new ParallelPostprocessPages<TRaw, TOut>(processor, source, _context, workers);
            stream = parallel;
            return parallel;
        }

        if (workers > 1)
        {
            LogOneWorker(_context.Run.Logger, _descriptor.Name);
        }

        var pages = new StreamPages<TOut>(records, Phase.Postprocess, _descriptor.OutputSchema, _context, cancellationToken);
        stream = pages;
        return pages;
    }

    private async Task DeliverAsync(Integration<TRaw, TOut> integration, PageSource<TOut> output, CancellationToken cancellationToken)
    {
        _context.Meter.Enter(Phase.Deliver);
        if (!_context.Run.IsDryRun)
        {
            await NotNull(integration.DeliverAsync(output, _context.Run, cancellationToken), nameof(integration.DeliverAsync)).ConfigureAwait(false);
            if (_sinks is null)
            {
                // The integration delivered by itself what it took.
                _context.Meter.Count(Phase.Deliver, output.Count);
            }

            return;
        }

        var page = new Page<TOut>();
        while (await output.NextAsync(page, cancellationToken).ConfigureAwait(false))
        {
            _context.Progressed?.Invoke();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: DeliverAsync returned before it had read all records; the rest was not fetched.")]
    private static partial void LogUnread(ILogger logger, string integration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: postprocess.workers has no effect, since it overrides PostprocessAsync, which has one stream. Override Postprocess, or take workers out of config.yaml.")]
    private static partial void LogOneWorker(ILogger logger, string integration);
}
