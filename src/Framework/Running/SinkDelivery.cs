using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Sinks;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// What an attempt delivers to the sinks of config.yaml, page by page, and the commits of it: one for the whole run, in which all is visible
/// or nothing, or, where it <see cref="IsPaged"/>, one after another. The order of the steps is what makes a killed run lose and double nothing.
/// </summary>
internal sealed partial class SinkDelivery(IntegrationDescriptor descriptor, PipelineContext context, RunContract contract)
{
    private readonly SinkPage _page = new(context.Run.DeadLetter);
    private readonly SinkReceipts _receipts = new(context);
    private DeliveryState? _committed;
    private SinkSet? _sinks;
    private DerivedRecordFinder? _derived = DerivedRecordFinder.For(descriptor.OutputSchema);

    /// <summary>Whether pages are committed one by one, with the dead letters among them; else there is one commit for all.</summary>
    public bool IsPaged => _committed is not null;

    /// <summary>Where the source goes on from; <see langword="null"/> where it begins at the beginning.</summary>
    public string? Cursor => _committed?.Cursor;

    /// <summary>Whether there are sinks: not before anything is delivered to them, and never where the integration delivers by itself.</summary>
    public bool HasSinks => _sinks is not null;

    /// <summary>The sinks, for whoever ends the attempt to dispose of: they take back what they have not committed.</summary>
    public IAsyncDisposable? Sinks => _sinks;

    /// <summary>The sinks that have what is delivered from before, a line for each: they are left out.</summary>
    public string? TakenBy { get; set; }

    /// <summary>Commits pages one by one from here on, behind what was committed before.</summary>
    public void GoOnFrom(DeliveryState committed) => _committed = committed;

    /// <summary>Writes dead letters in the middle of a run; those of a page are committed with it.</summary>
    public ValueTask SaveDeadLettersAsync() => IsPaged ? ValueTask.CompletedTask : context.DeadLetters.SaveAsync();

    /// <summary>Writes records to the sinks, which are made for the first of them.</summary>
    public async Task WriteAsync<T>(PageSource<T> pages, CancellationToken cancellationToken)
        where T : class
    {
        var sinks = _sinks ?? await BeginAsync(cancellationToken).ConfigureAwait(false);
        var page = new Page<T>();
        while (await pages.NextAsync(page, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Fence.ThrowIfClosed();
            _page.Set(page.Records, page.Count);
            TellOfDerived<T>(page);
            await sinks.WritePageAsync(_page, cancellationToken, TakenBy).ConfigureAwait(false);
            context.Meter.Count(Phase.Deliver, sinks.IsEmpty ? 0 : _page.Count);
            context.Meter.SetBytes(sinks.BytesWritten);
            if (sinks.HasImmediate)
            {
                context.Meter.CountShown(_page.Count);
                if (sinks.IsImmediate)
                {
                    context.Meter.MarkCommitted();
                }
            }

            await SaveDeadLettersAsync().ConfigureAwait(false);
            context.Progressed?.Invoke();
        }

        if (sinks.IsEmpty && pages.Count > 0)
        {
            LogNowhere(context.Run.Logger, descriptor.Name, pages.Count);
        }
    }

    /// <summary>Commits all that was written, once and for all; the run can't be given up meanwhile.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        context.Fence.ThrowIfClosed();
        if (_sinks is { IsEmpty: false })
        {
            await EvolveAsync(_sinks, cancellationToken).ConfigureAwait(false);
            _sinks.EndRecords();
            await _receipts.OpenAsync(_sinks, IsPaged).ConfigureAwait(false);
            await _sinks.PrepareAsync(cancellationToken).ConfigureAwait(false);
            context.Meter.SetBytes(_sinks.BytesWritten);
        }

        if (_sinks is not null)
        {
            context.DeadLetters.JudgeShare();
        }

        var delivered = false;
        context.Fence.BeginCommit();
        try
        {
            if (_sinks is { IsEmpty: false })
            {
                await _sinks.CommitAsync().ConfigureAwait(false);
                _receipts.CloseWithRun(_sinks);
            }

            delivered = true;
        }
        finally
        {
            context.Fence.EndCommit(delivered);
        }
    }

