using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace IntegrationFramework.Support;

/// <summary>Takes secrets out of texts: as they are, in base64 and URL-encoded. Safe for several threads.</summary>
public sealed class SecretRedactor
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    private readonly Lock _gate = new();
    private string[] _needles = [];

    /// <summary>Makes a redactor that knows some secrets.</summary>
    public SecretRedactor(params IEnumerable<string> secrets) => Add(secrets);

    /// <summary>Adds secrets. Empty ones are left out, since they are in every text.</summary>
    public void Add(params IEnumerable<string> secrets)
    {
        lock (_gate)
        {
            // The longest first, so that a secret which contains another one goes as a whole.
            _needles =
            [
                .. _needles.Concat(secrets.Where(static secret => !string.IsNullOrWhiteSpace(secret)).SelectMany(Forms))
                    .Distinct(StringComparer.Ordinal)
                    .OrderByDescending(static form => form.Length)
                    .ThenBy(static form => form, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>The text with <see cref="Mask"/> in place of every secret.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text;
        }

        foreach (var needle in Volatile.Read(ref _needles))
        {
            text = text.Replace(needle, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return System.Net.WebUtility.UrlEncode(secret);
        yield return System.Text.Json.JsonEncodedText.Encode(secret).ToString();
        foreach (var form in Base64Forms(Encoding.UTF8.GetBytes(secret)))
        {
            yield return form;
        }
    }

    /// <summary>
    /// The text that the bytes leave in base64, wherever they begin in what is encoded ("user:secret" for example): for each of the three
    /// offsets within a group, the characters that depend on nothing but the secret.
    /// </summary>
    private static IEnumerable<string> Base64Forms(byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var text = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
            var from = offset == 0 ? 0 : offset + 1;
            var to = (offset + bytes.Length) * 8 / 6;
            if (to - from >= 6)
            {
                yield return text[from..to];
                yield return text[from..to].Replace('+', '-').Replace('/', '_');
            }
        }
    }
}
