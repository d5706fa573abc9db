using IntegrationFramework.Registration;

namespace IntegrationFramework.Running;

/// <summary>
/// Runs one attempt: the deliver phase pulls pages from postprocess, which pulls from fetch, each a few pages ahead of the next, so that
/// they work side by side and memory holds some pages whatever the number of records.
/// </summary>
internal sealed class RunPipeline<TRaw, TOut> : IRunPipeline
    where TRaw : class
    where TOut : class
{
    private readonly IntegrationDescriptor<TRaw, TOut> _descriptor;
    private readonly PipelineContext _context;
    private readonly RunContract _contract;
    private readonly SinkDelivery _delivery;

    public RunPipeline(IntegrationDescriptor<TRaw, TOut> descriptor, PipelineContext context)
    {
        _descriptor = descriptor;
        _context = context;
        _contract = new RunContract(descriptor, context);
        _delivery = new SinkDelivery(descriptor, context, _contract);
        context.Run.Delivery = new RunDelivery<TRaw, TOut>(descriptor, context, _delivery);
        context.SaveDeadLetters = _delivery.SaveDeadLettersAsync;
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
            await CleanUp.EndAsync(_context.Run, _context.Services.TakeOwned()).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(Integration<TRaw, TOut> integration, CancellationToken cancellationToken)
    {
        // What works ahead has to be told to stop where the attempt ends before it.
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            _contract.JudgeRecords();
            _context.Checked.Begin(_context.Config.Checks, _descriptor.OutputSchema);
            await FlowAsync(integration, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_context.Meter.NoteFailure(error))
        {
            throw;
        }
        finally
        {
            _context.Run.IsOver = true;
            if (await CleanUp.EndAsync(_context.Run, _delivery.Sinks, integration).ConfigureAwait(false))
            {
                await _delivery.CloseReceiptsAsync().ConfigureAwait(false);
            }
        }
    }

    private Task FlowAsync(Integration<TRaw, TOut> integration, CancellationTokenSource attempt, CancellationToken cancellationToken)
    {
        var phases = new RunPhases<TRaw, TOut>(_descriptor, integration, _context, _delivery);
        if (_context.Replay is { } letters)
        {
            return new ReplayRun<TRaw, TOut>(_descriptor, phases, _context, _delivery).RunAsync(letters, cancellationToken);
        }

        var judgement = new RunJudgement(_context, _contract, _delivery);
        return integration is IncrementalIntegration<TRaw, TOut> incremental
            ? new PagedRun<TRaw, TOut>(_descriptor, incremental, phases, _context, _delivery, judgement).RunAsync(attempt, cancellationToken)
            : new WholeRun<TRaw, TOut>(phases, _context, _delivery, judgement).RunAsync(attempt, cancellationToken);
    }
}
