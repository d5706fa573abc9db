using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>
/// A file that grows by all records of a run at once. They are gathered beside it and added at the end, when all of them are there. Should
/// that fail, the file is cut back to where it ended before, and only if nothing but this run's bytes follow; where the process was ended,
/// by the next run.
/// </summary>
internal sealed class AppendedFile(string path) : OutputTarget
{
    private FileStream? _spool;
    private FileStream? _file;
    private byte[] _head = [];
    private byte[] _overwritten = [];
    private bool _overwrites;
    private bool _existed;
    private bool _isCommitted;
    private long _originalLength;
    private long _lengthAfter = -1;

    public override string Name => $"'{path}'";

    public override CommitOrder CommitOrder => CommitOrder.Addition;

    public override bool KeepsReceipts => true;

    public override ReadOnlyMemory<byte> Head => _head;

    public override string? Position =>
        _file is null ? null
        : _isCommitted ? FilePosition.At(_file.SafeFileHandle, _file.Length).ToString()
        : FilePosition.At(_file.SafeFileHandle, _originalLength, EndOfRecords).ToString();

    private FileStream Spool => _spool ?? throw new InvalidOperationException("The file was not opened.");

    /// <summary>Where the file ends when all is added.</summary>
    private long EndOfRecords => _originalLength + (LacksNewLine ? 1 : 0) + Spool.Length;

    private bool LacksNewLine => _originalLength > 0 && !AppendableFile.EndsWithNewLine(_file!, _originalLength);

    public override void Open() => Resume(null);

    public override void Resume(DeliveryReceipt? last)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        _existed = File.Exists(path);
        if (_existed)
        {
            // Opened for writing, so that a file that can't be written is found out before anything is fetched.
            using var file = AppendableFile.Open(path, FileMode.Open);
            ReturnTo(last, file);
            _head = AppendableFile.HeadOf(file);
        }
        else if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        _spool = SpoolFile.Create(folder);
    }

    public override void OverwriteExisting() => _overwrites = true;

    public override async ValueTask RewriteAsync(Action<Stream, Stream> rewrite, CancellationToken cancellationToken)
    {
        // Held open, so that no other run adds to it meanwhile.
        await using (var file = AppendableFile.Open(path, FileMode.Open))
        {
            await RewrittenFile.RewriteAsync(path, file, rewrite, cancellationToken).ConfigureAwait(false);
        }

        await using var rewritten = AppendableFile.Open(path, FileMode.Open);
        _head = AppendableFile.HeadOf(rewritten);
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        FaultPoint.Before("write to the spool");
        Spool.Write(bytes);
        FaultPoint.After("write to the spool");
    }

    public override void EndRecords()
    {
        if (Spool.Length == 0)
        {
            return;
        }

        FaultPoint.Before("open of the appended file");
        _file = OpenAsItWas();
        FaultPoint.After("open of the appended file");
        _originalLength = _file.Length;
        if (_overwrites)
        {
            _overwritten = new byte[_originalLength];
            _file.ReadExactly(_overwritten);
            _originalLength = 0;
        }
    }

    public override async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            return;
        }

        // From here on there is something to undo.
        _lengthAfter = _originalLength;
        var lacksNewLine = LacksNewLine;
        _file.Position = _originalLength;
        if (lacksNewLine)
        {
            Add("\n"u8);
        }

        Spool.Position = 0;
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await Spool.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Add(buffer.AsSpan(0, read));
        }

        FaultPoint.Before("flush of the appended file");
        _file.SetLength(_lengthAfter);
        _file.Flush(flushToDisk: true);
        FaultPoint.After("flush of the appended file");
        if (!_existed)
        {
            FolderSync.Flush(Path.GetDirectoryName(path)!);
        }
    }

    public override ValueTask CommitAsync()
    {
        _lengthAfter = -1;
        _isCommitted = true;
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _spool?.Dispose();
        using (_file)
        {
            if (_file is not null && !_isCommitted)
            {
                Undo(_file);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the file to add to it. What was gathered goes on behind what it held when the run began: a CSV file's header may be a part of that.</summary>
    /// <exception cref="SinkException">It begins otherwise now.</exception>
    private FileStream OpenAsItWas()
    {
        FileStream? file = null;
        try
        {
            file = AppendableFile.Open(path, _head.Length == 0 ? FileMode.OpenOrCreate : FileMode.Open);
            if (AppendableFile.HeadOf(file, Math.Max(_head.Length, 1)).AsSpan().SequenceEqual(_head))
            {
                return file;
            }
        }
        catch (FileNotFoundException)
        {
            // What there is to say of it is the same.
        }

        file?.Dispose();
        throw AppendableFile.MovedAway(Name, "Run it again: it is added to as it is then, or begun.");
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        // Counted first: a write that fails may have written a part.
        _lengthAfter += bytes.Length;
        FaultPoint.Before("write to the appended file");
        _file!.Write(bytes);
        FaultPoint.After("write to the appended file");
    }

    private void Undo(FileStream file)
    {
        if (_lengthAfter >= 0 && (file.Length <= _lengthAfter || _overwrites))
        {
            FaultPoint.Before("undoing of the appended file");
            file.SetLength(_originalLength);
            file.Position = _originalLength;
            FaultPoint.After("cut of the appended file");
            file.Write(_overwritten);
            file.Flush(flushToDisk: true);
            FaultPoint.After("undoing of the appended file");
        }

        if (!_existed && file.Length == 0)
        {
            File.Delete(path);
        }
    }

    /// <summary>Cuts off what a run whose process was ended has added.</summary>
    private void ReturnTo(DeliveryReceipt? last, FileStream file)
    {
        if (last is not { IsOpen: true })
        {
            return;
        }

        var position = FilePosition.Parse(last.Position);
        if (file.Length <= position.Offset)
        {
            return;
        }

        if (!position.IsIn(file.SafeFileHandle) || file.Length > position.End)
        {
            throw new SinkException(
                $"the file {Name}",
                "a run was interrupted while it added to it, and since then something else has changed it, so it's unclear what to cut off",
                "Take out what that run added, then move the file away, run this again, and put both together; or leave it away.");
        }

        FaultPoint.Before("return to the last commit of the appended file");
        file.SetLength(position.Offset);
        file.Flush(flushToDisk: true);
        FaultPoint.After("return to the last commit of the appended file");
    }
}
