namespace IntegrationFramework;

/// <summary>
/// One data integration in three phases: fetch, postprocess, deliver. The simple forms serve the common case; each phase can be
/// overridden over the whole stream.
/// </summary>
/// <typeparam name="TRaw">A record as it is fetched.</typeparam>
/// <typeparam name="TOut">A record as it is delivered.</typeparam>
public abstract class Integration<TRaw, TOut>
    where TRaw : class
    where TOut : class
{
    /// <summary>Fetches the records of the source, one after the other.</summary>
    /// <remarks>The stream is read with back-pressure: it is not asked for more than a few pages ahead of delivery.</remarks>
    protected internal abstract IAsyncEnumerable<TRaw> FetchAsync(RunContext run, CancellationToken cancellationToken);

    /// <summary>Turns one fetched record into the record to deliver, or <see langword="null"/> to leave it out.</summary>
    /// <remarks>An exception makes the record a dead letter; the run goes on with the next one.</remarks>
    /// <value>By default the record itself, where <typeparamref name="TOut"/> is <typeparamref name="TRaw"/>.</value>
    protected internal virtual TOut? Postprocess(TRaw raw, RunContext run) =>
        raw as TOut ?? throw new NotSupportedException(
            $"{GetType().Name} fetches {typeof(TRaw).Name} and delivers {typeof(TOut).Name}: override Postprocess or PostprocessAsync.");

    /// <summary>Turns the stream of fetched records into the stream to deliver. By default calls <see cref="Postprocess"/> for each.</summary>
    /// <remarks>
    /// Once per run, or per page of an <see cref="IncrementalIntegration{TRaw,TOut}"/>. The records can be read once, and are to be read to their
    /// end: what is left unread is warned of, and fails a run that has pages.
    /// </remarks>
    protected internal virtual IAsyncEnumerable<TOut> PostprocessAsync(
        IAsyncEnumerable<TRaw> records, RunContext run, CancellationToken cancellationToken) =>
        new Running.RecordByRecord<TRaw, TOut>(this, records, run);

    /// <summary>Delivers the records. By default writes them to the sinks under <c>deliver:</c> in config.yaml.</summary>
    /// <remarks>
    /// Once per run, or per page of an <see cref="IncrementalIntegration{TRaw,TOut}"/>. The records can be read once, and a look at the first of
    /// them counts; they are to be read to their end: what is left unread is warned of, and fails a run that has pages.
    /// </remarks>
    protected internal virtual Task DeliverAsync(IAsyncEnumerable<TOut> records, RunContext run, CancellationToken cancellationToken) =>
        run.DeliverToSinksAsync(records, cancellationToken);
}

/// <summary>An integration that delivers records as they are fetched, or changes them without changing their type.</summary>
public abstract class Integration<T> : Integration<T, T>
    where T : class;
