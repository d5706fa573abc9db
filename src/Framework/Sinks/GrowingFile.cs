using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>
/// A file that grows page by page: a page is written behind the committed end, and the end moves when the page is committed. What
/// stands behind it when a run begins is cut off, but only if an unfinished run has put it there.
/// </summary>
internal sealed class GrowingFile(string path) : OutputTarget
{
    private FileStream? _file;
    private byte[] _head = [];
    private bool _isNew;
    private long _committed;

    public override string Name => $"'{path}'";

    public override CommitOrder CommitOrder => CommitOrder.Addition;

    public override bool KeepsReceipts => true;

    public override ReadOnlyMemory<byte> Head => _head;

    /// <summary>The offset of the file's end, and what it is known again by.</summary>
    public override string? Position => FilePosition.At(File.SafeFileHandle, File.Length).ToString();

    private FileStream File => _file ?? throw new InvalidOperationException("The file was not opened.");

    public override void Open() => Resume(null);

    public override void Resume(DeliveryReceipt? last)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        _isNew = !System.IO.File.Exists(path);
        _file = AppendableFile.Open(path, FileMode.OpenOrCreate);
        _committed = File.Length;
        ReturnTo(last);
        _committed = File.Length;
        _head = AppendableFile.HeadOf(File);
        File.Position = _committed;
    }

    public override void OverwriteExisting()
    {
        // An empty YAML list: it stands for no records, and nothing of it is lost.
        FaultPoint.Before("cut of the growing file");
        File.SetLength(0);
        FaultPoint.After("cut of the growing file");
        _committed = 0;
        File.Position = 0;
    }

    public override async ValueTask RewriteAsync(Action<Stream, Stream> rewrite, CancellationToken cancellationToken)
    {
        File.Position = 0;
        await RewrittenFile.RewriteAsync(path, File, rewrite, cancellationToken).ConfigureAwait(false);
        await File.DisposeAsync().ConfigureAwait(false);
        _file = AppendableFile.Open(path, FileMode.Open);
        _committed = File.Length;
        File.Position = _committed;
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        FaultPoint.Before("write to the growing file");
        if (File.Position == _committed && _committed > 0 && !AppendableFile.EndsWithNewLine(File, _committed))
        {
            File.Write("\n"u8);
        }

        File.Write(bytes);
        FaultPoint.After("write to the growing file");
    }

    public override ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        FaultPoint.Before("flush of the growing file");
        File.Flush(flushToDisk: true);
        FaultPoint.After("flush of the growing file");
        ThrowIfMovedAway();
        if (_isNew)
        {
            FolderSync.Flush(Path.GetDirectoryName(path)!);
            _isNew = false;
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync() => ValueTask.CompletedTask;

    public override void Confirm() => _committed = File.Length;

    public override ValueTask DisposeAsync()
    {
        using (_file)
        {
            if (_file is not null && _file.Length > _committed)
            {
                FaultPoint.Before("undoing of the growing file");
                _file.SetLength(_committed);
                _file.Flush(flushToDisk: true);
                FaultPoint.After("undoing of the growing file");
            }

            if (_file is { Length: 0 } && _isNew)
            {
                System.IO.File.Delete(path);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Cuts off what an unfinished run has written behind its last commit.</summary>
    private void ReturnTo(DeliveryReceipt? last)
    {
        if (last is null)
        {
            return;
        }

        var position = FilePosition.Parse(last.Position);
        var offset = position.Offset;
        if (_isNew && !last.IsOpen)
        {
            // Moved away since the last run, as when logs are rotated: a new file begins.
            return;
        }

        if (File.Length < offset)
        {
            throw new SinkException(
                $"the file {Name}",
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"it has {File.Length} bytes, and {offset} were delivered to it: something has cut it"),
                "Restore it, or move it away and let `ifw state reset` begin anew.");
        }

        if (last.IsOpen && File.Length > offset)
        {
            if (!position.IsIn(File.SafeFileHandle))
            {
                throw new SinkException(
                    $"the file {Name}",
                    "a run was interrupted while it wrote to it, and since then what stood before has been changed, so it's unclear what to cut off",
                    "Restore it, or move it away and let `ifw state reset` begin anew.");
            }

            FaultPoint.Before("return to the last commit of the growing file");
            File.SetLength(offset);
            File.Flush(flushToDisk: true);
            FaultPoint.After("return to the last commit of the growing file");
        }
    }

    /// <summary>A file that has no name any more would take the page with it.</summary>
    /// <exception cref="SinkException">Under its path there is another file, or none.</exception>
    private void ThrowIfMovedAway()
    {
        try
        {
            using var named = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(named) == File.Length)
            {
                return;
            }
        }
        catch (FileNotFoundException)
        {
            // What there is to say of it is the same.
        }

        throw AppendableFile.MovedAway(Name, "Run it again: it goes on behind the last page that was committed, in a new file where there is none.");
    }
}
