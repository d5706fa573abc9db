using IntegrationFramework;
using IntegrationFramework.Http;
using Vendors.Http;
using Vendors.Http.Caching;
using Vendors.Http.Cassettes;

[assembly: Provides<HttpClient, IntegrationHttpClient>]

namespace Vendors.Http;

/// <summary>
/// The <see cref="HttpClient"/> that constructors of integrations and of vendors' clients ask for: it keeps to the <c>http:</c> section of
/// the integration's config.yaml.
/// </summary>
/// <remarks>
/// A request is tried again after a timeout, a broken connection, and the statuses 408, 425, 429 and 5xx; not so POST and PATCH, which may have
/// taken effect the first time. The waits double each time, are jittered, and give way to what a <c>Retry-After</c> header says.
/// <see cref="HttpClient.Timeout"/> is off: <c>timeout:</c> bounds each attempt with the body of the response, <c>total_timeout:</c> all of them
/// together. Where there is no response, a <see cref="ServiceException"/> says why. docs/HTTP.md has it all.
/// </remarks>
[Provided]
public sealed class IntegrationHttpClient : HttpClient
{
    // One pool of connections for the whole process; they are renewed now and then, so that changes of DNS are noticed.
    private static readonly SocketsHttpHandler Connections = new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = EnvironmentProxy.Instance,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PlaintextStreamFilter = ConnectionStream.AroundAsync,
    };

    private readonly HttpServices _services;

    /// <summary>Makes a client for one run.</summary>
    public IntegrationHttpClient(HttpServices services)
        : base(Over(services), disposeHandler: false)
    {
        _services = services;
        Timeout = System.Threading.Timeout.InfiniteTimeSpan;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ResponseCache.SaveAll(_services.Root, _services.Logger);
        }

        base.Dispose(disposing);
    }

    private static ResponseCacheHandler Over(HttpServices services) => new(services)
    {
        InnerHandler = HttpPolicy.Over(CassetteHandlers.Over(Connections, services), services),
    };
}
