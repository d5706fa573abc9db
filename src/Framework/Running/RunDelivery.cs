using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>What an integration hands over of its own accord: records for the sinks, and those that are set aside.</summary>
internal sealed class RunDelivery<TRaw, TOut>(IntegrationDescriptor<TRaw, TOut> descriptor, PipelineContext context, SinkDelivery delivery) : IRunDelivery
    where TRaw : class
    where TOut : class
{
    private bool _isDelivering;

    public async Task DeliverAsync<T>(IAsyncEnumerable<T> records, CancellationToken cancellationToken)
        where T : class
    {
        if (Interlocked.Exchange(ref _isDelivering, true))
        {
            throw new InvalidOperationException($"'{descriptor.Name}' delivers to its sinks already: await one DeliverToSinksAsync before the next.");
        }

        var pages = records as PageSource<TOut>;
        StreamPages<TOut>? own = null;
        try
        {
            pages?.Claim();
            pages ??= own = PagesOf(records, cancellationToken);
            await delivery.WriteAsync(pages, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isDelivering, false);
            if (own is not null)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }
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
                TOut when isDelivered => (JsonRecordWriter.ToJson(descriptor.OutputSchema, record), PayloadKind.Output),
                TRaw => (JsonRecordWriter.ToJson(descriptor.RawSchema, record), isDelivered ? PayloadKind.Other : PayloadKind.Raw),
                TOut => (JsonRecordWriter.ToJson(descriptor.OutputSchema, record), PayloadKind.Other),
                _ => (Payload.ToJson(record), PayloadKind.Other),
            };
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The record can't even be read. What is left is to say so, beside the error that made it a dead letter.
            return (Payload.ToJson($"({record.GetType().Name}: {error.Message})"), PayloadKind.Other);
        }
    }

    private StreamPages<TOut> PagesOf<T>(IAsyncEnumerable<T> records, CancellationToken cancellationToken)
        where T : class
    {
        var stream = records as IAsyncEnumerable<TOut> ?? throw new InvalidOperationException(
            $"The sinks of '{descriptor.Name}' take {typeof(TOut).Name}, not {typeof(T).Name}.");
        return new StreamPages<TOut>(stream, Phase.Deliver, descriptor.OutputSchema, context, cancellationToken) { IsCounted = false };
    }
}
