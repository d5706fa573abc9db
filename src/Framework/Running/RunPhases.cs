using IntegrationFramework.Registration;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>The phases of an integration: each pulls pages from the one before it.</summary>
internal sealed partial class RunPhases<TRaw, TOut>(
    IntegrationDescriptor<TRaw, TOut> descriptor, Integration<TRaw, TOut> integration, PipelineContext context, SinkDelivery delivery)
    where TRaw : class
    where TOut : class
{
    public StreamPages<TRaw> Fetch(CancellationToken cancellationToken)
    {
        context.Meter.Enter(Phase.Fetch);
        var records = NotNull(integration.FetchAsync(context.Run, cancellationToken), nameof(integration.FetchAsync));
        return new StreamPages<TRaw>(records, Phase.Fetch, descriptor.RawSchema, context, cancellationToken);
    }

    /// <param name="source">What was fetched.</param>
    /// <param name="stream">What has to be closed in the end, besides the source.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public PageSource<TOut> Postprocess(PageSource<TRaw> source, out IAsyncDisposable? stream, CancellationToken cancellationToken)
    {
        context.Meter.Enter(Phase.Postprocess);
        var workers = context.Config.PostprocessWorkers;
        var records = NotNull(integration.PostprocessAsync(source, context.Run, cancellationToken), nameof(integration.PostprocessAsync));
        if (records is RecordByRecord<TRaw, TOut> each && ReferenceEquals(each.Records, source))
        {
            source.Claim();
            var processor = new RecordPostprocessor<TRaw, TOut>(integration, context, cancellationToken);
            if (workers == 1)
            {
                stream = null;
                return new PostprocessPages<TRaw, TOut>(processor, source, context);
            }

            var parallel = new ParallelPostprocessPages<TRaw, TOut>(processor, source, context, workers);
            stream = parallel;
            return parallel;
        }

        if (workers > 1)
        {
            LogOneWorker(context.Run.Logger, descriptor.Name);
        }

        var pages = new StreamPages<TOut>(records, Phase.Postprocess, descriptor.OutputSchema, context, cancellationToken);
        stream = pages;
        return pages;
    }

    /// <summary>What deliver is given: without a check, what postprocess gave.</summary>
    public PageSource<TOut> Checked(PageSource<TOut> records) =>
        context.Checked.Records is { } checks ? new CheckedPages<TOut>(records, checks, context) : records;

    public async Task DeliverAsync(PageSource<TOut> output, CancellationToken cancellationToken)
    {
        context.Meter.Enter(Phase.Deliver);
        if (!context.Run.IsDryRun)
        {
            var setAside = context.Meter.SetAside;
            await NotNull(integration.DeliverAsync(output, context.Run, cancellationToken), nameof(integration.DeliverAsync)).ConfigureAwait(false);
            if (!delivery.HasSinks)
            {
                // The integration delivered by itself what it took, but for what it has set aside: more than a letter for a record, perhaps.
                context.Meter.Count(Phase.Deliver, Math.Max(0, output.Taken - (context.Meter.SetAside - setAside)));
            }

            return;
        }

        var page = new Page<TOut>();
        while (await output.NextAsync(page, cancellationToken).ConfigureAwait(false))
        {
            context.Progressed?.Invoke();
        }
    }

    /// <summary>What a method of the integration gave, which must be something.</summary>
    public T NotNull<T>(T? result, string method)
        where T : class =>
        result ?? throw new InvalidOperationException($"{descriptor.Name}'s {method} returned null. Let it return a stream or a task, an empty one where there is nothing.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: postprocess.workers has no effect, since it overrides PostprocessAsync, which has one stream. Override Postprocess, or take workers out of config.yaml.")]
    private static partial void LogOneWorker(ILogger logger, string integration);
}
