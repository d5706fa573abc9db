namespace Vendors.Http;

/// <summary>
/// A connection that lets the attempt that is sent on it know when its first bytes are about to go out, and when more have gone: what comes
/// before, such as making the connection, can take any time.
/// </summary>
internal sealed class ConnectionStream(Stream inner) : Stream
{
    /// <summary>A large body is written in pieces, so that each shows that something moves.</summary>
    private const int Piece = 64 * 1024;

    /// <summary>Makes one of a connection. A tunnel through a proxy stays as it is: what counts goes out on the connection within it.</summary>
    public static ValueTask<Stream> AroundAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(context.InitialRequestMessage.Method == HttpMethod.Connect ? context.PlaintextStream : new ConnectionStream(context.PlaintextStream));

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (SendingAttempt.Current is not { } attempt)
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        await attempt.GoesOutAsync(this, cancellationToken).ConfigureAwait(false);
        do
        {
            var piece = buffer.Length > Piece ? buffer[..Piece] : buffer;
            await inner.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            attempt.HasSent(piece.Length);
            buffer = buffer[piece.Length..];
        }
        while (!buffer.IsEmpty);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
