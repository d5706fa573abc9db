using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>A run that is one: all records flow through the three phases, which work side by side, and are committed together.</summary>
internal sealed partial class WholeRun<TRaw, TOut>(RunPhases<TRaw, TOut> phases, PipelineContext context, SinkDelivery delivery, RunJudgement judgement)
    where TRaw : class
    where TOut : class
{
    public async Task RunAsync(CancellationTokenSource attempt, CancellationToken cancellationToken)
    {
        context.Checked.Add(await RunStreamAsync(attempt).ConfigureAwait(false));
        await judgement.JudgeAsync(cancellationToken).ConfigureAwait(false);
        await delivery.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <returns>How many records were given to deliver.</returns>
    private async Task<long> RunStreamAsync(CancellationTokenSource attempt)
    {
        StreamPages<TRaw>? source = null;
        IAsyncDisposable? stream = null;
        PagesAhead<TRaw>? fetched = null;
        PagesAhead<TOut>? output = null;
        try
        {
            source = phases.Fetch(attempt.Token);
            fetched = new PagesAhead<TRaw>(source, context.Meter, attempt);
            output = new PagesAhead<TOut>(phases.Checked(phases.Postprocess(fetched, out stream, attempt.Token)), context.Meter, attempt);
            await phases.DeliverAsync(output, attempt.Token).ConfigureAwait(false);
            var isLeft = !output.IsReadToEnd;
            if (isLeft || context.WasInterrupted)
            {
                attempt.Token.ThrowIfCancellationRequested();
            }

            if (isLeft)
            {
                LogUndelivered(context.Run.Logger, context.Run.Integration);
            }
            else if (!fetched.IsReadToEnd)
            {
                LogUnprocessed(context.Run.Logger, context.Run.Integration);
            }

            return output.Count;
        }
        finally
        {
            await CleanUp.EndAsync(context.Run, output, fetched, stream, source).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: DeliverAsync returned before it had read all records; the rest was not fetched.")]
    private static partial void LogUndelivered(ILogger logger, string integration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: PostprocessAsync ended without reading to the end; the rest was not fetched. Where that is meant, stop in FetchAsync.")]
    private static partial void LogUnprocessed(ILogger logger, string integration);
}
