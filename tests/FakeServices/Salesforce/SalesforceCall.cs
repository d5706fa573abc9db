using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>A call of the data API, by HTTP or as a part of a composite one.</summary>
/// <param name="Version">The version of the API: <c>62.0</c>.</param>
/// <param name="Method">The method.</param>
/// <param name="Segments">The parts of the path behind the version, decoded.</param>
/// <param name="Query">The parameters of the query.</param>
/// <param name="Headers">The headers, by their name in any case.</param>
/// <param name="Body">The body.</param>
internal sealed record SalesforceCall(
    string Version,
    string Method,
    IReadOnlyList<string> Segments,
    IReadOnlyDictionary<string, StringValues> Query,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>The path of the API's version.</summary>
    public string Root => $"/services/data/v{Version}";

    /// <summary>The body as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>A parameter; null if it is missing.</summary>
    public string? Parameter(string name) => Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The body as a JSON object.</summary>
    public JsonObject Json()
    {
        try
        {
            return JsonNode.Parse(Body.Span) as JsonObject
                ?? throw SalesforceException.BadRequest("JSON_PARSER_ERROR", "Unexpected value: an object was expected.");
        }
        catch (JsonException malformed)
        {
            throw SalesforceException.BadRequest("JSON_PARSER_ERROR", malformed.Message);
        }
    }

    /// <summary>A call by its address behind the host: <c>/services/data/v62.0/query?q=…</c>.</summary>
    public static SalesforceCall From(string method, string address, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        var question = address.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (address, "") : (address[..question], address[question..]);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["services", "data", ['v', .. var version], .. var segments]
            ? new SalesforceCall(version, method, [.. segments.Select(Uri.UnescapeDataString)], QueryHelpers.ParseQuery(query), headers, body)
            : throw SalesforceException.NotFound();
    }
}

/// <summary>The answer to a call: JSON, text, or nothing.</summary>
/// <param name="Status">The status.</param>
/// <param name="Json">The body, if it is JSON.</param>
internal sealed record SalesforceAnswer(int Status, JsonNode? Json = null)
{
    /// <summary>The body, if it is CSV.</summary>
    public string? Csv { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static SalesforceAnswer NoContent { get; } = new(204);

    public static SalesforceAnswer Ok(JsonNode json) => new(200, json);
}
