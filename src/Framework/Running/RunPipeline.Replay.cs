using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// The replay of dead letters: each goes through postprocess and deliver, or deliver alone, by itself, so that it is known what became of
/// it. Some are committed at a time, as the pages of an incremental source are: the sinks bring what they have to the disk, and one
/// transaction of telemetry commits their receipts and the letters. Killed in between, the next run takes back what telemetry doesn't know.
/// </summary>
internal sealed partial class RunPipeline<TRaw, TOut>
{
    private const int LettersPerCommit = 100;

    private readonly List<LetterOutcome> _outcomes = [];
    private string? _takenBy;

    private async Task ReplayAsync(Integration<TRaw, TOut> integration, DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        var state = await _context.Store.ReadDeliveryAsync(_descriptor.Name, cancellationToken).ConfigureAwait(false);
        _delivery = _descriptor.IsIncremental ? state : state with { Receipts = [.. state.Receipts.Where(ReplaySinks.NamesAPlace)] };

        // What the replay itself leaves behind has larger numbers, and waits for the next one.
        var end = await _context.Store.LastDeadLetterAsync(cancellationToken).ConfigureAwait(false);
        for (var last = 0L; ;)
        {
            var letters = await _context.Store.ReadDeadLettersAsync(selection, last, end, LettersPerCommit, cancellationToken).ConfigureAwait(false);
            if (letters.Count == 0)
            {
                return;
            }

            last = letters[^1].Id;
            foreach (var letter in letters)
            {
                await ReplayAsync(integration, letter, cancellationToken).ConfigureAwait(false);
                if (_sinks is null)
                {
                    // The integration delivers by itself: what it has delivered can't be taken back, so as little as possible is left uncertain.
                    await CommitLettersAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            await CommitLettersAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReplayAsync(Integration<TRaw, TOut> integration, OpenDeadLetter letter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _context.Meter.Enter(Phase.Fetch);
        _context.Meter.Count(Phase.Fetch, 1);
        var (record, problem) = DeadLetterReader.Read(letter, _descriptor, _context.Config);
        if (record is null)
        {
            _context.Meter.CountDead();
            LogUnreadable(_context.Run.Logger, _descriptor.Name, letter.Id, problem!);
            return;
        }

        var failures = _context.DeadLetters.Diverted = [];
        _takenBy = letter.TakenBy;
        var before = _context.Meter.Counters.Delivered;
        long given;
        try
        {
            given = await RunLetterAsync(integration, record, letter.Kind, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _context.DeadLetters.Diverted = null;
            _takenBy = null;
        }

        var delivered = _sinks is null ? given - failures.Count(failure => failure.Phase == Phase.Deliver.Name()) : _context.Meter.Counters.Delivered - before;
        Settle(letter, failures, delivered > 0);
    }

    /// <returns>How many records were given to deliver.</returns>
    private async Task<long> RunLetterAsync(Integration<TRaw, TOut> integration, object record, PayloadKind kind, CancellationToken cancellationToken)
    {
        StreamPages<TRaw>? source = null;
        IAsyncDisposable? stream = null;
        try
        {
            PageSource<TOut> output;
            if (kind == PayloadKind.Raw)
            {
                source = new StreamPages<TRaw>(One((TRaw)record), Phase.Fetch, _descriptor.RawSchema, _context, cancellationToken) { IsCounted = false };
                output = Postprocess(integration, source, out stream, cancellationToken);
            }
            else
            {
                var one = new StreamPages<TOut>(One((TOut)record), Phase.Deliver, _descriptor.OutputSchema, _context, cancellationToken) { IsCounted = false };
                stream = one;
                output = one;
            }

            output = Checked(output);
            await DeliverAsync(integration, output, cancellationToken).ConfigureAwait(false);
            return output.HasEnded ? output.Count : throw new InvalidOperationException("DeliverAsync returned before it had read the record that is replayed.");
        }
        finally
        {
            await CleanUpAsync(stream, source).ConfigureAwait(false);
        }

        static IAsyncEnumerable<T> One<T>(T one) => new[] { one }.ToAsyncEnumerable();
    }

    /// <summary>Notes what became of a letter.</summary>
    private void Settle(OpenDeadLetter letter, List<DeadLetter> failures, bool hasDelivered)
    {
        if (failures.Count == 0)
        {
            _outcomes.Add(new LetterOutcome(letter.Id, null));
            return;
        }

        foreach (var failure in failures)
        {
            _context.Meter.CountDead();
            LogFailedAgain(_context.Run.Logger, _descriptor.Name, letter.Id, failure.Phase, failure.ErrorMessage);
        }

        if (letter.Kind == PayloadKind.Output || !(hasDelivered || failures.Exists(static failure => failure.TakenBy is not null)))
        {
            _outcomes.Add(new LetterOutcome(letter.Id, failures[0]));
            return;
        }

        // A part of what came of it is delivered, and must not be again: what is left of it are letters of their own.
        _outcomes.Add(new LetterOutcome(letter.Id, null));
        _context.DeadLetters.Keep(failures.Select(failure => failure with { Attempt = letter.Attempt + 1 }));
    }

    private async Task CommitLettersAsync(CancellationToken cancellationToken)
    {
        if (_outcomes.Count > 0)
        {
            await CommitPageAsync(cursor: null, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: the dead letter {Id} can't be replayed and is kept: {Problem}.")]
    private static partial void LogUnreadable(ILogger logger, string integration, long id, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: the dead letter {Id} failed again, in {Phase}, and is kept: {Error}")]
    private static partial void LogFailedAgain(ILogger logger, string integration, long id, string phase, string error);
}
