using System.Net;

namespace Vendors.Http.Caching;

/// <summary>A response that is kept. Only <see cref="UsedAt"/> changes.</summary>
internal sealed class CachedResponse
{
    /// <summary>What an entry takes besides its body and headers, roughly.</summary>
    private const int Overhead = 512;

    private long _usedAt;

    /// <summary>The hash of what was asked.</summary>
    public required string Key { get; init; }

    /// <summary>The URL without secrets, for whoever looks into the file.</summary>
    public required string Url { get; init; }

    /// <summary>When the service last said that it is so.</summary>
    public required DateTimeOffset ValidatedAt { get; init; }

    /// <summary>When it was last asked for; the least recently used one leaves first.</summary>
    public required DateTimeOffset UsedAt
    {
        get => new(Interlocked.Read(ref _usedAt), TimeSpan.Zero);
        init => _usedAt = value.UtcTicks;
    }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required byte[] Body { get; init; }

    public long Size => Overhead + Body.Length + Url.Length + Headers.Sum(header => header.Key.Length + header.Value.Length);

    public string? ETag => Header("ETag");

    public string? LastModified => Header("Last-Modified");

    public void Use(DateTimeOffset now) => Interlocked.Exchange(ref _usedAt, now.UtcTicks);

    public CachedResponse Renewed(DateTimeOffset now) =>
        new() { Key = Key, Url = Url, ValidatedAt = now, UsedAt = now, Headers = Headers, Body = Body };

    public HttpResponseMessage ToResponse(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(Body) };
        foreach (var (name, value) in Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    private string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }
}
