using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Checks the JWT of the bearer flow: signature, client, audience, expiry and user.</summary>
internal static class JwtAssertion
{
    /// <summary>How far ahead the expiry may lie.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    public static void Check(string assertion, FakeSalesforce service, string ownAddress)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3 || Read(parts[0]) is not { } header || Read(parts[1]) is not { } claims)
        {
            throw Invalid("invalid assertion");
        }

        if (Claim(claims, "iss") != service.ClientId)
        {
            throw new OAuthException("invalid_client_id", "client identifier invalid");
        }

        if (Claim(header, "alg") != "RS256" || !IsSigned(parts, service.JwtPublicKey))
        {
            throw Invalid("invalid assertion");
        }

        if (Claim(claims, "aud") is var audience
            && audience is not ("https://login.salesforce.com" or "https://test.salesforce.com") && audience?.TrimEnd('/') != ownAddress)
        {
            throw Invalid("audience is invalid");
        }

        CheckTime(claims, service.Time.GetUtcNow());
        if (Claim(claims, "sub") != service.Username)
        {
            throw Invalid("user hasn't approved this consumer");
        }
    }

    private static void CheckTime(JsonObject claims, DateTimeOffset now)
    {
        if (claims["exp"] is not JsonValue expiry || !expiry.TryGetValue<long>(out var seconds))
        {
            throw Invalid("invalid assertion");
        }

        var left = DateTimeOffset.FromUnixTimeSeconds(seconds) - now;
        if (left <= TimeSpan.Zero)
        {
            throw Invalid("expired authorization code");
        }

        if (left > LongestLife)
        {
            throw Invalid("invalid assertion");
        }
    }

    private static bool IsSigned(string[] parts, RSA? key) =>
        key is not null
        && Decode(parts[2]) is { } signature
        && key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static JsonObject? Read(string part)
    {
        try
        {
            return Decode(part) is { } bytes ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;

    private static string? Claim(JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static OAuthException Invalid(string description) => new("invalid_grant", description);
}
