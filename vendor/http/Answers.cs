using System.Text;

namespace Vendors.Http;

/// <summary>What clients of services say about an answer that they can't use.</summary>
internal static class Answers
{
    private const int LongestQuotation = 200;

    /// <summary>When the service wants to be asked again: as a date, or as seconds from the time that the answer itself gives.</summary>
    public static DateTimeOffset? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Date: { } date } => date,
        { Delta: { } delta } when response.Headers.Date is { } now => now + delta,
        _ => null,
    };

    /// <summary>Whether the same request may be answered later: the service is busy or broken.</summary>
    public static bool IsTransient(HttpResponseMessage response) => (int)response.StatusCode is 408 or 425 or 429 or >= 500;

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
