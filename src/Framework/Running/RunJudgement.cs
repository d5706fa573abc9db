using IntegrationFramework.Checks;

namespace IntegrationFramework.Running;

/// <summary>What a run is held to once all of its records are there: its share of dead letters, the checks of all its records, the contract of its data.</summary>
internal sealed class RunJudgement(PipelineContext context, RunContract contract, SinkDelivery delivery)
{
    /// <summary>Fails where the run must not succeed.</summary>
    public async ValueTask JudgeAsync(CancellationToken cancellationToken)
    {
        context.DeadLetters.JudgeShare();
        await JudgeChecksAsync(cancellationToken).ConfigureAwait(false);
        contract.JudgePayload(isEnd: true);
    }

    private async ValueTask JudgeChecksAsync(CancellationToken cancellationToken)
    {
        // A window of the past is neither new nor as large as what a regular run finds.
        if (context.Config.Checks.Run.Count == 0 || context.Window is not null)
        {
            return;
        }

        context.Meter.Enter(Phase.Check);
        var run = new JudgedRun(
            context.Run.Integration, context.Run.Time.GetUtcNow(), delivery.IsPaged, context.Run.Limit is not null, context.Meter.Fetched, delivery.Cursor is not null);
        await RunChecks.JudgeAsync(context.Config.Checks.Run, context.Checked, run, context.Store, cancellationToken).ConfigureAwait(false);
        context.Meter.Enter(Phase.Deliver);
    }
}
