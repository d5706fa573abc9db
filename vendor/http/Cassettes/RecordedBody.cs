using System.Net.Http.Headers;
using System.Text;
using IntegrationFramework.Http;
using IntegrationFramework.Security;

namespace Vendors.Http.Cassettes;

/// <summary>Bodies as cassettes keep them, without secrets.</summary>
internal static class RecordedBody
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A body to keep or to compare.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="type">Its <c>Content-Type</c>.</param>
    /// <param name="redactor">Knows the secrets' values.</param>
    /// <returns><see langword="null"/> for an empty one.</returns>
    public static CassetteBody? Of(byte[] bytes, MediaTypeHeaderValue? type, Redactor redactor)
    {
        if (bytes.Length == 0)
        {
            return null;
        }

        var encoding = EncodingOf(type?.CharSet);
        var text = encoding.GetString(bytes);
        if (text.Contains('\0', StringComparison.Ordinal) || !encoding.GetBytes(text).AsSpan().SequenceEqual(bytes))
        {
            return CassetteBody.FromBytes(bytes);
        }

        var isForm = string.Equals(type?.MediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        var masked = isForm ? new HttpRedaction(redactor).Body(text, type!.MediaType)
            : text.AsSpan().TrimStart() is ['{' or '[', ..] ? JsonMask.Apply(text)
            : text;

        // JSON is kept as JSON only where it comes back as it was: as UTF-8.
        return encoding is UTF8Encoding ? CassetteBody.FromText(masked, redactor) : new CassetteBody(CassetteBodyKind.Text, redactor.Redact(masked));
    }

    /// <summary>The encoding that a <c>Content-Type</c> names; UTF-8 where it names none, or one that nobody knows.</summary>
    public static Encoding EncodingOf(string? charSet)
    {
        var name = charSet?.Trim('"', ' ');
        if (string.IsNullOrEmpty(name) || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return Utf8;
        }

        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            // What doesn't come out of UTF-8 as it went in is kept as bytes.
            return Utf8;
        }
    }
}
