using IntegrationFramework.Security;
using Vendors.Http;

namespace Vendors.Tests.Http;

public class HttpRedactionTests
{
    private static readonly HttpRedaction Redaction = new(new Redactor());

    [Test]
    [Arguments("https://u:p@a.example/x?appid=s3cret&q=London", "https://a.example/x?appid=***&q=London")]
    [Arguments("https://a.example/?subscription-key=s3cret", "https://a.example/?subscription-key=***")]
    [Arguments("https://a.example/?access_token=s3cret#f", "https://a.example/?access_token=***#f")]
    public async Task Url_WithSecretParameters_IsMasked(string url, string expected) =>
        await Assert.That(Redaction.Url(new Uri(url))).IsEqualTo(expected);

    [Test]
    [Arguments("Authorization", "Bearer abc", "Bearer ***")]
    [Arguments("X-Api-Key", "abc", "***")]
    [Arguments("set-cookie", "sid=abc", "***")]
    [Arguments("Location", "https://a.example/?code=abc&state=1", "https://a.example/?code=***&state=1")]
    [Arguments("Content-Type", "application/json", "application/json")]
    public async Task Header_ByName_IsMasked(string name, string value, string expected) =>
        await Assert.That(Redaction.Header(name, value)).IsEqualTo(expected);

    [Test]
    [Arguments("""{"access_token":"a\"b","code":"bad","list":[{"password" : "x"}]}""", """{"access_token":"***","code":"bad","list":[{"password" : "***"}]}""", "application/json")]
    [Arguments("""{"a":1,"token":"cut of""", """{"a":1,"token":***""", null)]
    [Arguments("grant_type=refresh_token&refresh_token=abc&client%5Fsecret=d", "grant_type=refresh_token&refresh_token=***&client%5Fsecret=***", "application/x-www-form-urlencoded")]
    [Arguments("plain text", "plain text", "text/plain")]
    public async Task Body_WithSecretMembers_IsMasked(string body, string expected, string? mediaType) =>
        await Assert.That(Redaction.Body(body, mediaType)).IsEqualTo(expected);
}
