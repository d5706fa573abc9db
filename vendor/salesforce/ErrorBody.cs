using System.Net;
using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>What a response says of its failure. Salesforce has three forms for it, and what stands before it has more.</summary>
/// <param name="Code">The error code; empty where there is none.</param>
/// <param name="Message">The message, in one line; empty where there is none.</param>
/// <param name="Fields">The fields that it is about.</param>
internal sealed record ErrorBody(string Code, string Message, IReadOnlyList<string> Fields)
{
    private static readonly ErrorBody Unknown = new("", "", []);

    public static ErrorBody Parse(ReadOnlyMemory<byte> body)
    {
        if (Json(body) is not { } json)
        {
            return Unknown;
        }

        // Errors of the API are a list; more than one is rare, and the first is the cause.
        if (json.ValueKind is JsonValueKind.Array && json.GetArrayLength() > 0)
        {
            return json[0].ValueKind switch
            {
                JsonValueKind.Object => OfObject(json[0]),
                JsonValueKind.String => new ErrorBody("MULTIPLE_CHOICES", $"{json.GetArrayLength()} records have this external id: {Texts(json)}", []),
                _ => Unknown,
            };
        }

        return json.ValueKind is JsonValueKind.Object ? OfObject(json) : Unknown;
    }

    /// <summary>An error object, as responses and the results of single records have it.</summary>
    public static ErrorBody OfObject(JsonElement error) => new(
        Text(error, "errorCode") ?? Text(error, "statusCode") ?? Text(error, "error") ?? "",
        OneLine(Text(error, "message") ?? Text(error, "error_description") ?? ""),
        error.TryGetProperty("fields", out var fields) && fields.ValueKind is JsonValueKind.Array
            ? [.. fields.EnumerateArray().Select(field => field.ToString())]
            : []);

    public string Says(HttpStatusCode status) => (Code, Message) switch
    {
        ("", "") => $"status {(int)status} and nothing that says why",
        ("", _) => $"status {(int)status}: {Message}",
        (_, "") => Code,
        _ => $"{Code}: {Message}",
    };

    private static JsonElement? Json(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonElement.Parse(body.Span);
        }
        catch (JsonException)
        {
            // HTML of a proxy or of maintenance: the status says all there is to say.
            return null;
        }
    }

    private static string Texts(JsonElement list) => string.Join(", ", list.EnumerateArray().Take(5).Select(item => item.ToString()));

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    // Messages about queries repeat the query with a caret under the place: only the lines after that say something.
    private static string OneLine(string message)
    {
        var at = message.IndexOf("ERROR at Row", StringComparison.Ordinal);
        var lines = (at < 0 ? message : message[at..]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(' ', lines);
    }
}
