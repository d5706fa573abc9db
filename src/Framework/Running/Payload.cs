using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationFramework.Running;

/// <summary>Payloads of dead letters that are no records: text, or texts by name.</summary>
internal static class Payload
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(object payload)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            if (payload is IEnumerable<KeyValuePair<string, string?>> texts)
            {
                json.WriteStartObject();
                foreach (var (name, text) in texts)
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
            }
            else
            {
                json.WriteStringValue(payload.ToString());
            }
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
