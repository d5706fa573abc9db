using System.Net;
using System.Text;
using System.Text.Json;
using IntegrationFramework.Security;

namespace Framework.Tests.Security;

public class RedactorTests
{
    private const string Secret = "pä55/w+rd \"quoted\" & ümlaut";

    private static Redactor Create(params string[] secrets)
    {
        var redactor = new Redactor();
        redactor.Add(secrets);
        return redactor;
    }

    [Test]
    public async Task Redact_TextWithoutSecret_ReturnsTheSameString()
    {
        const string text = "nothing to hide";
        await Assert.That(ReferenceEquals(Create(Secret).Redact(text), text)).IsTrue();
        await Assert.That(ReferenceEquals(new Redactor().Redact(text), text)).IsTrue();
    }

    [Test]
    public async Task Redact_PlainSecretTwice_ReplacesBoth()
    {
        await Assert.That(Create("hunter2").Redact("hunter2 and hunter2!")).IsEqualTo("*** and ***!");
    }

    [Test]
    public async Task Redact_UrlAndJsonForms_ReplacesThem()
    {
        var redactor = Create(Secret);
        foreach (var form in new[]
        {
            Uri.EscapeDataString(Secret),
            WebUtility.UrlEncode(Secret),
            WebUtility.UrlEncode(Secret).ToLowerInvariant(),
            JsonEncodedText.Encode(Secret).Value,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).Replace('+', '-').Replace('/', '_'),
        })
        {
            await Assert.That(redactor.Redact($"<{form}>")).IsEqualTo("<***>");
        }
    }

    [Test]
    [Arguments("")]
    [Arguments("a")]
    [Arguments("ab")]
    [Arguments("user:")]
    public async Task Redact_Base64InsideLongerText_LeavesAtMostTwoCharactersOfItAtEachEnd(string before)
    {
        const string secret = "0123456789abcdefghij";
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + secret + ":and more"));
        var redacted = Create(secret).Redact(encoded);
        await Assert.That(redacted).Contains(Redactor.Mask);
        await Assert.That(redacted.Length).IsLessThanOrEqualTo(encoded.Length - (secret.Length * 8 / 6) + 3 + Redactor.Mask.Length);
    }

    [Test]
    public async Task Redact_OneSecretBeginsAnother_HidesTheLonger()
    {
        await Assert.That(Create("abcd", "abcdefgh").Redact("x abcdefgh y")).IsEqualTo("x *** y");
    }

    [Test]
    public async Task Redact_SecretAddedLater_IsHiddenFromThenOn()
    {
        var redactor = Create("first-one");
        await Assert.That(redactor.Redact("first-one second-one")).IsEqualTo("*** second-one");
        redactor.Add(["second-one", ""]);
        await Assert.That(redactor.Redact("first-one second-one")).IsEqualTo("*** ***");
    }

    [Test]
    public async Task Redact_ShortSecret_HidesItButNotTextsThatItsEncodingsHappenToMatch()
    {
        await Assert.That(Create("ok").Redact("ok b2s=")).IsEqualTo("*** b2s=");
    }
}
