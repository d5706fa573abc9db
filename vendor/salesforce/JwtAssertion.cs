using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationFramework;

namespace Vendors.Salesforce;

/// <summary>The signed statement by which JWT bearer signs in.</summary>
internal static class JwtAssertion
{
    // Salesforce refuses more than three minutes.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private static readonly byte[] Header = """{"alg":"RS256"}"""u8.ToArray();

    /// <exception cref="SalesforceSessionException">The key can't be read.</exception>
    public static string Create(string clientId, string username, Uri audience, Secret privateKey, DateTimeOffset now)
    {
        using var rsa = Key(privateKey);
        var unsigned = $"{Base64Url.EncodeToString(Header)}.{Base64Url.EncodeToString(Claims(clientId, username, audience, now))}";
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{unsigned}.{Base64Url.EncodeToString(signature)}";
    }

    private static byte[] Claims(string clientId, string username, Uri audience, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss", clientId);
            json.WriteString("sub", username);
            json.WriteString("aud", audience.GetLeftPart(UriPartial.Authority));
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    // Variables of the environment often hold a PEM in one line, with \n written out.
    private static RSA Key(Secret privateKey)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(privateKey.Reveal().Replace("\\n", "\n", StringComparison.Ordinal));
            return rsa;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw new SalesforceSessionException(
                "Salesforce: 'private_key' isn't an unencrypted RSA key in PEM (-----BEGIN PRIVATE KEY-----). Give the whole content of the key's file.", error);
        }
    }
}
