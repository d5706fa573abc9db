using System.Collections.Frozen;

namespace Vendors.Http.Cassettes;

/// <summary>Which headers of a response a cassette keeps: those that say something of the content, and none that change with every response.</summary>
internal static class RecordedHeaders
{
    private static readonly FrozenSet<string> Kept = FrozenSet.ToFrozenSet(
        [
            "Content-Type", "Content-Language", "Content-Location", "Content-Disposition", "Content-Range", "ETag", "Last-Modified", "Cache-Control", "Expires", "Vary",
            "Location", "Link", "Retry-After", "Warning", "WWW-Authenticate", "Deprecation", "Sunset",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Limits, counts and pages go by many names.
    private static readonly string[] KeptParts = ["RateLimit", "Rate-Limit", "Limit-Info", "Total", "Count", "Page", "Next", "Cursor", "Locator", "NumberOfRecords", "Quota"];

    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpResponseMessage response, HttpRedaction redaction) =>
    [
        .. response.Headers.Concat(response.Content.Headers)
            .Where(header => IsKept(header.Key) || (header.Key == "Content-Length" && response.RequestMessage?.Method == HttpMethod.Head))
            .Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value.Select(value => redaction.Header(header.Key, value))))),
    ];

    private static bool IsKept(string name) =>
        Kept.Contains(name) || (!SensitiveNames.IsHeader(name) && Array.Exists(KeptParts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase)));
}
