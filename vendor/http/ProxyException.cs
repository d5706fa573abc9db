using System.Globalization;
using System.Net;

namespace Vendors.Http;

/// <summary>The proxy is at fault, not the service behind it.</summary>
internal sealed class ProxyException : HttpRequestException
{
    private ProxyException(string message, HttpStatusCode? status, Exception? inner)
        : base(HttpRequestError.ProxyTunnelError, message, inner, status)
    {
    }

    /// <summary>What to do about it: a sentence.</summary>
    public required string Advice { get; init; }

    /// <summary>Whether it may go better the next time.</summary>
    public required bool IsTransient { get; init; }

    /// <summary>What a request that got no response says of the proxy it went through; <see langword="null"/> where that isn't at fault.</summary>
    public static ProxyException? Of(HttpRequestMessage request, Exception error)
    {
        if (error is not HttpRequestException failed || error is ProxyException || EnvironmentProxy.Instance.NameFor(request.RequestUri!) is not { } proxy)
        {
            return null;
        }

        return failed.HttpRequestError switch
        {
            HttpRequestError.ProxyTunnelError => Refused(request, proxy, failed.StatusCode, failed),

            // Whoever goes through a proxy connects to nobody else.
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => new ProxyException(
                $"the proxy {proxy} can't be reached: {TransportErrors.Describe(failed)}", status: null, failed)
            {
                Advice = $"Check {Variable(request)}, or except {request.RequestUri!.Host} in NO_PROXY.",
                IsTransient = true,
            },
            _ => null,
        };
    }

    /// <summary>What a response says of the proxy that it came through; <see langword="null"/> where it may be the service's.</summary>
    public static ProxyException? Of(HttpRequestMessage request, HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.ProxyAuthenticationRequired && EnvironmentProxy.Instance.NameFor(request.RequestUri!) is { } proxy
            ? Refused(request, proxy, response.StatusCode, inner: null)
            : null;

    private static ProxyException Refused(HttpRequestMessage request, string proxy, HttpStatusCode? status, Exception? inner)
    {
        var host = request.RequestUri!.Host;
        var with = status is { } code ? string.Create(CultureInfo.InvariantCulture, $" with status {(int)code}") : "";
        return status is HttpStatusCode.ProxyAuthenticationRequired
            ? new ProxyException($"the proxy {proxy} refused{with}: it wants a user and a password, or others than it got", status, inner)
            {
                Advice = $"Put them into {Variable(request)}: http://USER:PASSWORD@{proxy}.",
                IsTransient = false,
            }
            : new ProxyException($"the proxy {proxy} refused to connect to {host}{with}", status, inner)
            {
                Advice = $"Have it let {host} through, or except that in NO_PROXY.",
                IsTransient = status is null || Transience.Of(status.Value),
            };
    }

    private static string Variable(HttpRequestMessage request) => request.RequestUri!.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
}
