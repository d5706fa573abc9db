using IntegrationFramework.Configuration;
using IntegrationFramework.IO;
using IntegrationFramework.Records;
using IntegrationFramework.Running;

namespace IntegrationFramework.Sinks;

/// <summary>
/// A sink of an author's own. What it has delivered can't be taken back, so it gathers the records up to the next commit, on the disk where
/// they are more than a page, and delivers them when nothing but another sink can fail any more.
/// </summary>
internal sealed class AuthorSink(Sink sink, string name, RecordSchema schema, AuthorSinkSettings settings) : ISink
{
    private readonly JsonLinesEncoder _encoder = new(schema, new RecordBuffer());
    private readonly List<GatheredPage> _gathered = [];
    private FileStream? _spool;
    private int _count;
    private CommitCounts? _commits;

    public string Description => $"{name} sink";

    public long BytesWritten { get; private set; }

    public CommitOrder CommitOrder => CommitOrder.Output;

    public bool IsPaged => settings.IsPaged;

    public bool KeepsReceipts => true;

    /// <summary>How many commits there were: with that the next one's token is known, whether or not this one was opened.</summary>
    public string? Position => Commits.ToString();

    private CommitCounts Commits => _commits ?? throw new InvalidOperationException("The sink has not begun.");

    /// <summary>Sets a record aside that was delivered to the other sinks.</summary>
    public required Action<ISink, KeptRecord, Exception> Refused { get; init; }

    public async ValueTask BeginAsync(DeliveryReceipt? last, CancellationToken cancellationToken)
    {
        _commits = new CommitCounts(last?.Position, settings.Run.RunId, settings.Line);
        try
        {
            await sink.OpenAsync(new SinkContext(settings.Run.Integration, settings.Run.RunId, schema), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsOwn(error, cancellationToken))
        {
            throw SinkException.Of(Description, error, "Nothing is delivered yet.");
        }
    }

    public ValueTask WritePageAsync(SinkPage page, CancellationToken cancellationToken)
    {
        var records = page.Records;
        for (var i = 0; i < records.Length; i++)
        {
            var start = _encoder.Output.Count;
            try
            {
                _encoder.Write(records[i]);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                _encoder.Output.Truncate(start);
                _encoder.Abandon();
                page.Refuse(i, error);
                continue;
            }

            if (_count > 0 && _encoder.Output.Count > settings.PageSize.Bytes.Bytes)
            {
                Gather(start);
            }

            _count++;
            if (_count == settings.PageSize.Records)
            {
                Gather(_encoder.Output.Count);
            }
        }

        return ValueTask.CompletedTask;
    }

    public void EndRecords()
    {
        // What doesn't fill a page stays in memory, which for most sources is all there is.
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        var pages = _gathered.Count + (_count > 0 ? 1 : 0);
        for (var i = 0; i < pages; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            settings.Run.ThrowIfClosed();
            var (lines, count) = i < _gathered.Count ? Read(_gathered[i]) : (_encoder.Output.WrittenSpan.ToArray(), _count);
            var commit = $"{settings.Run.Integration}.{AuthorSinks.PlainName(name)}.{Commits.Next}";
            await DeliverAsync(new DeliveryPage(new DeliveryToken(commit, i, pages), schema, lines, count), cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask CommitAsync()
    {
        Commits.Commit(isEmpty: _gathered.Count == 0 && _count == 0);
        return ValueTask.CompletedTask;
    }

    public void EndPage()
    {
        _gathered.Clear();
        _spool?.SetLength(0);
        _encoder.Output.Clear();
        _count = 0;
    }

    public async ValueTask DisposeAsync()
    {
        _encoder.Dispose();
        if (_spool is not null)
        {
            await _spool.DisposeAsync().ConfigureAwait(false);
        }

        await CleanUp.DisposeAsync(sink).ConfigureAwait(false);
    }

    private async ValueTask DeliverAsync(DeliveryPage page, CancellationToken cancellationToken)
    {
        FaultPoint.Before("delivery to an author's sink");
        try
        {
            var delivery = sink.DeliverAsync(page, cancellationToken)
                ?? throw new InvalidOperationException("DeliverAsync returned null. Let it return a task.");
            await delivery.ConfigureAwait(false);
        }
        catch (Exception error) when (IsOwn(error, cancellationToken))
        {
            throw SinkException.Of(Description, error, "It is not committed: the next run delivers it again, under the same token.");
        }

        FaultPoint.After("delivery to an author's sink");
        BytesWritten += page.JsonLines.Length;
        foreach (var (index, error) in page.End())
        {
            Refused(this, KeptRecord.From(page.Json(index).Span), error);
        }
    }

    /// <summary>Puts a full page aside.</summary>
    /// <param name="length">Its length; what is behind it belongs to the next.</param>
    private void Gather(int length)
    {
        var bytes = _encoder.Output.WrittenSpan[..length];
        var rest = _encoder.Output.WrittenSpan[length..].ToArray();
        try
        {
            if (_spool is null)
            {
                Folder.Make(settings.SpoolFolder);
                _spool = AnonymousFile.Create(settings.SpoolFolder);
            }

            var start = _gathered.Count == 0 ? 0 : _gathered[^1].End;
            RandomAccess.Write(_spool.SafeFileHandle, bytes, start);
            _gathered.Add(new GatheredPage(start, length, _count));
        }
        catch (Exception error) when (SinkException.IsFileError(error))
        {
            throw SinkException.From(Description, error);
        }

        _encoder.Output.Clear();
        _encoder.Output.Write(rest);
        _count = 0;
    }

    private (byte[] Lines, int Count) Read(GatheredPage page)
    {
        var lines = new byte[page.Length];
        for (var read = 0; read < lines.Length;)
        {
            var more = RandomAccess.Read(_spool!.SafeFileHandle, lines.AsSpan(read), page.Start + read);
            read += more > 0 ? more : throw new EndOfStreamException($"The temporary file of the {Description} is shorter than what was written to it.");
        }

        return (lines, page.Count);
    }

    /// <summary>Whether an error is the author's code's, rather than the run's that is being stopped.</summary>
    private static bool IsOwn(Exception error, CancellationToken cancellationToken) =>
        error is not (OutOfMemoryException or RunClosedException) && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private readonly record struct GatheredPage(long Start, int Length, int Count)
    {
        public long End => Start + Length;
    }
}

/// <summary>What an author's sink works with.</summary>
/// <param name="Run">The run.</param>
/// <param name="Line">Which deliveries it goes on with.</param>
/// <param name="PageSize">How large a page is.</param>
/// <param name="SpoolFolder">A folder for temporary files.</param>
/// <param name="IsPaged">Whether pages are committed one by one.</param>
internal sealed record AuthorSinkSettings(ActiveRun Run, DeliveryLine Line, PageConfig PageSize, string SpoolFolder, bool IsPaged);
