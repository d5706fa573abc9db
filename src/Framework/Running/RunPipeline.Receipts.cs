using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// The receipts of sinks that add to what is there. One is open from before anything is added until telemetry knows of it: with a page, or,
/// where the source has no cursor, with the run's end. What stands behind an open receipt is taken back when the integration delivers next.
/// </summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    /// <summary>The sinks of this run whose receipts are open, whether this run has opened them or one that was interrupted.</summary>
    private IReadOnlyCollection<string> _openReceipts = [];

    /// <summary>Gets the sinks ready, behind what was committed last.</summary>
    private async ValueTask BeginSinksAsync(CancellationToken cancellationToken)
    {
        if (_context.OpenReceipts.Count > 0)
        {
            WarnOfForgottenSinks();
        }

        if (_sinks!.IsEmpty)
        {
            return;
        }

        var receipts = _delivery is not null ? _delivery.Receipts
            : _sinks.KeepsReceipts ? (await _context.Store.ReadDeliveryAsync(_descriptor.Name, cancellationToken).ConfigureAwait(false)).Receipts
            : [];
        await _sinks.BeginAsync(receipts, cancellationToken).ConfigureAwait(false);

        // All have returned there, so these are closed with the run, also where it has nothing to deliver.
        _openReceipts = [.. receipts.Where(static receipt => receipt.IsOpen).Select(static receipt => receipt.Sink).Intersect(_sinks.Names, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Tells of what nobody takes back: an interrupted run had begun to deliver to a sink that config.yaml doesn't name any more. Its receipt stays
    /// open, so that what stands behind it is taken back should the sink be named again.
    /// </summary>
    private void WarnOfForgottenSinks()
    {
        foreach (var sink in _context.OpenReceipts.Except(_sinks!.Names, StringComparer.Ordinal))
        {
            LogForgotten(_context.Run.Logger, _descriptor.Name, sink);
        }
    }

    /// <summary>From here on, what stands behind the last commit is this run's and may be taken back.</summary>
    private async ValueTask OpenReceiptsAsync()
    {
        if (_sinks!.Receipts is { Count: > 0 } receipts)
        {
            _openReceipts = [.. _openReceipts.Union(receipts.Select(static receipt => receipt.Sink), StringComparer.Ordinal)];
            var commit = Commit(cursor: null, letters: []) with { Receipts = receipts };
            await _context.Store.CommitPageAsync(_delivery is null ? commit with { Counters = _context.Meter.Committed } : commit).ConfigureAwait(false);
        }
    }

    /// <summary>All is delivered: the receipts are closed in the transaction that closes the run as succeeded.</summary>
    private void KeepReceipts()
    {
        var receipts = _sinks!.Receipts;
        _context.Delivered([.. receipts.Select(receipt => receipt with { IsOpen = false })]);
        _openReceipts = [.. _openReceipts.Except(receipts.Select(static receipt => receipt.Sink), StringComparer.Ordinal)];
    }

    /// <summary>Once the sinks are closed without having delivered, nothing stands behind their last commit any more.</summary>
    private async ValueTask CloseReceiptsAsync()
    {
        if (_openReceipts.Count > 0)
        {
            await _context.Store.CloseReceiptsAsync(_descriptor.Name, _openReceipts).ConfigureAwait(false);
        }
    }

    private PageCommit Commit(string? cursor, IReadOnlyList<DeadLetter> letters) => new()
    {
        RunId = _context.Run.RunId,
        Integration = _descriptor.Name,
        Cursor = cursor,
        Receipts = _sinks?.Receipts ?? [],
        Counters = _context.Meter.Counters,
        DeadLetters = letters,
        Time = _context.Run.Time.GetUtcNow(),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: a run was interrupted while it delivered to the {Sink}, which config.yaml doesn't name any more, so what it had not committed may still be there. Look at its end, or name it under deliver: for one more run, which takes it back.")]
    private static partial void LogForgotten(ILogger logger, string integration, string sink);
}
