using IntegrationFramework.Registration;
using IntegrationFramework.Sinks;
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

    private T NotNull<T>(T? result, string method)
        where T : class =>
        result ?? throw new InvalidOperationException($"{_descriptor.Name}'s {method} returned null. Let it return a stream or a task, an empty one where there is nothing.");

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: something could not be closed after the run.")]
    private static partial void LogCleanUp(ILogger logger, Exception error, string integration);
}
