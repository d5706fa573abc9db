using System.Buffers;
using IntegrationFramework.Http;
using IntegrationFramework.Security;

namespace Vendors.Http.Cassettes;

/// <summary>A request taken apart into what it is known by in a cassette. The order of parameters doesn't count, in queries as in forms.</summary>
internal sealed class PlayedRequest
{
    private static readonly SearchValues<char> NotInForms = SearchValues.Create(" \r\n\t<>{}");

    private PlayedRequest(CassetteRequest request)
    {
        Request = request;
        var url = new Uri(request.Url);
        Server = $"{url.Scheme}://{url.Authority}";
        Path = Uri.UnescapeDataString(url.AbsolutePath);
        Query = Pairs(url.Query.TrimStart('?'));
        Body = request.Body is { Kind: CassetteBodyKind.Text, Content: var text } && IsForm(text)
            ? string.Join('&', Pairs(text).Select(pair => $"{pair.Name}={pair.Value}"))
            : request.Body?.Content ?? "";
        Key = string.Join('\n', [request.Method, Server, Path, .. Query.Select(pair => $"{pair.Name}={pair.Value}"), "", Body]);
    }

    public CassetteRequest Request { get; }

    public string Method => Request.Method;

    public string Server { get; }

    public string Path { get; }

    /// <summary>The query's parameters, sorted.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; }

    public string Body { get; }

    /// <summary>The same for requests that are answered by the same exchanges.</summary>
    public string Key { get; }

    public static PlayedRequest Of(CassetteRequest request) => new(request);

    /// <summary>A request as a cassette keeps it.</summary>
    public static async Task<CassetteRequest> RecordAsync(HttpRequestMessage request, Redactor redactor, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : RecordedBody.Of(
            await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), request.Content.Headers.ContentType, redactor);
        return new CassetteRequest(request.Method.Method.ToUpperInvariant(), new HttpRedaction(redactor).Url(request.RequestUri!), body);
    }

    private static List<(string Name, string Value)> Pairs(string text) =>
    [
        .. text.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(parts => (Name: Plain(parts[0]), Value: parts.Length == 1 ? "" : Plain(parts[1])))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal),
    ];

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static bool IsForm(string text) =>
        text.Contains('=', StringComparison.Ordinal) && text.AsSpan().IndexOfAny(NotInForms) < 0;
}
