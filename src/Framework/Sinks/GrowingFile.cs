using System.Globalization;
using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>
/// A file that grows page by page: a page is written behind the committed end, and the end moves when the page is committed. What
/// stands behind it when a run begins is cut off, but only if an unfinished run has put it there.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="locks">The folder of the locks that keep two runs from adding to it at once.</param>
internal sealed class GrowingFile(string path, string locks) : OutputTarget
{
    private const string AfterACrash =
        "Put it back as it was for one more run, which cuts off what was not committed, or let its path in config.yaml name another file, in which the next run goes on.";

    private const string AfterAnEnd = "Put it back as it was, or move it away: the next run goes on in a new one.";

    /// <summary>Where the file is, or will be, once this is begun.</summary>
    private string _target = "";

    private FileLock? _lock;
    private FileStream? _file;
    private byte[] _head = [];
    private bool _isNew;
    private long _committed;

    // Where it ends, as far as this run knows.
    private long _end;

    public override string Name => $"'{path}'";

    public override CommitOrder CommitOrder => CommitOrder.Addition;

    public override bool KeepsReceipts => true;

    public override ReadOnlyMemory<byte> Head => _head;

    /// <summary>The offset of the file's end, and what it is known again by.</summary>
    public override string? Position => FilePosition.At(File.SafeFileHandle, _end).ToString();

    private FileStream File => _file ?? throw new InvalidOperationException("The file was not opened.");

    public override void Begin(DeliveryReceipt? last)
    {
        _target = AppendableFile.TargetOf(path);
        Folder.Make(Path.GetDirectoryName(_target)!);
        FileKinds.RequireFile(path);
        _lock = AppendLock.Take(locks, path);
        _isNew = !System.IO.File.Exists(_target);
        _file = AppendableFile.Open(_target, FileMode.OpenOrCreate);
        _committed = File.Length;
        ReturnTo(last);
        _committed = _end = File.Length;
        _head = AppendableFile.HeadOf(File);
        File.Position = _committed;
    }

    public override void OverwriteExisting()
    {
        // An empty YAML list: it stands for no records, and nothing of it is lost.
        FaultPoint.Before("cut of the growing file");
        File.SetLength(0);
        FaultPoint.After("cut of the growing file");
        _committed = _end = 0;
        File.Position = 0;
    }

    public override async ValueTask RewriteAsync(Action<Stream, Stream> rewrite, CancellationToken cancellationToken)
    {
        File.Position = 0;
        await RewrittenFile.RewriteAsync(_target, File, rewrite, cancellationToken).ConfigureAwait(false);
        await File.DisposeAsync().ConfigureAwait(false);
        _file = AppendableFile.Open(_target, FileMode.Open);
        _committed = _end = File.Length;
        File.Position = _committed;
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        ThrowIfAddedTo();
        var lacksNewLine = File.Position == _committed && _committed > 0 && !AppendableFile.EndsWithNewLine(File, _committed);

        // Counted first: a write that fails may have written a part.
        _end = File.Position + (lacksNewLine ? 1 : 0) + bytes.Length;
        FaultPoint.Before("write to the growing file");
        if (lacksNewLine)
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
        ThrowIfAddedTo();
        ThrowIfMovedAway();
        if (_isNew)
        {
            FolderSync.Flush(Path.GetDirectoryName(_target)!);
            _isNew = false;
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync() => ValueTask.CompletedTask;

    public override void EndPage() => _committed = _end;

    public override ValueTask DisposeAsync()
    {
        using (_lock)
        using (_file)
        {
            if (_file is not null && _file.Length > _committed)
            {
                FaultPoint.Before("undoing of the growing file");
                AppendableFile.TakeOut(_file, _committed, _end);
                FaultPoint.After("undoing of the growing file");
            }

            if (_file is { Length: 0 } && _isNew)
            {
                System.IO.File.Delete(_target);
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
        if (_isNew && !last.IsOpen)
        {
            // Moved away since the last run, as when logs are rotated: a new file begins.
            return;
        }

        if (File.Length < position.Offset)
        {
            throw new SinkException(
                $"the file {Name}",
                _isNew
                    ? "it was moved away after a run was interrupted that added to it, so what that run had not committed may still stand at its end"
                    : string.Create(CultureInfo.InvariantCulture, $"it has {File.Length} bytes, and {position.Offset} were delivered to it: something has cut it"),
                last.IsOpen ? AfterACrash : AfterAnEnd);
        }

        if (last.IsOpen)
        {
            AppendableFile.CutBack(File, Name, position, AfterACrash);
        }
    }

    /// <summary>What somebody else has added while this runs would be written over, or cut off with what isn't committed.</summary>
    /// <exception cref="SinkException">There is more than this run has written.</exception>
    private void ThrowIfAddedTo()
    {
        if (File.Length != _end)
        {
            throw new SinkException(
                $"the file {Name}", "while this ran something else has written to it", "Run it again: it goes on behind what stands there then.");
        }
    }

    /// <summary>A file that has no name any more would take the page with it.</summary>
    /// <exception cref="SinkException">Under its path there is another file, or none.</exception>
    private void ThrowIfMovedAway()
    {
        try
        {
            using var named = System.IO.File.OpenHandle(_target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
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
