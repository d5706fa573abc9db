using System.Net;
using System.Text;
using IntegrationFramework;
using IntegrationFramework.Http;
using Microsoft.Extensions.Logging;

namespace Vendors.Http.Caching;

/// <summary>
/// Answers GET requests from a cache where that is wanted: at once while they are fresh, after asking whether they still hold, and for a day
/// more where the service fails.
/// </summary>
internal sealed partial class ResponseCacheHandler(HttpServices services) : DelegatingHandler
{
    /// <summary>How long a response that is out of date stands in for one that the service fails to give.</summary>
    public static readonly TimeSpan StaleFor = TimeSpan.FromHours(24);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (CacheRules.PolicyFor(request, services) is not { } policy)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var cache = ResponseCache.Open(services.Root, policy.Name);
        var key = CacheRules.KeyOf(request);
        var found = cache.Find(key, services.Time, services.Logger);
        var age = found is null ? TimeSpan.Zero : services.Time.GetUtcNow() - found.ValidatedAt;

        // A response from the future was kept under another clock.
        if (found is not null && age >= TimeSpan.Zero && age < policy.TimeToLive)
        {
            return Give(found, request);
        }

        AskWhetherItHolds(request, found);
        var fallback = found is not null && age < policy.TimeToLive + StaleFor ? found : null;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException error) when (fallback is not null && !cancellationToken.IsCancellationRequested)
        {
            LogStale(services.Logger, fallback.Url, error.Message, age);
            return Give(fallback, request);
        }

        if (fallback is not null && Transience.Of(response.StatusCode))
        {
            LogStale(services.Logger, fallback.Url, $"status {(int)response.StatusCode}", age);
            response.Dispose();
            return Give(fallback, request);
        }

        return await KeepAsync(cache, key, found, request, response, cancellationToken).ConfigureAwait(false);
    }

    private HttpResponseMessage Give(CachedResponse kept, HttpRequestMessage request)
    {
        services.Statistics.CountCached(request.RequestUri!.Host);
        return kept.ToResponse(request);
    }

    private static void AskWhetherItHolds(HttpRequestMessage request, CachedResponse? found)
    {
        if (found?.ETag is { } tag)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        if (found?.LastModified is { } modified)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", modified);
        }
    }

    private async Task<HttpResponseMessage> KeepAsync(
        ResponseCache cache, string key, CachedResponse? found, HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        if (response.StatusCode == HttpStatusCode.NotModified && found is not null)
        {
            response.Dispose();
            var renewed = found.Renewed(now);
            await cache.PutAsync(renewed, services.Logger).ConfigureAwait(false);
            return Give(renewed, request);
        }

        if (!CacheRules.MayKeep(response))
        {
            if (response.StatusCode == HttpStatusCode.OK)
            {
                cache.Remove(key);
            }

            return response;
        }

        // Kept in the content's buffer too: whoever asked reads it from there.
        await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var headers = CacheRules.HeadersOf(response);
        if (body.Length <= ResponseCache.LargestResponse && request.IsGood(body) && !HoldsSecret(body, headers))
        {
            var url = new HttpRedaction(services.Redactor).Url(request.RequestUri!);
            await cache.PutAsync(new CachedResponse { Key = key, Url = url, ValidatedAt = now, UsedAt = now, Headers = headers, Body = body }, services.Logger).ConfigureAwait(false);
        }

        return response;
    }

    private bool HoldsSecret(byte[] body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var text = Encoding.UTF8.GetString(body);
        return services.Redactor.Redact(text) != text || headers.Any(header => services.Redactor.Redact(header.Value) != header.Value);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "GET {Url} failed ({Cause}); the response of {Age} ago is used in its place.")]
    private static partial void LogStale(ILogger logger, string url, string cause, TimeSpan age);
}
