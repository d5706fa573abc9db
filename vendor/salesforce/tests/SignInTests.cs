using System.Security.Cryptography;
using IntegrationFramework;
using IntegrationFramework.FakeServices;
using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

public class SignInTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    [Test]
    public async Task SignIn_ByClientCredentials_GetsATokenThatNeverShows()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(Credentials(fake));

        var count = await org.Client.CountAsync($"SELECT count() FROM Account");

        var token = fake.Requests.To("*/query")[0].Header("Authorization")!["Bearer ".Length..];
        await Assert.That(count).IsEqualTo(40);
        await Assert.That(org.Redactor.Redact($"token {token}")).IsEqualTo("token ***");
    }

    [Test]
    public async Task SignIn_ByRefreshToken_Works()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(Refreshing(fake));

        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Account")).IsEqualTo(40);
    }

    [Test]
    public async Task SignIn_ByARefreshTokenThatRotates_UsesTheNextOneAndSaysSo()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.RotateRefreshTokens = true;
        using var org = Org.Of(Refreshing(fake));

        await org.Client.CountAsync($"SELECT count() FROM Account");
        fake.Salesforce.ExpireSessions();
        await org.Client.CountAsync($"SELECT count() FROM Account");

        await Assert.That(org.Redactor.Redact(fake.Salesforce.RefreshToken)).IsEqualTo("***");
        await Assert.That(org.Logger.Lines.Count(line => line.Contains("rotates", StringComparison.Ordinal))).IsEqualTo(2);
    }

    [Test]
    public async Task SignIn_ByARefreshTokenThatHasRotated_IsWithTheNextOneInTheNextAttempt()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.RotateRefreshTokens = true;
        var options = Refreshing(fake);
        using (var first = Org.Of(options))
        {
            await first.Client.CountAsync($"SELECT count() FROM Account");
        }

        using var second = Org.Of(options);
        await Assert.That(await second.Client.CountAsync($"SELECT count() FROM Account")).IsEqualTo(40);
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task SignIn_ByJwtBearer_SignsWithTheKey(bool inOneLine)
    {
        await using var fake = await FakeServer.StartAsync();
        using var key = RSA.Create(2048);
        fake.Salesforce.JwtPublicKey = key;
        var pem = key.ExportPkcs8PrivateKeyPem();
        using var org = Org.Of(new SalesforceOptions
        {
            InstanceUrl = fake.Url,
            LoginUrl = fake.Url,
            ClientId = fake.Salesforce.ClientId,
            Username = fake.Salesforce.Username,
            PrivateKey = new Secret(inOneLine ? pem.ReplaceLineEndings("\\n") : pem),
        });

        await Assert.That(await org.Client.CountAsync($"SELECT count() FROM Account")).IsEqualTo(40);
    }

    [Test]
    public async Task SignIn_ByAKeyThatIsNone_SaysWhatItWants()
    {
        using var org = Org.Of(new SalesforceOptions { InstanceUrl = Nowhere, ClientId = "a", Username = "b", PrivateKey = new Secret("nonsense-key") });

        var error = await Assert.That(async () => await org.Client.VersionsAsync()).Throws<SalesforceSessionException>();

        await Assert.That(error!.Message).Contains("isn't an unencrypted RSA key in PEM");
        await Assert.That(error.ToString()).DoesNotContain("nonsense-key");
    }

    [Test]
    public async Task SignIn_ThatIsRefused_SaysWhyAndWhatToDo()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(Credentials(fake) with { ClientSecret = new Secret("wrong-secret") });

        var error = await Assert.That(async () => await org.Client.CountAsync($"SELECT count() FROM Account")).Throws<SalesforceSessionException>();

        await Assert.That(error!.Message).IsEqualTo(
            "Salesforce refused to sign in (client credentials) with invalid_client: invalid client credentials. Check 'client_id' and 'client_secret'.");
        await Assert.That(error.IsTransient).IsFalse();
    }

    [Test]
    public async Task SignIn_WhileSalesforceFails_IsTransient()
    {
        await using var server = new ScriptedSalesforce().On("POST /services/oauth2/token", 503, "<html>maintenance</html>");
        using var org = Org.Of(server, options => options with { AccessToken = null, ClientId = "a", ClientSecret = new Secret("b-secret") });

        var error = await Assert.That(async () => await org.Client.VersionsAsync()).Throws<ServiceException>();

        await Assert.That(error!.IsTransient).IsTrue();
    }

    public static IEnumerable<(SalesforceOptions Options, string Message)> Incomplete()
    {
        var nothing = new SalesforceOptions { InstanceUrl = Nowhere };
        var secret = new Secret("a-secret");
        yield return (nothing, "there is nothing to sign in with. Set 'access_token' (`sf org display` prints one)");
        yield return (nothing with { AccessToken = new Secret("") }, "there is nothing to sign in with.");
        yield return (nothing with { ClientId = "a" }, "'client_id' is set, and none of 'private_key', 'refresh_token' and 'client_secret'");
        yield return (nothing with { Username = "a" }, "'username' is set, and 'private_key', by which it would sign in, isn't.");
        yield return (nothing with { ClientSecret = secret }, "'client_secret' signs in by client credentials, which needs 'client_id' beside it, which isn't set.");
        yield return (nothing with { RefreshToken = secret }, "'refresh_token' needs 'client_id' beside it");
        yield return (nothing with { PrivateKey = secret }, "which needs 'client_id' and 'username' beside it, which aren't set.");
        yield return (nothing with { PrivateKey = secret, RefreshToken = secret }, "'private_key' and 'refresh_token' are both set");
    }

    [Test]
    [MethodDataSource(nameof(Incomplete))]
    public async Task Client_WithTooLittleToSignInWith_SaysWhatIsMissing(SalesforceOptions options, string message)
    {
        var error = await Assert.That(() => Org.Of(options)).Throws<SalesforceSessionException>();

        await Assert.That(error!.Message).Contains(message);
    }

    [Test]
    public async Task Request_AfterTheSessionExpired_SignsInOnceForAllAndGoesOn()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(Credentials(fake));
        await org.Client.CountAsync($"SELECT count() FROM Account");
        fake.Salesforce.ExpireSessions();

        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => org.Client.CountAsync($"SELECT count() FROM Contact")));

        await Assert.That(counts.Distinct()).IsEquivalentTo([96L]);
        await Assert.That(fake.Requests.To("/services/oauth2/token").Count).IsEqualTo(2);
    }

    [Test]
    public async Task Request_RefusedAgainAfterSigningInAgain_IsAnError()
    {
        await using var server = new ScriptedSalesforce()
            .On("POST /services/oauth2/token", 200, """{"access_token":"second-token"}""")
            .On("GET query", 401, ScriptedSalesforce.Error("INVALID_SESSION_ID", "Session expired or invalid"));
        using var org = Org.Of(server, options => options with { ClientId = "a", ClientSecret = new Secret("b-secret") });

        var error = await Assert.That(async () => await org.Client.CountAsync($"SELECT count() FROM Account")).Throws<SalesforceSessionException>();

        await Assert.That(error!.Message).Contains("also right after signing in again");
        await Assert.That(server.Count("GET query")).IsEqualTo(2);
        await Assert.That(server.Count("POST /services/oauth2/token")).IsEqualTo(1);
    }

    [Test]
    public async Task Request_WithAnAccessTokenThatExpired_SaysToGetANewOne()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);
        fake.Salesforce.ExpireSessions();

        var error = await Assert.That(async () => await org.Client.CountAsync($"SELECT count() FROM Account")).Throws<SalesforceSessionException>();

        await Assert.That(error!.Message).Contains("`sf org display`");
        await Assert.That(error.ErrorCode).IsEqualTo("INVALID_SESSION_ID");
        await Assert.That(fake.Requests.All.Count).IsEqualTo(1);
    }

    private static SalesforceOptions Credentials(FakeServer fake) => new()
    {
        InstanceUrl = fake.Url,
        ClientId = fake.Salesforce.ClientId,
        ClientSecret = new Secret(fake.Salesforce.ClientSecret),
    };

    private static SalesforceOptions Refreshing(FakeServer fake) => new()
    {
        InstanceUrl = fake.Url,
        LoginUrl = fake.Url,
        ClientId = fake.Salesforce.ClientId,
        RefreshToken = new Secret(fake.Salesforce.RefreshToken),
    };
}
