using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>
/// Standard output, shared by the runs of a batch. Lines of different runs are not mixed within a line; what a run wrote can't be
/// taken back, so a run that may be tried again gathers its lines until it has
/// succeeded, and one whose pages are committed one by one those of a page.
/// </summary>
internal sealed class StandardOutput(Stream stream, string spoolFolder, bool gathers) : OutputTarget
{
    private FileStream? _spool;

    public override string Name => "standard output";

    public override CommitOrder CommitOrder => CommitOrder.Output;

    public override bool IsImmediate => !gathers;

    public override void Begin(DeliveryReceipt? last)
    {
        if (gathers)
        {
            Folder.Make(spoolFolder);
            _spool = AnonymousFile.Create(spoolFolder);
        }
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_spool is not null)
        {
            _spool.Write(bytes);
            return;
        }

        lock (stream)
        {
            stream.Write(bytes);
        }
    }

    public override ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override ValueTask CommitAsync()
    {
        lock (stream)
        {
            if (_spool is not null)
            {
                _spool.Position = 0;
                _spool.CopyTo(stream);
                _spool.SetLength(0);
            }

            stream.Flush();
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => _spool?.DisposeAsync() ?? ValueTask.CompletedTask;
}
