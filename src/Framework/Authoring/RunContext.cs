using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework;

/// <summary>What an integration may know about the run that it is part of, and what it may ask of it.</summary>
public abstract class RunContext
{
    /// <summary>The run's identifier, as in the telemetry database.</summary>
    public abstract string RunId { get; }

    /// <summary>The integration's name.</summary>
    public abstract string Integration { get; }

    /// <summary>Which attempt this is.</summary>
    /// <value>1 for the first.</value>
    public abstract int Attempt { get; }

    /// <summary>The folder that the host works in.</summary>
    public abstract string Root { get; }

    /// <summary>When the run started, in UTC.</summary>
    public abstract DateTimeOffset StartedAt { get; }

    /// <summary>The clock to use instead of the system's, so that tests and the sandbox can set the time.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>Logs to the console and to telemetry, under this run.</summary>
    public abstract ILogger Logger { get; }

    /// <summary>Whether nothing will be delivered (<c>--dry-run</c>).</summary>
    public abstract bool IsDryRun { get; }

    /// <summary>How many records at most the run fetches (<c>--limit</c>).</summary>
    /// <value><see langword="null"/> by default: all of them.</value>
    public abstract long? Limit { get; }

    /// <summary>Sets a record aside that can't be processed, with its error, and goes on with the next. Safe for many threads.</summary>
    /// <param name="payload">The record, or whatever of it was read: a record with a schema, a string, or a dictionary of strings.</param>
    /// <param name="error">Why.</param>
    /// <exception cref="DeadLetterLimitException">There are more dead letters than <c>dead_letters:</c> in config.yaml allows.</exception>
    public abstract void DeadLetter(object payload, Exception error);

    /// <summary>
    /// Shows a piece of data as the source sent it, before it is made a record: <c>contract:</c> in config.yaml then also holds for its fields,
    /// those among them that the record doesn't have. Safe for many threads; nothing of the values is kept.
    /// </summary>
    /// <param name="payload">An object, or a list of some. Only read until the method returns.</param>
    /// <remarks>A context that isn't a run's own does nothing.</remarks>
    public virtual void Observe(JsonElement payload)
    {
    }

    /// <summary>Writes records to the sinks under <c>deliver:</c>; what <see cref="Integration{TRaw,TOut}.DeliverAsync"/> does by default.</summary>
    /// <param name="records">The records: those that <see cref="Integration{TRaw,TOut}.DeliverAsync"/> was given, unread, or others of that type.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidOperationException">They are of another type, were read before, or the call before isn't done yet.</exception>
    public abstract Task DeliverToSinksAsync<TOut>(IAsyncEnumerable<TOut> records, CancellationToken cancellationToken)
        where TOut : class;
}
