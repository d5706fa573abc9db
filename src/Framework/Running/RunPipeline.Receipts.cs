using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>
/// The receipts of sinks that add to what is there. One is open from before anything is added until telemetry knows of it: with a page, or,
/// where the source has no cursor, with the run's end. What stands behind an open receipt is taken back when the integration delivers next.
/// </summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    private bool _hasOpenReceipts;

    private async ValueTask<IReadOnlyList<DeliveryReceipt>> ReceiptsAsync(CancellationToken cancellationToken) =>
        _delivery is not null ? _delivery.Receipts
        : _sinks!.KeepsReceipts ? (await _context.Store.ReadDeliveryAsync(_descriptor.Name, cancellationToken).ConfigureAwait(false)).Receipts
        : [];

    /// <summary>From here on, what stands behind the last commit is this run's and may be taken back.</summary>
    private async ValueTask OpenReceiptsAsync()
    {
        if (_sinks!.Receipts is { Count: > 0 } receipts)
        {
            var commit = Commit(cursor: null, letters: []) with { Receipts = receipts };
            await _context.Store.CommitPageAsync(_delivery is null ? commit with { Counters = _context.Meter.Committed } : commit).ConfigureAwait(false);
            _hasOpenReceipts = true;
        }
    }

    /// <summary>All is delivered: the receipts are closed in the transaction that closes the run as succeeded.</summary>
    private void KeepReceipts()
    {
        if (_hasOpenReceipts)
        {
            _context.Delivered([.. _sinks!.Receipts.Select(receipt => receipt with { IsOpen = false })]);
            _hasOpenReceipts = false;
        }
    }

    /// <summary>Once the sinks are closed without having delivered, nothing stands behind their last commit any more.</summary>
    private async ValueTask CloseReceiptsAsync()
    {
        if (_hasOpenReceipts)
        {
            await _context.Store.CloseReceiptsAsync(_descriptor.Name).ConfigureAwait(false);
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
}
