using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using IntegrationFramework.Http;
using IntegrationFramework.Running;

namespace Vendors.Http.Caching;

/// <summary>What may be cached, for how long, and under which key.</summary>
internal static class CacheRules
{
    /// <summary>
    /// The headers that don't make a request another one: those that are new with each request and would keep any from being answered twice,
    /// and those that are about the connection. A response that differs by one of them isn't kept.
    /// </summary>
    private static readonly FrozenSet<string> WithoutSay = FrozenSet.ToFrozenSet(
        [
            "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context", "X-Request-Id", "X-Correlation-Id", "Idempotency-Key", "Date",
            "Connection", "Keep-Alive", "Expect", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>How a request is cached; <see langword="null"/> where it isn't. While it is recorded and in the sandbox nothing is: the cassette has to have it all.</summary>
    public static CachePolicy? PolicyFor(HttpRequestMessage request, HttpServices services)
    {
        if (services.Mode != RunMode.Live || request.Method != HttpMethod.Get || request.IsUncached() || request.IsStreamed() || request.Content is not null
            || request.Headers.Range is not null || request.Headers.CacheControl is { NoStore: true } or { NoCache: true }
            || request.Headers.IfNoneMatch.Count > 0 || request.Headers.IfModifiedSince is not null)
        {
            return null;
        }

        var asked = request.Cache();
        var timeToLive = services.Policy.CacheTtl ?? asked?.TimeToLive;
        return timeToLive > TimeSpan.Zero ? new CachePolicy(FileNameOf(asked?.Name ?? services.Integration), timeToLive.Value) : null;
    }

    /// <summary>
    /// What two requests have in common that get the same response: the URL and all headers, since any of them may name a tenant or a version.
    /// The hash gives away nothing of what is in them.
    /// </summary>
    public static string KeyOf(HttpRequestMessage request)
    {
        var text = new StringBuilder(512)
            .Append(request.Method.Method).Append('\n')
            .Append(request.RequestUri!.AbsoluteUri).Append('\n')
            .Append(request.Account()).Append('\n');
        foreach (var header in request.Headers.NonValidated.OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (!HasNoSay(header.Key) && !IsToldByAccount(header.Key, request))
            {
                text.Append(header.Key.ToLowerInvariant()).Append(':').Append(header.Value).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Whether a response may be given to the next request with the same key.</summary>
    public static bool MayKeep(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.OK
        && response.Headers.CacheControl is not { NoStore: true }
        && !response.Headers.Vary.Any(name => name == "*" || HasNoSay(name))
        && response.Content.Headers.ContentLength is not > ResponseCache.LargestResponse;

    private static bool HasNoSay(string header) => WithoutSay.Contains(header);

    // A token changes and the account doesn't: whoever names the account vouches that it stands for all that is secret, also where a response varies by that.
    private static bool IsToldByAccount(string header, HttpRequestMessage request) => request.Account() is not null && SensitiveNames.IsHeader(header);

    /// <summary>The headers to keep: not those that are about the connection, nor those that hold a secret by their name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> HeadersOf(HttpResponseMessage response) =>
    [
        .. response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Connection" or "Keep-Alive" or "Transfer-Encoding" or "Content-Length" or "Content-Encoding" or "Trailer" or "Upgrade")
                && !SensitiveNames.IsHeader(header.Key))
            .Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value))),
    ];

    private static string FileNameOf(string name) => name switch
    {
        _ when name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) =>
            throw new ArgumentException($"The name of a cache is letters, digits, '_' and '-', not '{name}'.", nameof(name)),

        // cache/validation_cache.json belongs to ifw validate.
        "validation" => "validation_http",
        _ => name,
    };
}
