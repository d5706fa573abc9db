using IntegrationFramework;

namespace Vendors.Salesforce;

/// <summary>Somebody who is signed in.</summary>
/// <param name="Token">The access token.</param>
/// <param name="Instance">The address of the org.</param>
internal sealed record SalesforceSession(Secret Token, Uri Instance)
{
    /// <summary>The address of something of this org.</summary>
    /// <param name="path">A path, beginning with a slash.</param>
    /// <exception cref="SalesforceException">It leads to another host, which must not see the token.</exception>
    public Uri Resolve(string path)
    {
        var address = new Uri(Instance, path);
        return Uri.Compare(address, Instance, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? address
            : throw new SalesforceException($"Salesforce sent the address {address.GetLeftPart(UriPartial.Authority)} to go on at, which isn't {Instance.Host}: it was not followed.");
    }
}
