namespace IntegrationFramework.Running;

/// <summary>Calls <see cref="Integration{TRaw,TOut}.Postprocess"/> for the records of a page.</summary>
internal sealed class RecordPostprocessor<TRaw, TOut>(Integration<TRaw, TOut> integration, PipelineContext context, CancellationToken runToken)
    where TRaw : class
    where TOut : class
{
    /// <summary>Adds what becomes of the records to an empty page. May be called from several threads, if the integration's method may.</summary>
    public void Process(Page<TRaw> raw, Page<TOut> page)
    {
        var meter = context.Meter;
        var previous = meter.Enter(Phase.Postprocess);
        var dropped = 0;
        try
        {
            for (var i = 0; i < raw.Count; i++)
            {
                runToken.ThrowIfCancellationRequested();
                var record = raw.Records[i];
                try
                {
                    if (integration.Postprocess(record, context.Run) is { } result)
                    {
                        page.Add(result);
                    }
                    else
                    {
                        dropped++;
                    }
                }
                catch (Exception error) when (RecordErrors.IsOfRecord(error, runToken))
                {
                    context.Run.DeadLetter(record, error);
                }
            }
        }
        catch (Exception error) when (meter.NoteFailure(error))
        {
            throw;
        }
        finally
        {
            meter.CountDropped(dropped);
            meter.Count(Phase.Postprocess, page.Count);
            meter.Enter(previous);
        }
    }
}
