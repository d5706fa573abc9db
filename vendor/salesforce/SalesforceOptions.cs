using System.ComponentModel.DataAnnotations;
using IntegrationFramework;

namespace Vendors.Salesforce;

/// <summary>
/// Which org to talk to, and as whom. Of the ways to sign in, the first whose settings are there is taken: <c>private_key</c> (JWT bearer),
/// <c>refresh_token</c>, <c>client_secret</c> (client credentials). An <c>access_token</c> is used as long as it is good.
/// </summary>
public sealed record SalesforceOptions
{
    /// <summary>The address of the org, as Setup > My Domain shows it: <c>https://example.my.salesforce.com</c>.</summary>
    public required Uri InstanceUrl { get; init; }

    /// <summary>The version of the API.</summary>
    /// <value>v62.0 by default.</value>
    [RegularExpression(@"^v[1-9][0-9]{1,2}\.0$")]
    public string ApiVersion { get; init; } = "v62.0";

    /// <summary>A token that was got elsewhere; <c>sf org display</c> prints one.</summary>
    /// <value>By default a token is got by one of the other ways.</value>
    public Secret? AccessToken { get; init; }

    /// <summary>A refresh token of the connected app; needs <c>client_id</c>, and <c>client_secret</c> where the app asks for it.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>The consumer key of the connected app.</summary>
    public string? ClientId { get; init; }

    /// <summary>The consumer secret of the connected app. Without a refresh token it signs in by client credentials.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>The user that JWT bearer signs in as.</summary>
    public string? Username { get; init; }

    /// <summary>The private key (RSA, PEM) whose certificate the connected app knows: signs in by JWT bearer, with <c>client_id</c> and <c>username</c>.</summary>
    public Secret? PrivateKey { get; init; }

    /// <summary>Where tokens are got by refresh token and JWT bearer; <c>https://test.salesforce.com</c> for a sandbox org.</summary>
    /// <value>https://login.salesforce.com by default. Client credentials are always asked for at <see cref="InstanceUrl"/>, as Salesforce wants it.</value>
    public Uri LoginUrl { get; init; } = new("https://login.salesforce.com");

    /// <summary>Whether queries are read by Bulk API 2.0.</summary>
    /// <value><see cref="BulkUse.Auto"/> by default.</value>
    public BulkUse Bulk { get; init; } = BulkUse.Auto;

    /// <summary>From how many records on <see cref="BulkUse.Auto"/> reads in bulk.</summary>
    /// <value>20,000 by default.</value>
    [Range(1, int.MaxValue)]
    public int BulkThreshold { get; init; } = 20_000;
}

/// <summary>Whether queries are read by Bulk API 2.0.</summary>
public enum BulkUse
{
    /// <summary>Where they find more records than <c>bulk_threshold</c>, and Bulk can read them.</summary>
    Auto,

    /// <summary>All that Bulk can read.</summary>
    Always,

    /// <summary>None.</summary>
    Never,
}
