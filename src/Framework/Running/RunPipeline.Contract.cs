using IntegrationFramework.Configuration;
using IntegrationFramework.Contracts;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// The contract: what the records, and the data that the integration shows, were like in the last run that succeeded. Records are
/// compared before anything is fetched, data before it is delivered.
/// </summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    private HashSet<string>? _toldChanges;
    private Evolution _evolution = Evolution.None;
    private PayloadNode? _keptPayload;
    private bool _hasKeptPayload;
    private bool _hasToldWidth;

    /// <summary>Whether a run leaves behind what its records and data were like: not one that on purpose sees only some of them.</summary>
    private bool KeepsContract => MovesCursor && _context.Replay is null && _context.Window is null;

    private void HoldToContract()
    {
        _evolution = Evolution.None with { IsAllowed = _context.Config.Contract == ContractPolicy.Evolve };
        var now = RecordContract.TextOf(_descriptor.OutputSchema);
        if (_context.KeptContract is { } kept && !string.Equals(kept.Contract.Record, now, StringComparison.Ordinal))
        {
            var before = RecordContract.Parse(kept.Contract.Record);
            var fields = RecordContract.Parse(now);
            Judge("its records are", RecordContract.Changes(before, fields), kept);
            _evolution = _evolution with { Retyped = RecordContract.Retyped(before, fields) };
        }

        Keep(_context.KeptContract?.Contract.Payload);
    }

    /// <summary>Compares what the integration has shown so far of its data.</summary>
    /// <param name="isEnd">Whether that is all.</param>
    private void JudgePayload(bool isEnd)
    {
        if (_context.Run.Payload is not { } payload)
        {
            return;
        }

        if (payload.IsTooWide && !_hasToldWidth)
        {
            _hasToldWidth = true;
            LogTooWide(_context.Run.Logger, _descriptor.Name);
        }

        if (!_hasKeptPayload)
        {
            _keptPayload = _context.KeptContract?.Contract.Payload is { } text ? PayloadShape.Parse(text) : null;
            _hasKeptPayload = true;
        }

        if (_keptPayload is not null)
        {
            var previous = _context.Meter.Enter(Phase.Check);
            Judge("its data is", payload.ChangesSince(_keptPayload, isEnd && KeepsContract), _context.KeptContract!);
            _context.Meter.Enter(previous);
        }

        if (isEnd)
        {
            Keep(payload.Text(_keptPayload));
        }
    }

    /// <summary>Lets the run leave behind what its records and data are like, where that isn't what is kept.</summary>
    private void Keep(string? payload)
    {
        var contract = new Contract(_descriptor.Name, RecordContract.TextOf(_descriptor.OutputSchema), payload);
        _context.KeepContract(KeepsContract && contract != _context.KeptContract?.Contract ? contract : null);
    }

    private void Judge(string what, List<string> changes, KeptContract kept)
    {
        _toldChanges ??= [];
        changes.RemoveAll(_toldChanges.Contains);
        if (changes.Count == 0)
        {
            return;
        }

        var since = $"{what} not what {(what.EndsWith("are", StringComparison.Ordinal) ? "they were" : "it was")} in the last run that succeeded ({kept.RunId})";
        var text = string.Join("; ", changes);
        if (_context.Config.Contract == ContractPolicy.Fail)
        {
            throw new ContractException(
                $"{since}: {text}. That is what contract: fail in config.yaml is for. "
                + $"To accept it, run it once with --set {_descriptor.Name}.contract=evolve, which lets tables and CSV files take new columns, or with contract=warn, which leaves them as they are.");
        }

        _toldChanges.UnionWith(changes);
        LogChanged(_context.Run.Logger, _context.Config.Contract == ContractPolicy.Evolve ? LogLevel.Information : LogLevel.Warning, _descriptor.Name, since, text);
    }

    /// <summary>
    /// Lets files take new columns, at a moment at which nothing is behind the last commit of any sink, and telemetry knows that: a place in
    /// a file that is written anew means nothing any more.
    /// </summary>
    private async ValueTask EvolveSinksAsync(CancellationToken cancellationToken)
    {
        if (!_sinks!.HasNewColumns)
        {
            return;
        }

        foreach (var (sink, columns) in _sinks.NewColumns)
        {
            LogEvolves(_context.Run.Logger, _descriptor.Name, sink, string.Join(", ", columns));
        }

        await _context.Store.CloseReceiptsAsync(_descriptor.Name, _sinks.Names, isDurable: true).ConfigureAwait(false);
        await _sinks.EvolveAsync(cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(Message = "{Integration}: {Since}: {Changes}.")]
    private static partial void LogChanged(ILogger logger, LogLevel level, string integration, string since, string changes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: its data has more than a thousand fields, and contract: looks at the first thousand. Show it with Observe only where its names are names, and not data.")]
    private static partial void LogTooWide(ILogger logger, string integration);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Integration}: the {Sink} takes new columns: {Columns}.")]
    private static partial void LogEvolves(ILogger logger, string integration, string sink, string columns);
}
