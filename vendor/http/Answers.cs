using System.Text;

namespace Vendors.Http;

/// <summary>What clients of services say about an answer that they can't use.</summary>
internal static class Answers
{
    private const int LongestQuotation = 200;

    /// <summary>
    /// When the service wants to be asked again, by this machine's clock: as <see cref="RetryAfterHandler"/> has heeded it; <see langword="null"/>
    /// where the answer doesn't say, or came from a cassette, for which nobody waits.
    /// </summary>
    public static DateTimeOffset? RetryAfter(HttpResponseMessage response) => response.RequestMessage?.State().RetryAt;

    /// <summary>What a service said, on one line and not too long, in quotation marks and without its full stop.</summary>
    public static string Quote(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestQuotation) + 2).Append('"');
        foreach (var rune in text.Trim().TrimEnd('.').EnumerateRunes())
        {
            if (line.Length > LongestQuotation)
            {
                line.Append('…');
                break;
            }

            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.Append('"').ToString();
    }

    /// <summary>What was answered in place of JSON, such as "status 502 with text/html".</summary>
    public static string Describe(HttpResponseMessage response) =>
        $"status {(int)response.StatusCode}" + (response.Content.Headers.ContentType?.MediaType is { } type ? $" with {type}" : " without a content type");
}
