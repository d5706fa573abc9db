using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFramework.Security;

namespace IntegrationFramework.Http;

/// <summary>Writes JSON with its secrets taken out, numbers as they were written and members in their order.</summary>
internal static class RedactedJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = CassetteJson.MaxDepth };

    /// <summary>How deeply a body is nested in its cassette.</summary>
    private const int Envelope = 8;

    /// <summary>JSON without white space.</summary>
    public static string ToText(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            element.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>JSON without white space and secrets; <see langword="null"/> for what is no object or array of JSON, or is nested too deeply.</summary>
    public static string? TryWrite(string text, Redactor redactor)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = CassetteJson.MaxDepth - Envelope });
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, Compact))
            {
                Write(json, document.RootElement, redactor);
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or half a character in it: text is kept as text.
            return null;
        }
    }

    public static void Write(Utf8JsonWriter json, JsonElement element, Redactor redactor)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    json.WritePropertyName(redactor.Redact(member.Name));
                    Write(json, member.Value, redactor);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(json, item, redactor);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(redactor.Redact(element.GetString()!));
                break;
            case JsonValueKind.Number when redactor.Redact(element.GetRawText()) != element.GetRawText():
                json.WriteStringValue(Redactor.Mask);
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }
}
