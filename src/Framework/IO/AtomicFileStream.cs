namespace IntegrationFramework.IO;

/// <summary>
/// What is written to through an <see cref="AtomicFile"/>. Where the file would get too large, of which .NET tells by an exception of arguments,
/// that is an <see cref="IOException"/> like all else that can go wrong with a file: whoever writes one looks for nothing else.
/// </summary>
/// <remarks>Not a <see cref="FileStream"/> itself, since the methods of that call each other where one is overridden.</remarks>
internal sealed class AtomicFileStream(FileStream file) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (ArgumentOutOfRangeException error) when (FileError.IsTooLarge(error))
        {
            throw FileError.TooLargeToWrite();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException error) when (FileError.IsTooLarge(error))
        {
            throw FileError.TooLargeToWrite();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => Flush(toDisk: false);

    /// <summary>Writes what is buffered, and waits for the disk where that is asked for.</summary>
    public void Flush(bool toDisk)
    {
        try
        {
            file.Flush(toDisk);
        }
        catch (ArgumentOutOfRangeException error) when (FileError.IsTooLarge(error))
        {
            throw FileError.TooLargeToWrite();
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => file.SetLength(value);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException error) when (FileError.IsTooLarge(error))
        {
            throw FileError.TooLargeToWrite();
        }
    }

    /// <summary>The file itself stays open until it has its name.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && file.CanWrite)
        {
            Flush();
        }

        base.Dispose(disposing);
    }
}
