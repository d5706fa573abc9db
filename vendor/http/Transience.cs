using System.Net;
using System.Security.Authentication;

namespace Vendors.Http;

/// <summary>What may go better the next time.</summary>
internal static class Transience
{
    /// <summary>Broken connections and timeouts; not certificates, which stay as they are.</summary>
    public static bool Of(Exception error) => error switch
    {
        ProxyException proxy => proxy.IsTransient,
        HttpRequestException { InnerException: AuthenticationException } or HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>408, 429 and 5xx.</summary>
    public static bool Of(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;
}
