using System.Buffers;
using System.Text;

namespace Vendors.Http;

/// <summary>The body of a response as UTF-8, in a buffer that grows only where a piece of JSON doesn't fit into it.</summary>
internal sealed class JsonBody : IAsyncDisposable
{
    private const int Smallest = 64 * 1024;

    private readonly Stream _stream;
    private readonly HttpResponseMessage _response;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Smallest);
    private byte[]? _head;
    private int _start;
    private int _end;

    private JsonBody(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _stream = stream;
    }

    /// <summary>What has come and isn't read yet.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start.._end);

    /// <summary>Whether nothing more will come.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The beginning of the body, to be shown where it can't be read.</summary>
    public ReadOnlySpan<byte> Head => _head;

    public static async ValueTask<JsonBody> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await ResponseErrors.TellAsync(response, () => response.Content.ReadAsStreamAsync(cancellationToken)).ConfigureAwait(false);
        return new JsonBody(response, InUtf8(stream, response.Content.Headers.ContentType?.CharSet));
    }

    public void Consume(int count) => _start += count;

    /// <summary>Waits for more: for as much as there is already, so that a long piece isn't looked at again for every few bytes.</summary>
    public async ValueTask ReadMoreAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var wanted = _head is null ? UnreadableJson.Shown : Math.Max(1, _end - _start);
        var count = await ResponseErrors.TellAsync(
            _response, () => _stream.ReadAtLeastAsync(_buffer.AsMemory(_end), wanted, throwOnEndOfStream: false, cancellationToken).AsTask()).ConfigureAwait(false);
        IsComplete = count < wanted;
        _end += count;
        if (_head is null)
        {
            _head = Unread[..Math.Min(UnreadableJson.Shown, count)].ToArray();
            _start += Unread.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private static Stream InUtf8(Stream stream, string? charset)
    {
        charset = charset?.Trim('"');
        if (string.IsNullOrEmpty(charset) || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase))
        {
            return stream;
        }

        try
        {
            return Encoding.CreateTranscodingStream(stream, Encoding.GetEncoding(charset), Encoding.UTF8);
        }
        catch (ArgumentException)
        {
            // Nobody knows that one; JSON is UTF-8 whatever its header says.
            return stream;
        }
    }

    private void MakeRoom()
    {
        var unread = _end - _start;
        var target = _buffer;
        if (unread * 2L > _buffer.Length)
        {
            target = ArrayPool<byte>.Shared.Rent(checked(_buffer.Length * 2));
        }

        if (target != _buffer || _start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(target);
            (_start, _end) = (0, unread);
        }

        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }
    }
}
