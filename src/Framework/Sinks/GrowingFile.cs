using System.Globalization;
using System.IO.Hashing;

namespace IntegrationFramework.Sinks;

/// <summary>
/// A file that grows page by page: a page is written behind the committed end, and the end moves when the page is committed. What
/// stands behind it when a run begins is cut off, but only if an unfinished run has put it there.
/// </summary>
internal sealed class GrowingFile(string path) : OutputTarget
{
    /// <summary>How much before an offset is compared, to know the file again.</summary>
    private const int FingerprintLength = 64 * 1024;

    private FileStream? _file;
    private byte[] _head = [];
    private bool _isNew;
    private long _committed;

    public override string Name => $"'{path}'";

    public override CommitOrder CommitOrder => CommitOrder.Addition;

    public override ReadOnlyMemory<byte> Head => _head;

    /// <summary>The offset of the file's end, and what it is known again by.</summary>
    public override string? Position => File.Length is 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{File.Length} {FingerprintAt(File.Length)}");

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
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
        });
        _committed = File.Length;
        ReturnTo(last);
        _committed = File.Length;
        File.Position = _committed;
        ReadHead();
    }

    public override void OverwriteExisting()
    {
        // An empty YAML list: it stands for no records, and nothing of it is lost.
        File.SetLength(0);
        _committed = 0;
        File.Position = 0;
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (File.Position == _committed && _committed > 0 && !EndsWithNewLine())
        {
            File.Write("\n"u8);
        }

        File.Write(bytes);
    }

    public override ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        File.Flush(flushToDisk: true);
        if (_isNew)
        {
            IO.FolderSync.Flush(Path.GetDirectoryName(path)!);
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
                _file.SetLength(_committed);
                _file.Flush(flushToDisk: true);
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

        var (offset, fingerprint) = Parse(last.Position);
        if (_isNew && !last.IsOpen)
        {
            // Moved away since the last run, as when logs are rotated: a new file begins.
            return;
        }

        if (File.Length < offset)
        {
            throw new SinkException(
                $"the file {Name}",
                string.Create(CultureInfo.InvariantCulture, $"it has {File.Length} bytes, and {offset} were delivered to it: something has cut it"),
                "Restore it, or move it away and let `ifw state reset` begin anew.");
        }

        if (last.IsOpen && File.Length > offset)
        {
            if (offset > 0 && FingerprintAt(offset) != fingerprint)
            {
                throw new SinkException(
                    $"the file {Name}",
                    "a run was interrupted while it wrote to it, and since then what stood before has been changed, so it's unclear what to cut off",
                    "Restore it, or move it away and let `ifw state reset` begin anew.");
            }

            File.SetLength(offset);
            File.Flush(flushToDisk: true);
        }
    }

    private void ReadHead()
    {
        _head = new byte[Math.Min(FingerprintLength, _committed)];
        _ = RandomAccess.Read(File.SafeFileHandle, _head, 0);
    }

    private bool EndsWithNewLine()
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(File.SafeFileHandle, last, _committed - 1) == 1 && last[0] == '\n';
    }

    private string FingerprintAt(long offset)
    {
        var bytes = new byte[Math.Min(FingerprintLength, offset)];
        var read = RandomAccess.Read(File.SafeFileHandle, bytes, offset - bytes.Length);
        return Convert.ToHexStringLower(XxHash128.Hash(bytes.AsSpan(0, read)));
    }

    private static (long Offset, string Fingerprint) Parse(string position)
    {
        var space = position.IndexOf(' ', StringComparison.Ordinal);
        return space < 0
            ? (long.Parse(position, CultureInfo.InvariantCulture), "")
            : (long.Parse(position.AsSpan(0, space), CultureInfo.InvariantCulture), position[(space + 1)..]);
    }
}
