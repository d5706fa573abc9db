using System.Buffers;
using System.Text;

namespace IntegrationFramework.Records;

/// <summary>
/// UTF-8 bytes on their way to a file, in one pooled array: records are encoded into it, and it is emptied into the file whenever it
/// holds a good chunk. What a record has written can be taken back, should the record turn out to be bad halfway.
/// </summary>
internal sealed class RecordBuffer : Stream, IBufferWriter<byte>
{
    /// <summary>How much to gather before a write to the file pays.</summary>
    public const int ChunkSize = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(ChunkSize + (ChunkSize / 2));
    private int _length;

    public int Count => _length;

    public bool HasChunk => _length >= ChunkSize;

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Takes back everything after the first <paramref name="count"/> bytes.</summary>
    public void Truncate(int count) => _length = Math.Min(count, _length);

    public void Clear() => _length = 0;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Write(byte value)
    {
        EnsureRoom(1);
        _bytes[_length++] = value;
    }

    /// <summary>Writes text as UTF-8; halves of surrogate pairs become U+FFFD.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        EnsureRoom(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    /// <summary>Writes a value that formats itself, independent of the culture.</summary>
    public void Format<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        EnsureRoom(64);
        int written;
        while (!value.TryFormat(_bytes.AsSpan(_length), out written, format, System.Globalization.CultureInfo.InvariantCulture))
        {
            EnsureRoom((_bytes.Length - _length) * 2);
        }

        _length += written;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        EnsureRoom(buffer.Length);
        buffer.CopyTo(_bytes.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _length = 0;
        }

        base.Dispose(disposing);
    }

    private void EnsureRoom(int room)
    {
        if (_bytes.Length - _length >= Math.Max(room, 1))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_bytes.Length * 2, _length + room)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
