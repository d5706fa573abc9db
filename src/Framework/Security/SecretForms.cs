using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationFramework.Security;

/// <summary>The ways in which a secret may turn up in a text.</summary>
internal static class SecretForms
{
    /// <summary>Encoded forms of shorter secrets would be found by chance in texts that have nothing to do with them.</summary>
    private const int ShortestEncoded = 4;

    public static IEnumerable<string> Of(string secret)
    {
        yield return secret;
        if (secret.Length < ShortestEncoded)
        {
            yield break;
        }

        yield return Uri.EscapeDataString(secret);
        yield return LowerCaseHex(Uri.EscapeDataString(secret));
        yield return WebUtility.UrlEncode(secret);
        yield return LowerCaseHex(WebUtility.UrlEncode(secret));
        yield return JsonEncodedText.Encode(secret).Value;
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        foreach (var form in Base64(Encoding.UTF8.GetBytes(secret)))
        {
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
            yield return Uri.EscapeDataString(form);
        }
    }

    /// <summary>
    /// The secret alone, and what stays the same of it at each of the three offsets that it may have in a longer text: all but the
    /// characters at either end into which bits of its neighbours go.
    /// </summary>
    private static IEnumerable<string> Base64(byte[] secret)
    {
        yield return Convert.ToBase64String(secret);
        for (var offset = 0; offset < 3; offset++)
        {
            var padded = new byte[offset + secret.Length];
            secret.CopyTo(padded, offset);
            var start = (offset * 8 + 5) / 6;
            var end = padded.Length * 8 / 6;
            if (end - start >= ShortestEncoded)
            {
                yield return Convert.ToBase64String(padded)[start..end];
            }
        }
    }

    private static string LowerCaseHex(string text) =>
        string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var isHex = (i >= 1 && source[i - 1] == '%') || (i >= 2 && source[i - 2] == '%');
                span[i] = isHex ? char.ToLowerInvariant(source[i]) : source[i];
            }
        });
}
