namespace IntegrationFramework.Running;

/// <summary>
/// The default postprocess phase. The runner recognises it and calls <see cref="Integration{TRaw,TOut}.Postprocess"/> page by page,
/// without a state machine per record; enumerated by anybody else it does the same one by one.
/// </summary>
internal sealed class RecordByRecord<TRaw, TOut>(Integration<TRaw, TOut> integration, IAsyncEnumerable<TRaw> records, RunContext run)
    : IAsyncEnumerable<TOut>
    where TRaw : class
    where TOut : class
{
    /// <summary>What it reads from.</summary>
    public IAsyncEnumerable<TRaw> Records => records;

    public async IAsyncEnumerator<TOut> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var raw in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            TOut? record;
            try
            {
                record = integration.Postprocess(raw, run);
            }
            catch (Exception error) when (RecordErrors.IsOfRecord(error, cancellationToken))
            {
                run.DeadLetter(raw, error);
                continue;
            }

            if (record is not null)
            {
                yield return record;
            }
            else
            {
                (run as ActiveRun)?.Meter.CountDropped(1);
            }
        }
    }
}
