using System.Globalization;
using System.Net;
using IntegrationFramework;

namespace Vendors.Http;

/// <summary>Follows redirects where that is safe: reading requests, on the same host, so that no key goes to another.</summary>
internal sealed class RedirectHandler : DelegatingHandler
{
    private const int Most = 10;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var current = request;
        for (var followed = 0; ; followed++)
        {
            var response = await base.SendAsync(current, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
            {
                return response;
            }

            var status = response.StatusCode;
            response.Dispose();
            current = followed < Most
                ? Next(current, new Uri(current.RequestUri!, location), status)
                : throw new ServiceException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{request.Method} to {request.RequestUri!.Host} was redirected more than {Most} times: the redirects go in a circle. Correct the URL, or tell the service."));
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static HttpRequestMessage Next(HttpRequestMessage request, Uri target, HttpStatusCode status)
    {
        var source = request.RequestUri!;
        if (!string.Equals(source.IdnHost, target.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            throw new ServiceException(
                $"{request.Method} to {source.Host} was redirected to another host, {target.Host}; it isn't followed, since keys would go there. Correct the URL in the settings.");
        }

        var isUpgrade = source.Scheme == Uri.UriSchemeHttp && target.Scheme == Uri.UriSchemeHttps;
        if (!isUpgrade && (source.Scheme != target.Scheme || source.Port != target.Port))
        {
            throw new ServiceException(
                $"{request.Method} to {source.Host} was redirected to {target.Scheme} on port {target.Port.ToString(CultureInfo.InvariantCulture)}; only redirects to the same port, or from http to https, are followed. Correct the URL in the settings.");
        }

        var isReading = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
        if (!isReading && status != HttpStatusCode.SeeOther)
        {
            throw new ServiceException(string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Method} to {source.Host} was redirected (status {(int)status}); only GET and HEAD follow redirects, since others would be sent twice. Correct the URL in the settings."));
        }

        var next = new HttpRequestMessage(isReading ? request.Method : HttpMethod.Get, target) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            next.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (name, value) in request.Options)
        {
            ((IDictionary<string, object?>)next.Options)[name] = value;
        }

        return next;
    }
}
