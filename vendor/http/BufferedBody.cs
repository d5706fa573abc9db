using System.Buffers;
using System.Net;
using IntegrationFramework;

namespace Vendors.Http;

/// <summary>Takes the body of a response into memory, up to a size that is counted after it was decompressed.</summary>
internal static class BufferedBody
{
    private const int ChunkSize = 64 * 1024;

    /// <returns>How many bytes it has.</returns>
    /// <exception cref="ServiceException">It is larger than it may be.</exception>
    public static async Task<long> LoadAsync(HttpResponseMessage response, ByteSize most, CancellationToken cancellationToken)
    {
        var original = response.Content;
        if (IsMissing(response))
        {
            // Its length is that of the body which GET would give: nothing to make room for, and what whoever asks by HEAD wants to know.
            return 0;
        }

        if (original.Headers.ContentLength > most.Bytes)
        {
            throw TooLarge(response, most);
        }

        var body = new MemoryStream((int)Math.Min(original.Headers.ContentLength ?? 0, most.Bytes));
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            var stream = await original.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false) is var count && count > 0)
            {
                if (body.Length + count > most.Bytes)
                {
                    throw TooLarge(response, most);
                }

                body.Write(chunk, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        var content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
        foreach (var (name, values) in original.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        response.Content = content;
        original.Dispose();
        return body.Length;
    }

    /// <summary>Whether a response has no body, whatever its headers say of one.</summary>
    public static bool IsMissing(HttpResponseMessage response) =>
        response.RequestMessage?.Method == HttpMethod.Head || response.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.NoContent;

    private static ServiceException TooLarge(HttpResponseMessage response, ByteSize most) => new(
        $"{response.RequestMessage?.Method} to {response.RequestMessage?.RequestUri?.Host} was answered with more than {most} (decompressed), the most that is held in memory. "
        + "Ask for less at a time, or raise http.max_response in config.yaml.");
}
