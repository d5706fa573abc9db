using IntegrationFramework.Records;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>What a run delivers: records to the sinks page by page, and those that are set aside as payloads of dead letters.</summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
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

    private async Task WriteToSinksAsync(PageSource<TOut> pages, CancellationToken cancellationToken)
    {
        if (_sinks is null)
        {
            if (_context.Replay is not null)
            {
                ReplaySinks.ThrowIfNotReplayable(_descriptor.Name, _context.Config.Deliver);
            }

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
            if (_sinks.HasImmediate)
            {
                _context.Meter.CountShown(_sinkPage.Count);
                if (_sinks.IsImmediate)
                {
                    _context.Meter.MarkCommitted();
                }
            }

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
        if (_sinks is { IsEmpty: false })
        {
            await EvolveSinksAsync(cancellationToken).ConfigureAwait(false);
            _sinks.EndRecords();
            await OpenReceiptsAsync().ConfigureAwait(false);
            await _sinks.PrepareAsync(cancellationToken).ConfigureAwait(false);
            _context.Meter.SetBytes(_sinks.BytesWritten);
        }

        if (_sinks is not null)
        {
            _context.DeadLetters.JudgeShare();
        }

        var delivered = false;
        _context.Fence.BeginCommit();
        try
        {
            if (_sinks is { IsEmpty: false })
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: {Records} records went nowhere, since there is no sink under deliver: in config.yaml.")]
    private static partial void LogNowhere(ILogger logger, string integration, long records);
}
