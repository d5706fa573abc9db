using System.Net;
using System.Security.Authentication;
using IntegrationFramework.Http;

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

    /// <summary>408, 425, 429 and 5xx: the service is busy or broken.</summary>
    public static bool Of(HttpStatusCode status) => PassingStatus.Is((int)status);
}
