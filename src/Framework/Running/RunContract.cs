using IntegrationFramework.Configuration;
using IntegrationFramework.Contracts;
using IntegrationFramework.Registration;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// The contract: what the records, and the data that the integration shows, were like in the last run that succeeded. Records are
/// compared before anything is fetched, data before it is delivered.
/// </summary>
internal sealed partial class RunContract(IntegrationDescriptor descriptor, PipelineContext context)
{
    private HashSet<string>? _toldChanges;
    private PayloadNode? _keptPayload;
    private bool _hasKeptPayload;
    private bool _hasToldWidth;

    /// <summary>What sinks may change about their targets, once the records were compared.</summary>
    public Evolution Evolution { get; private set; } = Evolution.None;

    /// <summary>Whether a run leaves behind what its records and data were like: not one that on purpose sees only some of them.</summary>
    private bool IsKept => context.MovesCursor && context.Replay is null && context.Window is null;

    /// <summary>Compares the records.</summary>
    /// <exception cref="ContractException">They are not what they were, and <c>contract: fail</c> says that they must be.</exception>
    public void JudgeRecords()
    {
        Evolution = Evolution.None with { IsAllowed = context.Config.Contract == ContractPolicy.Evolve };
        var now = RecordContract.TextOf(descriptor.OutputSchema);
        if (context.KeptContract is { } kept && !string.Equals(kept.Contract.Record, now, StringComparison.Ordinal))
        {
            var before = RecordContract.Parse(kept.Contract.Record);
            var fields = RecordContract.Parse(now);
            Judge("its records are", RecordContract.Changes(before, fields), kept);
            Evolution = Evolution with { Retyped = RecordContract.Retyped(before, fields) };
        }

        Keep(context.KeptContract?.Contract.Payload);
    }

    /// <summary>Compares what the integration has shown so far of its data.</summary>
    /// <param name="isEnd">Whether that is all.</param>
    /// <exception cref="ContractException">It is not what it was, and <c>contract: fail</c> says that it must be.</exception>
    public void JudgePayload(bool isEnd)
    {
        if (context.Run.Payload is not { } payload)
        {
            return;
        }

        if (payload.IsTooWide && !_hasToldWidth)
        {
            _hasToldWidth = true;
            LogTooWide(context.Run.Logger, descriptor.Name);
        }

        if (!_hasKeptPayload)
        {
            _keptPayload = context.KeptContract?.Contract.Payload is { } text ? PayloadShape.Parse(text) : null;
            _hasKeptPayload = true;
        }

        if (_keptPayload is not null)
        {
            var previous = context.Meter.Enter(Phase.Check);
            Judge("its data is", payload.ChangesSince(_keptPayload, isEnd && IsKept), context.KeptContract!);
            context.Meter.Enter(previous);
        }

        if (isEnd)
        {
            Keep(payload.Text(_keptPayload));
        }
    }

    /// <summary>Lets the run leave behind what its records and data are like, where that isn't what is kept.</summary>
    private void Keep(string? payload)
    {
        var contract = new Contract(descriptor.Name, RecordContract.TextOf(descriptor.OutputSchema), payload);
        context.KeepContract(IsKept && contract != context.KeptContract?.Contract ? contract : null);
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
        if (context.Config.Contract == ContractPolicy.Fail)
        {
            throw new ContractException(
                $"{since}: {text}. That is what contract: fail in config.yaml is for. "
                + $"To accept it, run it once with --set {descriptor.Name}.contract=evolve, which lets tables and CSV files take new columns, or with contract=warn, which leaves them as they are.");
        }

        _toldChanges.UnionWith(changes);
        LogChanged(context.Run.Logger, context.Config.Contract == ContractPolicy.Evolve ? LogLevel.Information : LogLevel.Warning, descriptor.Name, since, text);
    }

    [LoggerMessage(Message = "{Integration}: {Since}: {Changes}.")]
    private static partial void LogChanged(ILogger logger, LogLevel level, string integration, string since, string changes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: its data has more than a thousand fields, and contract: looks at the first thousand. Show it with Observe only where its names are names, and not data.")]
    private static partial void LogTooWide(ILogger logger, string integration);
}
