using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// Runs one attempt: the deliver phase pulls pages from postprocess, which pulls from fetch, each a few pages ahead of the next, so that
/// they work side by side and memory holds some pages whatever the number of records.
/// </summary>
internal sealed partial class RunPipeline<TRaw, TOut> : IRunPipeline, IRunDelivery
    where TRaw : class
    where TOut : class
{
    private readonly IntegrationDescriptor<TRaw, TOut> _descriptor;
    private readonly PipelineContext _context;
    private readonly SinkPage _sinkPage;
    private SinkSet? _sinks;

    public RunPipeline(IntegrationDescriptor<TRaw, TOut> descriptor, PipelineContext context)
    {
        _descriptor = descriptor;
        _context = context;
        _sinkPage = new SinkPage(context.Run.DeadLetter);
        context.Run.Delivery = this;
        context.SaveDeadLetters = SaveDeadLettersAsync;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(_descriptor.Create(_context.Services, _context.Settings), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also where a later constructor threw. The integration, which uses them, is over by now.
            await CleanUpAsync(_context.Services.TakeOwned()).ConfigureAwait(false);
        }
    }

    public (string Json, PayloadKind Kind) ToPayload(object record, Phase phase)
    {
        // Where both types are one, the phase says which of them it is.
        var isDelivered = phase is Phase.Check or Phase.Deliver;
        try
        {
            return record switch
            {
                KeptRecord kept => (kept.Json, PayloadKind.Output),
                TOut when isDelivered => (JsonRecordWriter.ToJson(_descriptor.OutputSchema, record), PayloadKind.Output),
                TRaw => (JsonRecordWriter.ToJson(_descriptor.RawSchema, record), isDelivered ? PayloadKind.Other : PayloadKind.Raw),
                TOut => (JsonRecordWriter.ToJson(_descriptor.OutputSchema, record), PayloadKind.Other),
                _ => (Payload.ToJson(record), PayloadKind.Other),
            };
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The record can't even be read. What is left is to say so, beside the error that made it a dead letter.
            return (Payload.ToJson($"({record.GetType().Name}: {error.Message})"), PayloadKind.Other);
        }
    }

    public async Task DeliverAsync<T>(IAsyncEnumerable<T> records, CancellationToken cancellationToken)
        where T : class
    {
        var pages = records as PageSource<TOut>;
        StreamPages<TOut>? own = null;
        if (pages is null)
        {
            var stream = records as IAsyncEnumerable<TOut> ?? throw new InvalidOperationException(
                $"The sinks of '{_descriptor.Name}' take {typeof(TOut).Name}, not {typeof(T).Name}.");
            pages = own = new StreamPages<TOut>(stream, Phase.Deliver, _descriptor.OutputSchema, _context, cancellationToken) { IsCounted = false };
        }

        try
        {
            await WriteToSinksAsync(pages, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (own is not null)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(Integration<TRaw, TOut> integration, CancellationToken cancellationToken)
    {
        // What works ahead has to be told to stop where the attempt ends before it.
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            HoldToContract();
            _context.Checked.Begin(_context.Config.Checks, _descriptor.OutputSchema);
            if (_context.Replay is { } letters)
            {
                await ReplayAsync(integration, letters, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (integration is IncrementalIntegration<TRaw, TOut> incremental)
            {
                await RunPagesAsync(incremental, attempt, cancellationToken).ConfigureAwait(false);
                return;
            }

            _context.Checked.Add(await RunStreamAsync(integration, attempt).ConfigureAwait(false));
            _context.DeadLetters.JudgeShare();
            await JudgeRunAsync(cancellationToken).ConfigureAwait(false);
            JudgePayload(isEnd: true);
            await CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_context.Meter.NoteFailure(error))
        {
            throw;
        }
        finally
        {
            _context.Run.IsOver = true;
            if (await CleanUpAsync(_sinks, integration).ConfigureAwait(false))
            {
                await CloseReceiptsAsync().ConfigureAwait(false);
            }
        }
    }

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

    private T NotNull<T>(T? result, string method)
        where T : class =>
        result ?? throw new InvalidOperationException($"{_descriptor.Name}'s {method} returned null. Let it return a stream or a task, an empty one where there is nothing.");

    private async Task WriteToSinksAsync(PageSource<TOut> pages, CancellationToken cancellationToken)
    {
        if (_sinks is null)
        {
            ThrowIfNotReplayable();
            _sinks = SinkSet.Create(_context.Config.Deliver, _descriptor.OutputSchema, _context.SinkEnvironment with { Evolution = _evolution }, isPaged: _delivery is not null);
            await BeginSinksAsync(cancellationToken).ConfigureAwait(false);
            if (_delivery is not null)
            {
                await EvolveSinksAsync(cancellationToken).ConfigureAwait(false);
                await OpenReceiptsAsync().ConfigureAwait(false);
            }
        }

        var page = new Page<TOut>();
        while (await pages.NextAsync(page, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _context.Fence.ThrowIfClosed();
            _sinkPage.Set(page.Records, page.Count);
            await _sinks.WritePageAsync(_sinkPage, cancellationToken, _takenBy).ConfigureAwait(false);
            _context.Meter.Count(Phase.Deliver, _sinks.IsEmpty ? 0 : _sinkPage.Count);
            _context.Meter.SetBytes(_sinks.BytesWritten);
            await SaveDeadLettersAsync().ConfigureAwait(false);
            _context.Progressed?.Invoke();
        }

        if (_sinks.IsEmpty && pages.Count > 0)
        {
            LogNowhere(_context.Run.Logger, _descriptor.Name, pages.Count);
        }
    }

    /// <summary>Writes dead letters in the middle of a run; those of a page are committed with it.</summary>
    private ValueTask SaveDeadLettersAsync() => _delivery is null ? _context.DeadLetters.SaveAsync() : ValueTask.CompletedTask;

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        _context.Fence.ThrowIfClosed();
        if (_sinks is not null)
        {
            await EvolveSinksAsync(cancellationToken).ConfigureAwait(false);
            _sinks.EndRecords();
            await OpenReceiptsAsync().ConfigureAwait(false);
            await _sinks.PrepareAsync(cancellationToken).ConfigureAwait(false);
            _context.DeadLetters.JudgeShare();
            _context.Meter.SetBytes(_sinks.BytesWritten);
        }

        var delivered = false;
        _context.Fence.BeginCommit();
        try
        {
            if (_sinks is not null)
            {
                await _sinks.CommitAsync().ConfigureAwait(false);
                KeepReceipts();
            }

            delivered = true;
        }
        finally
        {
            _context.Fence.EndCommit(delivered);
        }
    }

    /// <summary>Ends what is still open. An error here must not hide the one that brought the attempt to its end.</summary>
    /// <returns>Whether all could be ended.</returns>
    private async Task<bool> CleanUpAsync(params IEnumerable<object?> parts)
    {
        var isClean = true;
        foreach (var part in parts)
        {
            try
            {
                switch (part)
                {
                    case IAsyncDisposable disposable:
                        await disposable.DisposeAsync().ConfigureAwait(false);
                        break;
                    case IDisposable disposable:
                        disposable.Dispose();
                        break;
                }
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                isClean = false;
                LogCleanUp(_context.Run.Logger, error, _descriptor.Name);
            }
        }

        return isClean;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: DeliverAsync returned before it had read all records; the rest was not fetched.")]
    private static partial void LogUnread(ILogger logger, string integration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: {Records} records went nowhere, since there is no sink under deliver: in config.yaml.")]
    private static partial void LogNowhere(ILogger logger, string integration, long records);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: postprocess.workers has no effect, since it overrides PostprocessAsync, which has one stream. Override Postprocess, or take workers out of config.yaml.")]
    private static partial void LogOneWorker(ILogger logger, string integration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: something could not be closed after the run.")]
    private static partial void LogCleanUp(ILogger logger, Exception error, string integration);
}
