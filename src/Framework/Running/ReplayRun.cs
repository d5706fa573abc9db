using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>
/// The replay of dead letters: each goes through postprocess and deliver, or deliver alone, by itself, so that it is known what became of
/// it. Some are committed at a time, as the pages of an incremental source are: the sinks bring what they have to the disk, and one
/// transaction of telemetry commits their receipts and the letters. Killed in between, the next run takes back what telemetry doesn't know.
/// </summary>
internal sealed partial class ReplayRun<TRaw, TOut>(
    IntegrationDescriptor<TRaw, TOut> descriptor, RunPhases<TRaw, TOut> phases, PipelineContext context, SinkDelivery delivery)
    where TRaw : class
    where TOut : class
{
    private const int LettersPerCommit = 100;

    private readonly List<LetterOutcome> _outcomes = [];

    public async Task RunAsync(DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        var state = await context.Store.ReadDeliveryAsync(descriptor.Name, cancellationToken).ConfigureAwait(false);
        delivery.GoOnFrom(descriptor.IsIncremental ? state : state with { Receipts = [.. state.Receipts.Where(ReplaySinks.NamesAPlace)] });

        // What the replay itself leaves behind has larger numbers, and waits for the next one.
        var end = await context.Store.LastDeadLetterAsync(cancellationToken).ConfigureAwait(false);
        for (var last = 0L; ;)
        {
            var letters = await context.Store.ReadDeadLettersAsync(selection, last, end, LettersPerCommit, cancellationToken).ConfigureAwait(false);
            if (letters.Count == 0)
            {
                return;
            }

            last = letters[^1].Id;
            foreach (var letter in letters)
            {
                await ReplayAsync(letter, cancellationToken).ConfigureAwait(false);
                if (!delivery.HasSinks)
                {
                    // The integration delivers by itself: what it has delivered can't be taken back, so as little as possible is left uncertain.
                    await CommitLettersAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            await CommitLettersAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReplayAsync(OpenDeadLetter letter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        context.Meter.Enter(Phase.Fetch);
        context.Meter.Count(Phase.Fetch, 1);
        var (record, problem) = DeadLetterReader.Read(letter, descriptor, context.Config);
        if (record is null)
        {
            context.Meter.CountDead();
            LogUnreadable(context.Run.Logger, descriptor.Name, letter.Id, problem!);
            return;
        }

        var failures = context.DeadLetters.Diverted = [];
        delivery.TakenBy = letter.TakenBy;
        var before = context.Meter.Counters.Delivered;
        long given;
        try
        {
            given = await RunLetterAsync(record, letter.Kind, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.DeadLetters.Diverted = null;
            delivery.TakenBy = null;
        }

        var delivered = delivery.HasSinks ? context.Meter.Counters.Delivered - before : given - failures.Count(failure => failure.Phase == Phase.Deliver.Name());
        Settle(letter, failures, delivered > 0);
    }

    /// <returns>How many records were given to deliver.</returns>
    private async Task<long> RunLetterAsync(object record, PayloadKind kind, CancellationToken cancellationToken)
    {
        StreamPages<TRaw>? source = null;
        IAsyncDisposable? stream = null;
        try
        {
            PageSource<TOut> output;
            if (kind == PayloadKind.Raw)
            {
                source = new StreamPages<TRaw>(One((TRaw)record), Phase.Fetch, descriptor.RawSchema, context, cancellationToken) { IsCounted = false };
                output = phases.Postprocess(source, out stream, cancellationToken);
            }
            else
            {
                var one = new StreamPages<TOut>(One((TOut)record), Phase.Deliver, descriptor.OutputSchema, context, cancellationToken) { IsCounted = false };
                stream = one;
                output = one;
            }

            output = phases.Checked(output);
            await phases.DeliverAsync(output, cancellationToken).ConfigureAwait(false);
            if (await output.HasUnreadAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidOperationException("DeliverAsync returned before it had read the record that is replayed.");
            }

            if (source is not null && await source.HasUnreadAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidOperationException("PostprocessAsync ended before it had read the record that is replayed.");
            }

            return output.Count;
        }
        finally
        {
            await CleanUp.EndAsync(context.Run, stream, source).ConfigureAwait(false);
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
            context.Meter.CountDead();
            LogFailedAgain(context.Run.Logger, descriptor.Name, letter.Id, failure.Phase, failure.ErrorMessage);
        }

        if (letter.Kind == PayloadKind.Output || !(hasDelivered || failures.Exists(static failure => failure.TakenBy is not null)))
        {
            _outcomes.Add(new LetterOutcome(letter.Id, failures[0]));
            return;
        }

        // A part of what came of it is delivered, and must not be again: what is left of it are letters of their own.
        _outcomes.Add(new LetterOutcome(letter.Id, null));
        context.DeadLetters.Keep(failures.Select(failure => failure with { Attempt = letter.Attempt + 1 }));
    }

    private async Task CommitLettersAsync(CancellationToken cancellationToken)
    {
        if (_outcomes.Count > 0)
        {
            await delivery.CommitPageAsync(cursor: null, _outcomes, cancellationToken).ConfigureAwait(false);
            _outcomes.Clear();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: the dead letter {Id} can't be replayed and is kept: {Problem}.")]
    private static partial void LogUnreadable(ILogger logger, string integration, long id, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Integration}: the dead letter {Id} failed again, in {Phase}, and is kept: {Error}")]
    private static partial void LogFailedAgain(ILogger logger, string integration, long id, string phase, string error);
}
