using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using IntegrationFramework;
using IntegrationFramework.Http;
using Microsoft.Extensions.Logging;
using Vendors.Http;

namespace Vendors.Salesforce;

/// <summary>Gets access tokens from Salesforce.</summary>
internal sealed partial class SignIn(SalesforceOptions options, HttpClient http, HttpServices services)
{
    /// <summary>
    /// Where the app rotates refresh tokens, each is good for one use: what has come in place of a token of the settings, for whoever signs in
    /// with it next in this process, such as the next attempt of a run. Salesforce may take a token that comes twice for a stolen one.
    /// </summary>
    private static readonly ConcurrentDictionary<(Uri Host, string ClientId, string Configured), Secret> Rotated = new();

    private (Uri Host, string ClientId, string Configured) Key => (options.LoginUrl, options.ClientId!, options.RefreshToken!.Reveal());

    private Secret RefreshToken => Rotated.GetValueOrDefault(Key, options.RefreshToken!);

    public SignInMethod Method { get; } = SignInMethods.Choose(options);

    public async Task<SalesforceSession> GetAsync(string account, CancellationToken cancellationToken)
    {
        var host = Method is SignInMethod.ClientCredentials ? options.InstanceUrl : options.LoginUrl;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, "/services/oauth2/token"))
        {
            Content = new FormUrlEncodedContent(Form()),
        };
        request.ForAccount(account).Headers.Accept.ParseAdd("application/json");

        // A rotated refresh token that arrives twice would be taken for a stolen one.
        if (Method is not SignInMethod.RefreshToken)
        {
            request.AsRepeatable();
        }

        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            throw Refused(response.StatusCode, await SalesforceErrors.ReadAsync(response, cancellationToken).ConfigureAwait(false));
        }

        return Read(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), host);
    }

    private List<KeyValuePair<string, string>> Form() => Method switch
    {
        SignInMethod.JwtBearer =>
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            new("assertion", Assertion()),
        ],
        SignInMethod.RefreshToken =>
        [
            new("grant_type", "refresh_token"),
            new("refresh_token", RefreshToken.Reveal()),
            new("client_id", options.ClientId!),
            .. SignInMethods.IsSet(options.ClientSecret) ? new KeyValuePair<string, string>[] { new("client_secret", options.ClientSecret!.Reveal()) } : [],
        ],
        _ =>
        [
            new("grant_type", "client_credentials"),
            new("client_id", options.ClientId!),
            new("client_secret", options.ClientSecret!.Reveal()),
        ],
    };

    private string Assertion()
    {
        var assertion = JwtAssertion.Create(options.ClientId!, options.Username!, options.LoginUrl, options.PrivateKey!, services.Time.GetUtcNow());
        services.Redactor.Add([assertion]);
        return assertion;
    }

    private SalesforceSession Read(byte[] body, Uri host)
    {
        try
        {
            var json = JsonElement.Parse(body);
            var token = json.GetProperty("access_token").GetString()!;
            var instance = json.TryGetProperty("instance_url", out var url) ? new Uri(url.GetString()!) : options.InstanceUrl;
            if (Method is SignInMethod.RefreshToken && json.TryGetProperty("refresh_token", out var rotated) && rotated.GetString() is { Length: > 0 } next)
            {
                services.Redactor.Add([next]);
                Rotated[Key] = new Secret(next);
                LogRotated(services.Logger);
            }

            services.Redactor.Add([token]);
            return new SalesforceSession(new Secret(token), instance);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException or UriFormatException)
        {
            // Not as the inner exception: its message may show a part of the body, which may hold a token.
            throw new SalesforceException($"Salesforce: {host.Host} answered the sign-in with something else than a token. Check 'login_url' and 'instance_url'.");
        }
    }

    private SalesforceException Refused(HttpStatusCode status, ErrorBody body)
    {
        var says = $"Salesforce refused to sign in ({Name}) with {body.Says(status)}";
        var advice = (body.Code, Method) switch
        {
            ("invalid_grant", SignInMethod.RefreshToken) => "Get a new refresh token: this one was revoked, has expired, or was used up by rotation.",
            ("invalid_grant", SignInMethod.JwtBearer) =>
                "Check 'username', that 'login_url' is right (https://test.salesforce.com for a sandbox), that the user is authorised for the connected app, and this machine's clock.",
            ("invalid_client_id", _) => "Check 'client_id': it is the consumer key of the connected app, which takes some minutes to work after it was made.",
            ("invalid_client", _) => "Check 'client_id' and 'client_secret'.",
            ("invalid_app_access", _) => "Authorise the user for the connected app.",
            (_, SignInMethod.ClientCredentials) =>
                "Check 'client_id', 'client_secret', that 'instance_url' is the org's My Domain, and that the connected app has client credentials on, with a user to run as.",
            _ => "Check the settings of the connected app.",
        };
        var isTheirs = Transience.Of(status);
        return isTheirs
            ? new SalesforceException(SalesforceErrors.Sentence(says, "This is Salesforce's own trouble; https://status.salesforce.com may know of it."))
            {
                ErrorCode = body.Code,
                Detail = body.Message,
                Status = status,
                IsTransient = true,
            }
            : new SalesforceSessionException(SalesforceErrors.Sentence(says, advice)) { ErrorCode = body.Code, Detail = body.Message, Status = status };
    }

    private string Name => Method switch
    {
        SignInMethod.JwtBearer => "JWT bearer",
        SignInMethod.RefreshToken => "refresh token",
        _ => "client credentials",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Salesforce gave a new refresh token, and the one of the settings may be used up: the connected app rotates them. "
        + "The new one lasts until this process ends; turn rotation off, or sign in by JWT bearer or client credentials.")]
    private static partial void LogRotated(ILogger logger);
}
