using IntegrationFramework.Records;

namespace IntegrationFramework;

/// <summary>
/// Marks a class as a sink: <c>name:</c> under <c>deliver:</c> in config.yaml sends records to it, with the keys of its settings record behind it. The
/// generator registers it; every project that references the one that it is in can use it.
/// </summary>
/// <param name="name">Its key under <c>deliver:</c>, snake_case; none of <c>yaml</c>, <c>jsonl</c>, <c>csv</c>, <c>sqlite</c>, <c>stdout</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SinkAttribute(string name) : Attribute
{
    /// <summary>Its key under <c>deliver:</c>.</summary>
    public string Name { get; } = name;
}

/// <summary>
/// A place of one's own where records go, whatever their type. One is made for each attempt of a run, its constructor's parameters provided
/// as those of an integration are; where it is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>, it is disposed when the attempt ends.
/// </summary>
/// <remarks>
/// Nothing reaches it before all records up to the next commit are there and have passed their checks: those of a page with a cursor, or,
/// where the source has no cursor, those of the whole run. Then they are delivered in pages, and once every sink has them the runner commits. What was
/// delivered and not committed, since the process was killed or another sink failed, is delivered again under the same <see cref="DeliveryToken"/>.
/// </remarks>
public abstract class Sink
{
    /// <summary>Gets ready, once for each attempt and before anything is delivered, to fail early where the receiver can't be reached. By default does nothing.</summary>
    /// <param name="run">What is known beforehand of what will be delivered.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    protected internal virtual ValueTask OpenAsync(SinkContext run, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Delivers a page. When it returns, the receiver has it for good.</summary>
    /// <param name="page">The records, and the token that the receiver can know them again by.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    /// <remarks>An exception fails the attempt; a single bad record is set aside with <see cref="DeliveryPage.Refuse"/>.</remarks>
    protected internal abstract Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken);
}

/// <summary>What a sink may know before it is given anything.</summary>
/// <param name="Integration">The integration's name.</param>
/// <param name="RunId">The run's identifier, as in the telemetry database.</param>
/// <param name="Schema">The fields of the records.</param>
public sealed record SinkContext(string Integration, string RunId, RecordSchema Schema);
