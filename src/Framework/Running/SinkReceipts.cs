using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// The receipts of sinks that add to what is there. One is open from before anything is added until telemetry knows of it: with a page, or,
/// where the source has no cursor, with the run's end. What stands behind an open receipt is taken back when the integration delivers next.
/// </summary>
internal sealed partial class SinkReceipts(PipelineContext context)
{
    /// <summary>The sinks of this run whose receipts are open, whether this run has opened them or one that was interrupted.</summary>
    private IReadOnlyCollection<string> _open = [];

    /// <summary>Gets the sinks ready, behind what was committed last.</summary>
    /// <param name="sinks">The sinks.</param>
    /// <param name="committed">Where they got to, where pages are committed one by one; else it is looked up for the sinks that need it.</param>
    /// <param name="cancellationToken">Ends the waiting for others.</param>
    public async ValueTask BeginAsync(SinkSet sinks, DeliveryState? committed, CancellationToken cancellationToken)
    {
        if (context.OpenReceipts.Count > 0)
        {
            WarnOfForgottenSinks(sinks);
        }

        if (sinks.IsEmpty)
        {
            return;
        }

        var receipts = committed is not null ? committed.Receipts
            : sinks.KeepsReceipts ? (await context.Store.ReadDeliveryAsync(context.Run.Integration, cancellationToken).ConfigureAwait(false)).Receipts
            : [];
        await sinks.BeginAsync(receipts, cancellationToken).ConfigureAwait(false);
        foreach (var warning in sinks.Warnings)
        {
            LogFound(context.Run.Logger, context.Run.Integration, warning);
        }

        // All have returned there, so these are closed with the run, also where it has nothing to deliver.
        _open = [.. receipts.Where(static receipt => receipt.IsOpen).Select(static receipt => receipt.Sink).Intersect(sinks.Names, StringComparer.Ordinal)];
    }

    /// <summary>From here on, what stands behind the last commit is this run's and may be taken back.</summary>
    /// <param name="sinks">The sinks.</param>
    /// <param name="isPaged">Whether pages are committed one by one; else what is counted so far is not delivered yet.</param>
    public async ValueTask OpenAsync(SinkSet sinks, bool isPaged)
    {
        if (sinks.Receipts is { Count: > 0 } receipts)
        {
            _open = [.. _open.Union(receipts.Select(static receipt => receipt.Sink), StringComparer.Ordinal)];
            var commit = Commit(receipts, cursor: null, letters: []);
            await context.Store.CommitPageAsync(isPaged ? commit : commit with { Counters = context.Meter.Committed }).ConfigureAwait(false);
        }
    }

    /// <summary>All is delivered: the receipts are closed in the transaction that closes the run as succeeded.</summary>
    public void CloseWithRun(SinkSet sinks)
    {
        var receipts = sinks.Receipts;
        context.Delivered([.. receipts.Select(receipt => receipt with { IsOpen = false })]);
        _open = [.. _open.Except(receipts.Select(static receipt => receipt.Sink), StringComparer.Ordinal)];
    }

    /// <summary>Once the sinks are closed without having delivered, nothing stands behind their last commit any more.</summary>
    public async ValueTask CloseAsync()
    {
        if (_open.Count > 0)
        {
            await context.Store.CloseReceiptsAsync(context.Run.Integration, _open).ConfigureAwait(false);
        }
    }

    /// <summary>What telemetry is told of where the run has got to.</summary>
    public PageCommit Commit(IReadOnlyList<DeliveryReceipt> receipts, string? cursor, IReadOnlyList<DeadLetter> letters) => new()
    {
        RunId = context.Run.RunId,
        Integration = context.Run.Integration,
        Cursor = cursor,
        Receipts = receipts,
        Counters = context.Meter.Counters,
        DeadLetters = letters,
        Time = context.Run.Time.GetUtcNow(),
    };

    /// <summary>
    /// Tells of what nobody takes back: an interrupted run had begun to deliver to a sink that config.yaml doesn't name any more. Its receipt stays
    /// open, so that what stands behind it is taken back should the sink be named again.
    /// </summary>
    private void WarnOfForgottenSinks(SinkSet sinks)
    {
        foreach (var sink in context.OpenReceipts.Except(sinks.Names, StringComparer.Ordinal))
        {
            LogForgotten(context.Run.Logger, context.Run.Integration, sink);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: {Warning}")]
    private static partial void LogFound(ILogger logger, string integration, string warning);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: a run was interrupted while it delivered to the {Sink}, which config.yaml doesn't name any more, so what it had not committed may still be there. Look at its end, or name it under deliver: for one more run, which takes it back.")]
    private static partial void LogForgotten(ILogger logger, string integration, string sink);
}
