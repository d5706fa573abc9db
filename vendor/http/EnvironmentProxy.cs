using System.Net;

namespace Vendors.Http;

/// <summary>
/// The proxies that the environment names, without the user and the password that their addresses may hold: .NET tells the address with
/// whatever goes wrong there. A proxy gets them all the same, when it asks.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly IWebProxy _inner = HttpClient.DefaultProxy;

    private EnvironmentProxy()
    {
    }

    public static EnvironmentProxy Instance { get; } = new();

    public ICredentials? Credentials
    {
        get => _inner.Credentials;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination)
    {
        var proxy = _inner.GetProxy(destination);
        return string.IsNullOrEmpty(proxy?.UserInfo) ? proxy
            : new Uri(proxy.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped));
    }

    public bool IsBypassed(Uri host) => _inner.IsBypassed(host);

    /// <summary>The proxy that requests to an address go through, as <c>HOST:PORT</c>; <see langword="null"/>: none.</summary>
    public string? NameFor(Uri destination) => !IsBypassed(destination) && GetProxy(destination) is { } proxy ? proxy.Authority : null;
}
