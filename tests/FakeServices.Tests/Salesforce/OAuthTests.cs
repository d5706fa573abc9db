using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationFramework.FakeServices.Tests.Salesforce;

public class OAuthTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task RefreshToken_ThatIsGood_OpensASession()
    {
        await using var client = await Client.StartAsync();
        var salesforce = client.Fake.Salesforce;

        var (status, json) = await TokenAsync(client, ("grant_type", "refresh_token"), ("client_id", salesforce.ClientId), ("client_secret", salesforce.ClientSecret), ("refresh_token", salesforce.RefreshToken));
        client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", json.Text("access_token"));

        await Assert.That(status).IsEqualTo(HttpStatusCode.OK);
        await Assert.That(new Uri(json.Text("instance_url")!)).IsEqualTo(client.Fake.Url);
        await Assert.That((json.Text("token_type"), json.TryGetProperty("refresh_token", out _), json.TryGetProperty("issued_at", out _))).IsEqualTo(("Bearer", false, true));
        await Assert.That((await client.GetAsync("services/data/v62.0/limits")).Status).IsEqualTo(HttpStatusCode.OK);
    }

    [Test]
    public async Task RefreshToken_WithRotation_IsGoodOnce()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Salesforce.RotateRefreshTokens = true;
        var old = client.Fake.Salesforce.RefreshToken;

        var (_, json) = await RefreshAsync(client, old);
        var (again, error) = await RefreshAsync(client, old);
        var (next, _) = await RefreshAsync(client, json.Text("refresh_token")!);

        await Assert.That((again, error.Text("error"), error.Text("error_description"))).IsEqualTo((HttpStatusCode.BadRequest, "invalid_grant", "expired access/refresh token"));
        await Assert.That(next).IsEqualTo(HttpStatusCode.OK);
    }

    [Test]
    public async Task ClientCredentials_InTheHeader_AreTaken()
    {
        await using var client = await Client.StartAsync();
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client.Fake.Salesforce.ClientId}:{client.Fake.Salesforce.ClientSecret}"));
        client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", pair);

        await Assert.That((await TokenAsync(client, ("grant_type", "client_credentials"))).Status).IsEqualTo(HttpStatusCode.OK);
    }

    [Test]
    [Arguments("client_credentials", "wrong", "x", "invalid_client_id")]
    [Arguments("client_credentials", null, "wrong", "invalid_client")]
    [Arguments("client_credentials", null, "", "invalid_client")]
    [Arguments("password", null, null, "unsupported_grant_type")]
    public async Task Token_WithWrongCredentials_IsRefused(string grant, string? id, string? secret, string error)
    {
        await using var client = await Client.StartAsync();

        var (status, json) = await TokenAsync(
            client, ("grant_type", grant), ("client_id", id ?? client.Fake.Salesforce.ClientId), ("client_secret", secret ?? client.Fake.Salesforce.ClientSecret));

        await Assert.That((status, json.Text("error"))).IsEqualTo((HttpStatusCode.BadRequest, error));
    }

    [Test]
    [Arguments("good", "200", null)]
    [Arguments("own audience", "200", null)]
    [Arguments("unsigned", "400", "invalid assertion")]
    [Arguments("other key", "400", "invalid assertion")]
    [Arguments("other audience", "400", "audience is invalid")]
    [Arguments("expired", "400", "expired authorization code")]
    [Arguments("too long", "400", "invalid assertion")]
    [Arguments("other user", "400", "user hasn't approved this consumer")]
    [Arguments("other client", "400", "client identifier invalid")]
    [Arguments("garbage", "400", "invalid assertion")]
    public async Task JwtBearer_IsCheckedInAllParts(string kind, string status, string? description)
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        await using var client = await Client.StartAsync(new FakeServerOptions { Time = new FakeTimeProvider(Now) });
        client.Fake.Salesforce.JwtPublicKey = key;
        var assertion = kind == "garbage" ? "a.b" : Jwt(
            kind == "other key" ? other : key,
            kind == "other client" ? "nobody" : client.Fake.Salesforce.ClientId,
            kind == "other user" ? "nobody@fake.example" : client.Fake.Salesforce.Username,
            kind switch { "other audience" => "https://elsewhere.example", "own audience" => client.Fake.Url.ToString(), _ => "https://login.salesforce.com" },
            Now.AddMinutes(kind switch { "expired" => -1, "too long" => 60, _ => 3 }));
        assertion = kind == "unsigned" ? assertion[..(assertion.LastIndexOf('.') + 1)] : assertion;

        var (answered, json) = await TokenAsync(client, ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion));

        await Assert.That($"{(int)answered}").IsEqualTo(status);
        await Assert.That(answered == HttpStatusCode.OK ? null : json.Text("error_description")).IsEqualTo(description);
    }

    [Test]
    public async Task Call_WithoutASession_Is401()
    {
        await using var client = await Client.StartAsync();

        var (status, json) = await client.GetAsync("services/data/v62.0/limits");

        await Assert.That(status).IsEqualTo(HttpStatusCode.Unauthorized);
        await Assert.That(Client.Error(json)).IsEqualTo(("INVALID_SESSION_ID", "Session expired or invalid"));
    }

    [Test]
    public async Task Session_WhenExpiredByTheTest_Is401AndANewOneIsGood()
    {
        await using var client = await Client.StartWithSessionAsync();
        var before = (await client.GetAsync("services/data/v62.0/limits")).Status;

        client.Fake.Salesforce.ExpireSessions();
        var after = (await client.GetAsync("services/data/v62.0/limits")).Status;
        client.LogIn();

        await Assert.That((before, after, (await client.GetAsync("services/data/v62.0/limits")).Status))
            .IsEqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK));
    }

    [Test]
    public async Task Session_WithCallsPerSession_EndsAfterThem()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Salesforce.CallsPerSession = 2;
        client.LogIn();

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((int)(await client.GetAsync("services/data/v62.0/limits")).Status);
        }

        await Assert.That(statuses).IsEquivalentTo([200, 200, 401]);
    }

    [Test]
    public async Task Session_AfterItsLifetime_Is401()
    {
        var time = new FakeTimeProvider(Now);
        await using var client = await Client.StartWithSessionAsync(new FakeServerOptions { Time = time });

        time.Advance(client.Fake.Salesforce.SessionLifetime);

        await Assert.That((await client.GetAsync("services/data/v62.0/limits")).Status).IsEqualTo(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task Revoke_OfASession_EndsIt()
    {
        await using var client = await Client.StartWithSessionAsync();

        using var form = new FormUrlEncodedContent([new("token", client.Http.DefaultRequestHeaders.Authorization!.Parameter)]);
        using var revoked = await client.Http.PostAsync("services/oauth2/revoke", form);

        await Assert.That(revoked.StatusCode).IsEqualTo(HttpStatusCode.OK);
        await Assert.That((await client.GetAsync("services/data/v62.0/limits")).Status).IsEqualTo(HttpStatusCode.Unauthorized);
    }

    private static Task<(HttpStatusCode Status, JsonElement Json)> RefreshAsync(Client client, string token) =>
        TokenAsync(client, ("grant_type", "refresh_token"), ("client_id", client.Fake.Salesforce.ClientId), ("refresh_token", token));

    private static async Task<(HttpStatusCode Status, JsonElement Json)> TokenAsync(Client client, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await client.Http.PostAsync("services/oauth2/token", content);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    private static string Jwt(RSA key, string issuer, string subject, string audience, DateTimeOffset expiry)
    {
        var header = Base64Url.EncodeToString("""{"alg":"RS256"}"""u8);
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"iss":"{{issuer}}","sub":"{{subject}}","aud":"{{audience}}","exp":{{expiry.ToUnixTimeSeconds()}}}"""));
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }
}
