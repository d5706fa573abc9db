namespace IntegrationFramework.Running;

/// <summary>Calls <see cref="Integration{TRaw,TOut}.Postprocess"/> for the records of each fetched page.</summary>
internal sealed class PostprocessPages<TRaw, TOut>(
    Integration<TRaw, TOut> integration, PageSource<TRaw> source, PipelineContext context, CancellationToken runToken) : PageSource<TOut>
    where TRaw : class
    where TOut : class
{
    private readonly Page<TRaw> _raw = new();

    protected override async ValueTask FillAsync(Page<TOut> page, CancellationToken cancellationToken)
    {
        // A page may be filtered out whole; only the end of the source ends the stream.
        while (page.Count == 0)
        {
            if (!await source.NextAsync(_raw, cancellationToken).ConfigureAwait(false))
            {
                HasEnded = true;
                return;
            }

            Process(page);
            await context.SaveDeadLetters().ConfigureAwait(false);
        }
    }

    private void Process(Page<TOut> page)
    {
        var meter = context.Meter;
        var previous = meter.Enter(Phase.Postprocess);
        var dropped = 0;
        try
        {
            for (var i = 0; i < _raw.Count; i++)
            {
                runToken.ThrowIfCancellationRequested();
                var raw = _raw.Records[i];
                try
                {
                    if (integration.Postprocess(raw, context.Run) is { } record)
                    {
                        page.Add(record);
                    }
                    else
                    {
                        dropped++;
                    }
                }
                catch (Exception error) when (RecordErrors.IsOfRecord(error, runToken))
                {
                    context.Run.DeadLetter(raw, error);
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
