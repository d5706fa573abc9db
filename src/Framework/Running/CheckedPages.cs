using IntegrationFramework.Checks;

namespace IntegrationFramework.Running;

/// <summary>Holds records that fail a check back from delivery: they become dead letters.</summary>
internal sealed class CheckedPages<T>(PageSource<T> source, RecordChecks checks, PipelineContext context) : PageSource<T>
    where T : class
{
    protected override async ValueTask FillAsync(Page<T> page, CancellationToken cancellationToken)
    {
        // A page may be held back whole; only the end of the source ends the stream.
        while (await source.NextAsync(page, cancellationToken).ConfigureAwait(false))
        {
            Check(page);
            await context.SaveDeadLetters().ConfigureAwait(false);
            if (page.Count > 0)
            {
                return;
            }
        }

        HasEnded = true;
    }

    private void Check(Page<T> page)
    {
        var previous = context.Meter.Enter(Phase.Deliver);
        var kept = 0;
        for (var i = 0; i < page.Count; i++)
        {
            var record = page.Records[i];
            if (Judge(record) is { } error)
            {
                SetAside(record, error);
            }
            else
            {
                page.Records[kept++] = record;
            }
        }

        page.Truncate(kept);
        context.Meter.Enter(previous);
    }

    private Exception? Judge(T record)
    {
        try
        {
            return checks.Judge(record);
        }
        catch (UniqueFileException failure)
        {
            var previous = context.Meter.Enter(Phase.Check);
            context.Meter.NoteFailure(failure);
            context.Meter.Enter(previous);
            throw;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A member that throws: no sink could read it either.
            return error;
        }
    }

    private void SetAside(T record, Exception error)
    {
        var previous = context.Meter.Enter(Phase.Check);
        try
        {
            context.Run.DeadLetter(record, error);
        }
        catch (Exception failure) when (context.Meter.NoteFailure(failure))
        {
            throw;
        }
        finally
        {
            context.Meter.Enter(previous);
        }
    }
}
