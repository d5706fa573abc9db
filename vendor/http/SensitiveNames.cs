using System.Collections.Frozen;

namespace Vendors.Http;

/// <summary>The names of headers, parameters and members whose values are secret, whoever sends them and whatever they are.</summary>
/// <remarks>Case doesn't count, nor do <c>-</c> and <c>_</c>: <c>X-Api-Key</c>, <c>api_key</c> and <c>apiKey</c> are one name.</remarks>
public static class SensitiveNames
{
    private const int LongestPlain = 64;

    /// <summary>The fields that stay what they are from request to request, so that they tell one account from another. A signature doesn't.</summary>
    private static readonly FrozenSet<string> KeyFields = FrozenSet.ToFrozenSet(
        ["appid", "apikey", "key", "token", "accesstoken", "subscriptionkey"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Fields = FrozenSet.ToFrozenSet(
        [
            .. KeyFields, "refreshtoken", "idtoken", "sessiontoken", "clientsecret", "secret", "password",
            "passwd", "assertion", "clientassertion", "signature", "sig", "authorization", "sessionid", "privatekey",
        ],
        StringComparer.Ordinal);

    /// <summary>As <see cref="KeyFields"/>, within the names of headers. Not any token: one against forged requests, or for a page, is new each time.</summary>
    private static readonly string[] PartsOfKeyHeaders = ["authorization", "apikey", "subscriptionkey", "accesstoken", "apitoken", "authtoken", "privatetoken"];

    private static readonly string[] PartsOfHeaders = [.. PartsOfKeyHeaders, "cookie", "token", "secret", "password", "signature", "sessionid"];

    /// <summary>Whether a header of this name holds a secret: <c>Authorization</c>, <c>Cookie</c>, <c>X-Api-Key</c>, and whatever speaks of a token or a secret.</summary>
    public static bool IsHeader(string name) => HasPart(name, PartsOfHeaders);

    /// <summary>Whether a header of this name tells for which account a request counts.</summary>
    internal static bool IsKeyHeader(string name) => HasPart(name, PartsOfKeyHeaders);

    /// <summary>Whether a parameter of this name tells for which account a request counts.</summary>
    internal static bool IsKeyParameter(string name) => KeyFields.Contains(Plain(name));

    /// <summary>Whether a parameter of a query or a form holds a secret: <c>appid</c>, <c>api_key</c>, <c>client_secret</c>, <c>code</c> and the like.</summary>
    public static bool IsParameter(string name) => Plain(name) is var plain && (Fields.Contains(plain) || plain == "code");

    /// <summary>
    /// Whether a member of a JSON object holds a secret: as a parameter, but for <c>code</c>, which in JSON is what services call the number
    /// or the word of an error.
    /// </summary>
    public static bool IsMember(string name) => Fields.Contains(Plain(name));

    private static bool HasPart(string name, string[] parts)
    {
        var plain = Plain(name);
        return Array.Exists(parts, part => plain.Contains(part, StringComparison.Ordinal));
    }

    private static string Plain(string name)
    {
        if (name.Length > LongestPlain)
        {
            name = name[..LongestPlain];
        }

        return string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));
    }
}
