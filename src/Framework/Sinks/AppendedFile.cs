namespace IntegrationFramework.Sinks;

/// <summary>
/// A file that grows. The records are gathered beside it and added at the end, when all of them are there; should that fail, the
/// file is cut back to where it ended before, and only if nothing but this run's bytes follow.
/// </summary>
internal sealed class AppendedFile(string path) : OutputTarget
{
    private const int HeadSize = 64 * 1024;

    private FileStream? _spool;
    private FileStream? _file;
    private byte[] _head = [];
    private byte[] _overwritten = [];
    private bool _overwrites;
    private bool _existed;
    private long _originalLength;
    private long _lengthAfter = -1;

    public override string Name => $"'{path}'";

    public override CommitOrder CommitOrder => CommitOrder.Addition;

    public override ReadOnlyMemory<byte> Head => _head;

    private FileStream Spool => _spool ?? throw new InvalidOperationException("The file was not opened.");

    public override void Open()
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        _existed = File.Exists(path);
        if (_existed)
        {
            // Opened for writing, so that a file that can't be written is found out before anything is fetched.
            using var file = Open(FileMode.Open);
            var head = new byte[Math.Min(HeadSize, file.Length)];
            file.ReadExactly(head);
            _head = head;
        }
        else if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        _spool = SpoolFile.Create(folder);
    }

    public override void OverwriteExisting() => _overwrites = true;

    public override void Write(ReadOnlySpan<byte> bytes) => Spool.Write(bytes);

    public override async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (Spool.Length == 0)
        {
            return;
        }

        _file = Open(FileMode.OpenOrCreate);
        _originalLength = _file.Length;
        if (_overwrites)
        {
            _overwritten = new byte[_originalLength];
            _file.ReadExactly(_overwritten);
            _originalLength = 0;
        }

        // From here on there is something to undo.
        _lengthAfter = _originalLength;
        _file.Position = _originalLength;
        if (_originalLength > 0 && !EndsWithNewLine())
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

        _file.SetLength(_lengthAfter);
        _file.Flush(flushToDisk: true);
    }

    public override ValueTask CommitAsync()
    {
        _lengthAfter = -1;
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _spool?.Dispose();
        using (_file)
        {
            if (_file is not null && _lengthAfter >= 0)
            {
                Undo(_file);
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        // Counted first: a write that fails may have written a part.
        _lengthAfter += bytes.Length;
        _file!.Write(bytes);
    }

    private void Undo(FileStream file)
    {
        if (file.Length <= _lengthAfter || _overwrites)
        {
            file.SetLength(_originalLength);
            file.Position = _originalLength;
            file.Write(_overwritten);
            file.Flush(flushToDisk: true);
            if (!_existed && file.Length == 0)
            {
                File.Delete(path);
            }
        }
    }

    private bool EndsWithNewLine()
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(_file!.SafeFileHandle, last, _originalLength - 1) == 1 && last[0] == '\n';
    }

    private FileStream Open(FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 0,
    });
}
