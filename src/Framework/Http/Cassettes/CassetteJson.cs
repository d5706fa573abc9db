using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFramework.Security;

namespace IntegrationFramework.Http;

/// <summary>Cassettes as JSON.</summary>
internal static class CassetteJson
{
    /// <summary>Deeper JSON is kept as text.</summary>
    public const int MaxDepth = 256;

    private const int Version = 1;

    private static readonly JsonWriterOptions Pretty = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
        MaxDepth = MaxDepth,
    };

    public static byte[] Write(Cassette cassette, Redactor redactor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Pretty))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("recorded_at", IsoText.Of(cassette.RecordedAt));
            if (cassette.Limit is { } limit)
            {
                json.WriteNumber("limit", limit);
            }

            json.WriteStartObject("variables");
            foreach (var (name, value) in cassette.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteStartArray("exchanges");
            foreach (var exchange in cassette.Exchanges)
            {
                WriteExchange(json, exchange, redactor);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    public static Cassette Read(JsonElement root)
    {
        if (!root.TryGetProperty("version", out var version) || version.GetInt32() != Version)
        {
            throw new FormatException($"it is not of version {Version}, which this program writes and reads.");
        }

        return new Cassette
        {
            RecordedAt = root.GetProperty("recorded_at").GetDateTimeOffset(),
            Limit = root.TryGetProperty("limit", out var limit) ? limit.GetInt64() : null,
            Variables = root.TryGetProperty("variables", out var variables)
                ? variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString(), StringComparer.Ordinal)
                : [],
            Exchanges = [.. root.GetProperty("exchanges").EnumerateArray().Select(ReadExchange)],
        };
    }

    private static void WriteExchange(Utf8JsonWriter json, CassetteExchange exchange, Redactor redactor)
    {
        json.WriteStartObject();
        json.WriteStartObject("request");
        json.WriteString("method", exchange.Request.Method);
        json.WriteString("url", redactor.Redact(exchange.Request.Url));
        WriteBody(json, exchange.Request.Body, redactor);
        json.WriteEndObject();
        json.WriteStartObject("response");
        json.WriteNumber("status", exchange.Response.Status);
        if (exchange.Response.Headers.Count > 0)
        {
            json.WriteStartObject("headers");
            foreach (var header in exchange.Response.Headers.OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
            {
                json.WriteString(header.Key, redactor.Redact(header.Value));
            }

            json.WriteEndObject();
        }

        WriteBody(json, exchange.Response.Body, redactor);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, CassetteBody? body, Redactor redactor)
    {
        switch (body)
        {
            case { Kind: CassetteBodyKind.Json }:
                json.WritePropertyName("json");
                using (var document = JsonDocument.Parse(body.Content, new JsonDocumentOptions { MaxDepth = MaxDepth }))
                {
                    RedactedJson.Write(json, document.RootElement, redactor);
                }

                break;
            case { Kind: CassetteBodyKind.Text }:
                WriteText(json, redactor.Redact(body.Content));
                break;
            case { Kind: CassetteBodyKind.Binary }:
                var bytes = Encoding.Latin1.GetString(Convert.FromBase64String(body.Content));
                json.WriteString("base64", redactor.Redact(bytes) == bytes
                    ? body.Content
                    : throw new CassetteException("A body that is no text holds a secret, which can't be taken out of it. Such a request can't be recorded."));
                break;
        }
    }

    /// <summary>Several lines stand below one another, each with its line break.</summary>
    private static void WriteText(Utf8JsonWriter json, string text)
    {
        if (text.IndexOf('\n', StringComparison.Ordinal) is var first && (first < 0 || first == text.Length - 1))
        {
            json.WriteString("text", text);
            return;
        }

        json.WriteStartArray("text");
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var at and >= 0 ? at + 1 : text.Length;
            json.WriteStringValue(text.AsSpan(start, end - start));
            start = end;
        }

        json.WriteEndArray();
    }

    private static CassetteExchange ReadExchange(JsonElement exchange)
    {
        var request = exchange.GetProperty("request");
        var response = exchange.GetProperty("response");
        return new CassetteExchange(
            new CassetteRequest(request.GetProperty("method").GetString()!, request.GetProperty("url").GetString()!, ReadBody(request)),
            new CassetteResponse(
                response.GetProperty("status").GetInt32(),
                response.TryGetProperty("headers", out var headers)
                    ? [.. headers.EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString() ?? ""))]
                    : [],
                ReadBody(response)));
    }

    private static CassetteBody? ReadBody(JsonElement owner)
    {
        if (owner.TryGetProperty("json", out var json))
        {
            return new CassetteBody(CassetteBodyKind.Json, RedactedJson.ToText(json));
        }

        if (owner.TryGetProperty("text", out var text))
        {
            return new CassetteBody(CassetteBodyKind.Text, text.ValueKind == JsonValueKind.Array
                ? string.Concat(text.EnumerateArray().Select(line => line.GetString()))
                : text.GetString() ?? "");
        }

        return owner.TryGetProperty("base64", out var base64) ? new CassetteBody(CassetteBodyKind.Binary, Convert.ToBase64String(base64.GetBytesFromBase64())) : null;
    }
}
