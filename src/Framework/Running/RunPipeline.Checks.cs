using IntegrationFramework.Checks;

namespace IntegrationFramework.Running;

/// <summary>The checks of config.yaml: of each record before it is delivered, and of all of them before anything is visible.</summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    private RecordChecks? _checks;
    private bool _hasChecks;
    private long _checked;

    /// <summary>What deliver is given: without a check, what postprocess gave.</summary>
    private PageSource<TOut> Checked(PageSource<TOut> records)
    {
        if (!_hasChecks)
        {
            _checks = RecordChecks.Create(_context.Config.Checks, _descriptor.OutputSchema);
            _hasChecks = true;
        }

        return _checks is null ? records : new CheckedPages<TOut>(records, _checks, _context);
    }

    private async ValueTask JudgeRunAsync(CancellationToken cancellationToken)
    {
        if (_context.Config.Checks.Run.Count == 0)
        {
            return;
        }

        _context.Meter.Enter(Phase.Check);
        var run = new JudgedRun(_descriptor.Name, _context.Run.Time.GetUtcNow(), _delivery is not null, _context.Run.Limit is not null);
        await RunChecks.JudgeAsync(_context.Config.Checks.Run, _checks, _checked, run, _context.Store, cancellationToken).ConfigureAwait(false);
        _context.Meter.Enter(Phase.Deliver);
    }
}
