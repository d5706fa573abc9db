using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>
/// What is added to the end of a file. Until it is committed it can be undone: the file then ends where it ended before, and what somebody
/// else has added behind it meanwhile stays.
/// </summary>
internal sealed class FileAddition : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly FileStream _records;
    private readonly bool _existed;
    private readonly byte[] _overwritten = [];
    private readonly long _start;
    private readonly bool _lacksNewLine;
    private long _end = -1;
    private bool _isCommitted;

    /// <param name="path">The file's path.</param>
    /// <param name="file">The file, opened; it is closed with this.</param>
    /// <param name="records">What is added.</param>
    /// <param name="existed">Whether the file was there before the run.</param>
    /// <param name="overwrites">Whether it takes the place of what the file holds.</param>
    public FileAddition(string path, FileStream file, FileStream records, bool existed, bool overwrites)
    {
        (_path, _file, _records, _existed) = (path, file, records, existed);
        _start = file.Length;
        if (overwrites)
        {
            _overwritten = new byte[_start];
            file.ReadExactly(_overwritten);
            _start = 0;
        }

        _lacksNewLine = _start > 0 && !AppendableFile.EndsWithNewLine(file, _start);
    }

    /// <summary>Where it is, or will be; once it is committed, where the file ends.</summary>
    public string Position => _isCommitted
        ? FilePosition.At(_file.SafeFileHandle, _file.Length).ToString()
        : FilePosition.At(_file.SafeFileHandle, _start, _start + (_lacksNewLine ? 1 : 0) + _records.Length).ToString();

    /// <summary>Adds it, and brings it to the disk.</summary>
    public async ValueTask AddAsync(CancellationToken cancellationToken)
    {
        // From here on there is something to undo.
        _end = _start;
        _file.Position = _start;
        if (_lacksNewLine)
        {
            Add("\n"u8);
        }

        _records.Position = 0;
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await _records.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Add(buffer.AsSpan(0, read));
        }

        FaultPoint.Before("flush of the appended file");
        if (_overwritten.Length > 0)
        {
            _file.SetLength(_end);
        }

        _file.Flush(flushToDisk: true);
        FaultPoint.After("flush of the appended file");
        if (!_existed)
        {
            FolderSync.Flush(Path.GetDirectoryName(_path)!);
        }
    }

    /// <summary>From here on it stays.</summary>
    public void Commit() => (_end, _isCommitted) = (-1, true);

    public void Dispose()
    {
        using (_file)
        {
            if (!_isCommitted)
            {
                Undo();
            }
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        ThrowIfAddedTo();

        // Counted first: a write that fails may have written a part.
        _end += bytes.Length;
        FaultPoint.Before("write to the appended file");
        _file.Write(bytes);
        FaultPoint.After("write to the appended file");
    }

    /// <summary>What somebody else has added meanwhile would be written over.</summary>
    private void ThrowIfAddedTo()
    {
        if (_overwritten.Length == 0 && _file.Length > _end)
        {
            throw new SinkException(
                $"the file '{_path}'", "while this ran something else has written to it", "Run it again: it is added behind what stands there then.");
        }
    }

    private void Undo()
    {
        if (_end >= 0)
        {
            FaultPoint.Before("undoing of the appended file");
            AppendableFile.TakeOut(_file, _start, _overwritten.Length > 0 ? _file.Length : _end);
            FaultPoint.After("cut of the appended file");
            if (_overwritten.Length > 0)
            {
                _file.Position = _start;
                _file.Write(_overwritten);
                _file.Flush(flushToDisk: true);
            }

            FaultPoint.After("undoing of the appended file");
        }

        if (!_existed && _file.Length == 0)
        {
            File.Delete(_path);
        }
    }
}
