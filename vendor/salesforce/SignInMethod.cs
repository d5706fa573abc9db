using IntegrationFramework;

namespace Vendors.Salesforce;

/// <summary>The ways to get an access token.</summary>
internal enum SignInMethod
{
    /// <summary>None: there is only the token of the settings.</summary>
    None,

    JwtBearer,

    RefreshToken,

    ClientCredentials,
}

/// <summary>Chooses how to sign in, by what is set.</summary>
internal static class SignInMethods
{
    /// <exception cref="SalesforceSessionException">Too little or too much is set; the message says what.</exception>
    public static SignInMethod Choose(SalesforceOptions options)
    {
        if (IsSet(options.PrivateKey) && IsSet(options.RefreshToken))
        {
            throw new SalesforceSessionException("Salesforce: 'private_key' and 'refresh_token' are both set, and each is a way to sign in. Keep one of them.");
        }

        if (IsSet(options.PrivateKey))
        {
            return Needs(SignInMethod.JwtBearer, "'private_key' signs in by JWT bearer, which", ("client_id", options.ClientId), ("username", options.Username));
        }

        if (IsSet(options.RefreshToken))
        {
            return Needs(SignInMethod.RefreshToken, "'refresh_token'", ("client_id", options.ClientId));
        }

        if (IsSet(options.ClientSecret))
        {
            return Needs(SignInMethod.ClientCredentials, "'client_secret' signs in by client credentials, which", ("client_id", options.ClientId));
        }

        return IsSet(options.AccessToken) ? SignInMethod.None : throw new SalesforceSessionException(Nothing(options));
    }

    public static bool IsSet(Secret? secret) => !string.IsNullOrWhiteSpace(secret?.Reveal());

    private static SignInMethod Needs(SignInMethod method, string who, params ReadOnlySpan<(string Key, string? Value)> needed)
    {
        var missing = new List<string>();
        foreach (var (key, value) in needed)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                missing.Add($"'{key}'");
            }
        }

        return missing.Count == 0
            ? method
            : throw new SalesforceSessionException($"Salesforce: {who} needs {string.Join(" and ", missing)} beside it, which {(missing.Count == 1 ? "isn't" : "aren't")} set.");
    }

    private static string Nothing(SalesforceOptions options) =>
        (string.IsNullOrWhiteSpace(options.Username), string.IsNullOrWhiteSpace(options.ClientId)) switch
        {
            (false, _) => "Salesforce: 'username' is set, and 'private_key', by which it would sign in, isn't.",
            (_, false) => "Salesforce: 'client_id' is set, and none of 'private_key', 'refresh_token' and 'client_secret', one of which it needs beside it.",
            _ => "Salesforce: there is nothing to sign in with. Set 'access_token' (`sf org display` prints one), or 'client_id' with one of "
                + "'client_secret', 'refresh_token', or 'private_key' and 'username'.",
        };
}
