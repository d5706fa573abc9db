using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary><c>/services/oauth2/token</c>: refresh_token, client_credentials and the JWT bearer flow; <c>/services/oauth2/revoke</c>.</summary>
internal sealed class OAuthEndpoints(FakeSalesforce service)
{
    private int _refreshTokens;

    public async Task TokenAsync(HttpContext context)
    {
        try
        {
            if (!context.Request.HasFormContentType)
            {
                throw new OAuthException("invalid_request", "must use HTTP POST with a form");
            }

            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var answer = form["grant_type"].ToString() switch
            {
                "refresh_token" => Refresh(context.Request, form),
                "client_credentials" => ClientCredentials(context.Request, form),
                "urn:ietf:params:oauth:grant-type:jwt-bearer" => Bearer(context.Request, form),
                _ => throw new OAuthException("unsupported_grant_type", "grant type not supported"),
            };
            context.Response.Headers.CacheControl = "no-cache, no-store";
            await context.AnswerJsonAsync(StatusCodes.Status200OK, answer);
        }
        catch (OAuthException refused)
        {
            await context.AnswerJsonAsync(
                StatusCodes.Status400BadRequest, new JsonObject { ["error"] = refused.Code, ["error_description"] = refused.Message });
        }
    }

    public async Task RevokeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!service.Sessions.Revoke(form["token"].ToString()))
        {
            await context.AnswerJsonAsync(
                StatusCodes.Status400BadRequest,
                new JsonObject { ["error"] = "unsupported_token_type", ["error_description"] = "this token type is not supported" });
        }
    }

    private JsonObject Refresh(HttpRequest request, IFormCollection form)
    {
        CheckClient(request, form, needsSecret: false);
        if (form["refresh_token"].ToString() != service.RefreshToken)
        {
            throw new OAuthException("invalid_grant", "expired access/refresh token");
        }

        var answer = Open(request);
        Sign(answer);
        if (service.RotateRefreshTokens)
        {
            service.RefreshToken = string.Create(CultureInfo.InvariantCulture, $"5Aep.fake.refresh.token.{++_refreshTokens}");
            answer["refresh_token"] = service.RefreshToken;
        }

        return answer;
    }

    private JsonObject ClientCredentials(HttpRequest request, IFormCollection form)
    {
        CheckClient(request, form, needsSecret: true);
        var answer = Open(request);
        Sign(answer);
        return answer;
    }

    private JsonObject Bearer(HttpRequest request, IFormCollection form)
    {
        JwtAssertion.Check(form["assertion"].ToString(), service, $"{request.Scheme}://{request.Host}");
        return Open(request);
    }

    /// <summary>The client as the form or the header Authorization (Basic) names it.</summary>
    private void CheckClient(HttpRequest request, IFormCollection form, bool needsSecret)
    {
        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        if (request.Headers.Authorization.ToString() is var header && header.StartsWith("Basic ", StringComparison.Ordinal))
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':', 2);
            (id, secret) = (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
        }

        if (id != service.ClientId)
        {
            throw new OAuthException("invalid_client_id", "client identifier invalid");
        }

        if (secret != service.ClientSecret && (needsSecret || secret.Length > 0))
        {
            throw new OAuthException("invalid_client", "invalid client credentials");
        }
    }

    private JsonObject Open(HttpRequest request) => new()
    {
        ["access_token"] = service.Sessions.Open(),
        ["scope"] = "api refresh_token",
        ["instance_url"] = $"{request.Scheme}://{request.Host}",
        ["id"] = $"https://login.salesforce.com/id/{Ids.Organization}/{Ids.User}",
        ["token_type"] = "Bearer",
    };

    /// <summary>Adds what the bearer flow's answer lacks: when it was issued, and a signature that shows it comes from Salesforce.</summary>
    private void Sign(JsonObject answer)
    {
        var issued = service.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        answer["issued_at"] = issued;
        answer["signature"] = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(service.ClientSecret), Encoding.UTF8.GetBytes(answer["id"] + issued)));
    }
}

/// <summary>OAuth refuses a request for a token.</summary>
internal sealed class OAuthException(string code, string description) : Exception(description)
{
    public string Code { get; } = code;
}
