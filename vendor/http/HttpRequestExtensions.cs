using IntegrationFramework.Security;

namespace Vendors.Http;

/// <summary>What a client of a service knows about a request and its handlers can't see.</summary>
public static class HttpRequestExtensions
{
    private static readonly HttpRequestOptionsKey<bool> RepeatableKey = new("ifw.repeatable");
    private static readonly HttpRequestOptionsKey<bool> StreamedKey = new("ifw.streamed");
    private static readonly HttpRequestOptionsKey<string> CredentialKey = new("ifw.credential");
    private static readonly HttpRequestOptionsKey<CachePolicy> CacheKey = new("ifw.cache");
    private static readonly HttpRequestOptionsKey<Func<ReadOnlyMemory<byte>, bool>> GoodKey = new("ifw.good");
    private static readonly HttpRequestOptionsKey<bool> UncachedKey = new("ifw.uncached");
    private static readonly HttpRequestOptionsKey<HttpRedaction> RedactionKey = new("ifw.redaction");

    /// <summary>Says that this request changes nothing, or nothing more when it arrives twice, although its method is POST or PATCH: it may be repeated.</summary>
    public static HttpRequestMessage AsRepeatable(this HttpRequestMessage request)
    {
        request.Options.Set(RepeatableKey, true);
        return request;
    }

    /// <summary>Says that this request isn't to be repeated by itself, although its method, such as PUT, would let it: the service takes it once.</summary>
    public static HttpRequestMessage AsSentOnce(this HttpRequestMessage request)
    {
        request.Options.Set(RepeatableKey, false);
        return request;
    }

    /// <summary>Gives the request an <c>Idempotency-Key</c>, by which the service knows a repetition for what it is: it may be repeated.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The same for every repetition, and for nothing else.</param>
    public static HttpRequestMessage WithIdempotencyKey(this HttpRequestMessage request, string key)
    {
        request.Headers.Remove(IdempotencyHeader);
        request.Headers.Add(IdempotencyHeader, key);
        return request;
    }

    /// <summary>
    /// Says that the body of the response is read as a stream: it isn't held in memory, <c>http.max_response</c> doesn't bound it, and what
    /// goes wrong while it is read isn't retried. Send it with <see cref="HttpCompletionOption.ResponseHeadersRead"/>.
    /// </summary>
    public static HttpRequestMessage AsStreamed(this HttpRequestMessage request)
    {
        request.Options.Set(StreamedKey, true);
        return request;
    }

    /// <summary>
    /// Names the account that the request counts for. Requests to one host for one account share their limits, across integrations and
    /// processes. By default it is told by the request's <c>Authorization</c> header or API key, which is not enough where tokens change.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="account">A name that is no secret, such as a client id.</param>
    public static HttpRequestMessage ForAccount(this HttpRequestMessage request, string account)
    {
        request.Options.Set(CredentialKey, account);
        return request;
    }

    /// <summary>Has the response kept in <c>cache/&lt;name&gt;_cache.json</c>. <c>http.cache_ttl</c> in config.yaml goes before <paramref name="timeToLive"/>.</summary>
    /// <param name="request">A GET request.</param>
    /// <param name="name">The cache's name.</param>
    /// <param name="timeToLive">How long the response is used without asking again.</param>
    public static HttpRequestMessage WithCache(this HttpRequestMessage request, string name, TimeSpan timeToLive)
    {
        request.Options.Set(CacheKey, new CachePolicy(name, timeToLive));
        return request;
    }

    /// <summary>
    /// Says which responses are good enough to be kept, of those with status 200: an HTML page that a proxy gives in the service's place isn't.
    /// Without a cache it says nothing.
    /// </summary>
    /// <param name="request">A GET request.</param>
    /// <param name="isGood">Judges the body.</param>
    public static HttpRequestMessage KeptOnlyIf(this HttpRequestMessage request, Func<ReadOnlyMemory<byte>, bool> isGood)
    {
        request.Options.Set(GoodKey, isGood);
        return request;
    }

    /// <summary>Has the service asked each time, whatever <c>http.cache_ttl</c> says: what is asked for, such as the state of a job, changes by itself.</summary>
    /// <param name="request">A GET request.</param>
    public static HttpRequestMessage WithoutCache(this HttpRequestMessage request)
    {
        request.Options.Set(UncachedKey, true);
        return request;
    }

    private const string IdempotencyHeader = "Idempotency-Key";

    internal static bool IsRepeatable(this HttpRequestMessage request) =>
        request.Options.TryGetValue(RepeatableKey, out var isRepeatable) ? isRepeatable
        : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options
            || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete || request.Method == HttpMethod.Trace
            || request.Headers.Contains(IdempotencyHeader);

    internal static bool IsStreamed(this HttpRequestMessage request) => request.Options.TryGetValue(StreamedKey, out var isStreamed) && isStreamed;

    internal static string? Account(this HttpRequestMessage request) => request.Options.TryGetValue(CredentialKey, out var account) ? account : null;

    /// <summary>Has what is told about the request's response pass through this redaction.</summary>
    internal static void UseRedaction(this HttpRequestMessage request, HttpRedaction redaction) => request.Options.Set(RedactionKey, redaction);

    /// <summary>The redaction of the client that sent the request; by names alone where it went through none.</summary>
    internal static HttpRedaction Redaction(this HttpRequestMessage request) =>
        request.Options.TryGetValue(RedactionKey, out var redaction) ? redaction : new HttpRedaction(new Redactor());

    internal static bool IsUncached(this HttpRequestMessage request) => request.Options.TryGetValue(UncachedKey, out var isUncached) && isUncached;

    internal static bool IsGood(this HttpRequestMessage request, ReadOnlyMemory<byte> body) => !request.Options.TryGetValue(GoodKey, out var isGood) || isGood(body);

    internal static CachePolicy? Cache(this HttpRequestMessage request) => request.Options.TryGetValue(CacheKey, out var policy) ? policy : null;
}

/// <summary>How a response is cached.</summary>
/// <param name="Name">The cache's name.</param>
/// <param name="TimeToLive">How long it is used without asking again.</param>
internal sealed record CachePolicy(string Name, TimeSpan TimeToLive);
