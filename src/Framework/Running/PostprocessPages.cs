namespace IntegrationFramework.Running;

/// <summary>Postprocesses each fetched page when it is asked for.</summary>
internal sealed class PostprocessPages<TRaw, TOut>(RecordPostprocessor<TRaw, TOut> processor, PageSource<TRaw> source, PipelineContext context) : PageSource<TOut>
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

            processor.Process(_raw, page);
            await context.SaveDeadLetters().ConfigureAwait(false);
        }
    }
}
