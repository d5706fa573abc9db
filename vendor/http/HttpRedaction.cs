using System.Buffers;
using System.Net.Http.Headers;
using IntegrationFramework.Security;

namespace Vendors.Http;

/// <summary>
/// Takes secrets out of what is logged or kept of requests and responses: those that the <see cref="Redactor"/> knows, wherever they stand, and
/// whatever stands under one of the <see cref="SensitiveNames"/>.
/// </summary>
/// <param name="redactor">Knows the secrets' values.</param>
public sealed class HttpRedaction(Redactor redactor)
{
    private const string Form = "application/x-www-form-urlencoded";

    // What follows a URL in a longer text is none of its query.
    private static readonly SearchValues<char> EndOfQuery = SearchValues.Create(" \"'<>#");

    /// <summary>The URL without user and password, and with <see cref="Redactor.Mask"/> in place of secret values in its query.</summary>
    /// <param name="url">Absolute or relative.</param>
    public string Url(Uri url)
    {
        if (!url.IsAbsoluteUri)
        {
            return redactor.Redact(MaskQuery(url.OriginalString));
        }

        // Left out and not masked: a user's name may be a key.
        var withoutUser = url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped);
        return redactor.Redact(MaskQuery(withoutUser));
    }

    /// <summary>A header's value; of <c>Authorization</c> the scheme stays.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">One of its values.</param>
    public string Header(string name, string value)
    {
        if (!SensitiveNames.IsHeader(name))
        {
            // Location, Link and Referer hold URLs.
            return redactor.Redact(MaskQuery(value));
        }

        return AuthenticationHeaderValue.TryParse(value, out var authorization) && authorization.Parameter is not null
            && name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase)
            ? $"{authorization.Scheme} {Redactor.Mask}"
            : Redactor.Mask;
    }

    /// <summary>A body, or the beginning of one. In JSON and forms the values of secret names are masked.</summary>
    /// <param name="body">The text.</param>
    /// <param name="mediaType">Its media type, such as <c>application/json</c>; where it isn't known, what begins like JSON is taken for it.</param>
    public string Body(string body, string? mediaType)
    {
        var masked = body;
        if (string.Equals(mediaType, Form, StringComparison.OrdinalIgnoreCase))
        {
            masked = MaskPairs(body);
        }
        else if (mediaType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true || body.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            masked = JsonMask.Apply(body);
        }

        return redactor.Redact(masked);
    }

    /// <summary>Any other text, such as an exception's message.</summary>
    public string Text(string text) => redactor.Redact(MaskQuery(text));

    private static string MaskQuery(string text)
    {
        var query = text.IndexOf('?', StringComparison.Ordinal) + 1;
        if (query == 0)
        {
            return text;
        }

        var length = text.AsSpan(query).IndexOfAny(EndOfQuery);
        var end = length < 0 ? text.Length : query + length;
        return $"{text[..query]}{MaskPairs(text[query..end])}{MaskQuery(text[end..])}";
    }

    private static string MaskPairs(string pairs) =>
        string.Join('&', pairs.Split('&').Select(pair => pair.IndexOf('=', StringComparison.Ordinal) is var at and >= 0
            && at < pair.Length - 1 && SensitiveNames.IsParameter(Uri.UnescapeDataString(pair[..at]))
            ? $"{pair[..(at + 1)]}{Redactor.Mask}"
            : pair));
}
