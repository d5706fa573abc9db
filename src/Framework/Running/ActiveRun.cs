using System.Text.Json;
using IntegrationFramework.Contracts;
using IntegrationFramework.Http;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>What is the same for every attempt of a run.</summary>
internal sealed record RunFacts(
    string RunId, string Integration, string Root, DateTimeOffset StartedAt, bool IsDryRun, long? Limit, TimeProvider Time, ILogger Logger)
{
    /// <summary>What the records and data were like in the last run that succeeded.</summary>
    /// <value><see langword="null"/> by default: none has.</value>
    public KeptContract? KeptContract { get; init; }

    /// <summary>The sinks whose receipts an interrupted run has left open.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<string> OpenReceipts { get; init; } = [];
}

/// <summary>The limits that a run shares with others, and the counts of all its attempts.</summary>
internal sealed record RunHttp(SharedLimits Limits, HttpStatistics Statistics);

/// <summary>One attempt of a run, as the integration sees it.</summary>
internal sealed class ActiveRun(RunFacts facts, int attempt, RunMeter meter, DeadLetterBox deadLetters, RunFence fence) : RunContext
{
    private PayloadShape? _payload;

    public override string RunId => facts.RunId;

    public override string Integration => facts.Integration;

    public override int Attempt => attempt;

    public override string Root => facts.Root;

    public override DateTimeOffset StartedAt => facts.StartedAt;

    public override TimeProvider Time => facts.Time;

    public override ILogger Logger => facts.Logger;

    public override bool IsDryRun => facts.IsDryRun;

    public override long? Limit => facts.Limit;

    public RunMeter Meter => meter;

    public DeadLetterBox DeadLetters => deadLetters;

    /// <summary>What the pipeline does for the run.</summary>
    public IRunDelivery? Delivery { get; set; }

    /// <summary>Whether this attempt is over, while another may be on its way.</summary>
    public bool IsOver { get; set; }

    public override void DeadLetter(object payload, Exception error) => DeadLetter(payload, error, refusal: null);

    /// <summary>Sets a record aside that a sink has refused.</summary>
    public void DeadLetter(object payload, Exception error, Sinks.SinkRefusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(error);
        ThrowIfClosed();
        var isCounted = refusal is not { IsFirst: false };
        if (payload is Sinks.KeptRecord && isCounted)
        {
            // It counted as delivered when the sinks had been given it.
            meter.Count(Phase.Deliver, -1);
        }

        var phase = meter.Current;
        if (phase == Phase.Deliver && refusal is null)
        {
            meter.CountSetAside();
        }

        var (text, kind) = Delivery?.ToPayload(payload, phase) ?? (payload.ToString() ?? "", PayloadKind.Other);
        var letter = new DeadLetter(RunId, Integration, phase.Name(), text, ErrorText.TypeOf(error), refusal is null ? error.Message : $"{error.Message} ({refusal.Sink})", Attempt, Time.GetUtcNow())
        {
            PayloadKind = kind,
            TakenBy = refusal?.TakenBy,
        };
        deadLetters.Add(letter, error, isCounted);
    }

    /// <summary>What the source's data was like so far; <see langword="null"/> while the integration has shown none.</summary>
    public PayloadShape? Payload => Volatile.Read(ref _payload);

    private PayloadShape OwnPayload => LazyInitializer.EnsureInitialized(ref _payload, static () => new PayloadShape());

    public override void Observe(JsonElement payload)
    {
        ThrowIfClosed();
        (meter.Lane.Ahead?.Payload ?? OwnPayload).Add(payload);
    }

    /// <summary>The page of work ahead is taken: what came of it counts from here on.</summary>
    /// <exception cref="DeadLetterLimitException">One of its dead letters was one too many.</exception>
    public void Take(WorkAhead ahead)
    {
        if (!ahead.Payload.IsEmpty)
        {
            OwnPayload.Include(ahead.Payload);
        }

        foreach (var (letter, error) in ahead.TakeLetters())
        {
            deadLetters.Add(letter, error);
        }
    }

    public override Task DeliverToSinksAsync<TOut>(IAsyncEnumerable<TOut> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        ThrowIfClosed();
        return (Delivery ?? throw new InvalidOperationException("The run has not begun to deliver.")).DeliverAsync(records, cancellationToken);
    }

    /// <exception cref="RunClosedException">The run, or this attempt of it, is over.</exception>
    public void ThrowIfClosed()
    {
        fence.ThrowIfClosed();
        if (IsOver)
        {
            throw new RunClosedException(Integration);
        }
    }
}

/// <summary>What a run asks of its pipeline, which knows the record types.</summary>
internal interface IRunDelivery
{
    /// <summary>Writes records to the sinks.</summary>
    Task DeliverAsync<T>(IAsyncEnumerable<T> records, CancellationToken cancellationToken)
        where T : class;

    /// <summary>The payload of a dead letter as JSON, and what it is.</summary>
    (string Json, PayloadKind Kind) ToPayload(object record, Phase phase);
}
