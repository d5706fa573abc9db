namespace IntegrationFramework.Sinks;

/// <summary>Writes records in some format to a file or to standard output.</summary>
internal sealed class FileSink(string kind, RecordEncoder encoder, OutputTarget target, bool isPaged) : ISink
{
    private bool _isEmpty = true;
    private bool _continues;
    private CsvWidening? _widening;

    public string Description => $"{kind} sink {target.Name}";

    public long BytesWritten { get; private set; }

    public CommitOrder CommitOrder => target.CommitOrder;

    public bool IsPaged => isPaged;

    public bool IsImmediate => target.IsImmediate;

    public bool KeepsReceipts => target.KeepsReceipts;

    public string? Position => target.Position;

    public string? Warning => target.Warning;

    public IReadOnlyList<string> NewColumns => _widening?.Added ?? [];

    public ValueTask BeginAsync(DeliveryReceipt? last, CancellationToken cancellationToken)
    {
        Guarded(() => target.Begin(last));
        if (target.Head.IsEmpty)
        {
            encoder.Begin();
            return ValueTask.CompletedTask;
        }

        _continues = true;
        var continuation = encoder.Continue(target.Head.Span);
        if (continuation.Problem is { } problem)
        {
            throw new SinkException(Description, problem, continuation.Advice!);
        }

        if (continuation.Overwrites)
        {
            target.OverwriteExisting();
        }

        _widening = continuation.Widening;
        return ValueTask.CompletedTask;
    }

    public async ValueTask EvolveAsync(CancellationToken cancellationToken)
    {
        if (_widening is null)
        {
            return;
        }

        try
        {
            await target.RewriteAsync(_widening.Rewrite, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw new SinkException(
                Description, $"it can't take the new columns {string.Join(", ", _widening.Added)}: {error.Message}", "Correct the file, or move it away: a new one is begun.", error);
        }
        catch (Exception error) when (SinkException.IsFileError(error))
        {
            throw SinkException.From(Description, error);
        }
    }

    public ValueTask WritePageAsync(SinkPage page, CancellationToken cancellationToken)
    {
        var records = page.Records;
        for (var i = 0; i < records.Length; i++)
        {
            var start = encoder.Output.Count;
            try
            {
                encoder.Write(records[i]);
                _isEmpty = false;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                encoder.Output.Truncate(start);
                encoder.Abandon();
                page.Refuse(i, error);
                continue;
            }

            if (encoder.Output.HasChunk)
            {
                Empty();
            }
        }

        // What is counted as out is out.
        if (IsImmediate)
        {
            Empty();
        }

        return ValueTask.CompletedTask;
    }

    public void EndRecords()
    {
        if (!_continues && !isPaged)
        {
            encoder.End(_isEmpty);
        }

        Empty();
        Guarded(target.EndRecords);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await target.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (SinkException.IsFileError(error))
        {
            throw SinkException.From(Description, error);
        }
    }

    public async ValueTask CommitAsync()
    {
        try
        {
            await target.CommitAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (SinkException.IsFileError(error))
        {
            throw SinkException.From(Description, error);
        }
    }

    public void EndPage() => target.EndPage();

    public async ValueTask DisposeAsync()
    {
        encoder.Dispose();
        await target.DisposeAsync().ConfigureAwait(false);
    }

    private void Empty()
    {
        var bytes = encoder.Output.WrittenSpan;
        if (bytes.IsEmpty)
        {
            return;
        }

        try
        {
            target.Write(bytes);
        }
        catch (Exception error) when (SinkException.IsFileError(error))
        {
            throw SinkException.From(Description, error);
        }

        BytesWritten += bytes.Length;
        encoder.Output.Clear();
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (SinkException.IsFileError(error))
        {
            throw SinkException.From(Description, error);
        }
    }
}
