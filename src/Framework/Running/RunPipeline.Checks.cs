using IntegrationFramework.Checks;

namespace IntegrationFramework.Running;

/// <summary>The checks of config.yaml: of each record before it is delivered, and of all of them before anything is visible.</summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    /// <summary>What deliver is given: without a check, what postprocess gave.</summary>
    private PageSource<TOut> Checked(PageSource<TOut> records) =>
        _context.Checked.Records is { } checks ? new CheckedPages<TOut>(records, checks, _context) : records;

    private async ValueTask JudgeRunAsync(CancellationToken cancellationToken)
    {
        // A window of the past is neither new nor as large as what a regular run finds.
        if (_context.Config.Checks.Run.Count == 0 || _context.Window is not null)
        {
            return;
        }

        _context.Meter.Enter(Phase.Check);
        var run = new JudgedRun(
            _descriptor.Name, _context.Run.Time.GetUtcNow(), _delivery is not null, _context.Run.Limit is not null, _context.Meter.Fetched, _delivery?.Cursor is not null);
        await RunChecks.JudgeAsync(_context.Config.Checks.Run, _context.Checked, run, _context.Store, cancellationToken).ConfigureAwait(false);
        _context.Meter.Enter(Phase.Deliver);
    }
}