    /// <summary>Commits what was written since the last commit: first the sinks, then telemetry in one transaction.</summary>
    /// <param name="cursor">The cursor behind it, if it has one.</param>
    /// <param name="outcomes">What became of the dead letters that were replayed.</param>
    /// <param name="cancellationToken">Stops it before it begins to commit.</param>
    public async Task CommitPageAsync(string? cursor, IReadOnlyList<LetterOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (context.Run.IsDryRun)
        {
            return;
        }

        context.Fence.ThrowIfClosed();
        JudgePage();
        contract.JudgePayload(isEnd: false);
        if (_sinks is not null)
        {
            _sinks.EndRecords();
            await _sinks.PrepareAsync(cancellationToken).ConfigureAwait(false);
            context.Meter.SetBytes(_sinks.BytesWritten);

            // A sink of an author's own, or a table with rules, says only now what it refuses.
            JudgePage();
        }

        context.Fence.BeginCommit();
        try
        {
            if (_sinks is not null)
            {
                await _sinks.CommitAsync().ConfigureAwait(false);
            }

            var letters = context.DeadLetters.Waiting;
            var commit = _receipts.Commit(_sinks?.Receipts ?? [], context.MovesCursor ? cursor : null, letters);
            await context.Store.CommitPageAsync(commit with { Outcomes = outcomes, Window = context.Window }).ConfigureAwait(false);
            context.DeadLetters.Forget(letters.Count);
            context.Meter.MarkCommitted();
            if (cursor is not null)
            {
                context.KeepCursor(cursor);
            }

            var phase = context.Meter.Enter(Phase.Check);
            context.Checked.Commit();
            context.Meter.Enter(phase);
            _sinks?.EndPage();
        }
        finally
        {
            context.Fence.EndCommit(delivered: false);
        }
    }

    /// <summary>After the sinks were closed: what is still open of their receipts was not delivered, and is gone.</summary>
    public ValueTask CloseReceiptsAsync() => _receipts.CloseAsync();

    /// <summary>Tells once of a record, or of one within it, that has more to it than is written.</summary>
    private void TellOfDerived<T>(Page<T> page)
        where T : class
    {
        for (var i = 0; _derived is not null && i < page.Count; i++)
        {
            _derived.Look(page.Records[i]!);
            if (_derived.Found is var (derived, declared))
            {
                LogDerived(context.Run.Logger, descriptor.Name, derived.Name, declared.Name);
                _derived = null;
            }
        }
    }

    private async ValueTask<SinkSet> BeginAsync(CancellationToken cancellationToken)
    {
        if (context.Replay is not null)
        {
            ReplaySinks.ThrowIfNotReplayable(descriptor.Name, context.Config.Deliver);
        }

        // Kept before they begin: where one of them can't, those that have begun are closed all the same.
        var sinks = _sinks = SinkSet.Create(context.Config.Deliver, descriptor.OutputSchema, context.SinkEnvironment with { Evolution = contract.Evolution }, IsPaged);
        await _receipts.BeginAsync(sinks, _committed, cancellationToken).ConfigureAwait(false);
        if (IsPaged)
        {
            await EvolveAsync(sinks, cancellationToken).ConfigureAwait(false);
            await _receipts.OpenAsync(sinks, IsPaged).ConfigureAwait(false);
        }

        return sinks;
    }

    /// <summary>
    /// Lets files take new columns, at a moment at which nothing is behind the last commit of any sink, and telemetry knows that: a place in
    /// a file that is written anew means nothing any more.
    /// </summary>
    private async ValueTask EvolveAsync(SinkSet sinks, CancellationToken cancellationToken)
    {
        if (!sinks.HasNewColumns)
        {
            return;
        }

        foreach (var (sink, columns) in sinks.NewColumns)
        {
            LogEvolves(context.Run.Logger, descriptor.Name, sink, string.Join(", ", columns));
        }

        await context.Store.CloseReceiptsAsync(descriptor.Name, sinks.Names, isDurable: true).ConfigureAwait(false);
        await sinks.EvolveAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fails where so many records became dead letters that the page must not be committed. A letter that is replayed was counted in its own run.</summary>
    private void JudgePage()
    {
        if (context.Replay is null)
        {
            context.DeadLetters.JudgePage();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: a record is a {Derived}, and is written as the {Record} that it is declared as: what {Derived} adds is left out. Declare a type that has all of it.")]
    private static partial void LogDerived(ILogger logger, string integration, string derived, string record);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: {Records} records went nowhere, since there is no sink under deliver: in config.yaml.")]
    private static partial void LogNowhere(ILogger logger, string integration, long records);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Integration}: the {Sink} takes new columns: {Columns}.")]
    private static partial void LogEvolves(ILogger logger, string integration, string sink, string columns);
}
