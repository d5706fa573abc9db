using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFramework.Logging;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Output;

/// <summary>A log line of telemetry as <c>ifw logs</c> shows it: for people, or as the JSON object that the run itself showed.</summary>
internal static class LogLineText
{
    private const string Indent = "    ";
    private const string Properties = "properties";
    private const string Exception = "exception";

    /// <summary>The line, and under it the exception's type and message; its stack trace where more is asked for.</summary>
    public static string Text(LogLine line, bool isVerbose)
    {
        var text = new StringBuilder().Append($"{UtcText.From(line.Time)} {line.Level.ToText()} {line.Category}: {line.Message}");
        using var detail = Parse(line.Properties);
        if (detail?.RootElement is { ValueKind: JsonValueKind.Object } members
            && members.TryGetProperty(Exception, out var exception) && exception.ValueKind == JsonValueKind.Object)
        {
            foreach (var part in ExceptionText(exception, isVerbose).Split('\n'))
            {
                text.AppendLine().Append(Indent).Append(part.TrimEnd('\r'));
            }
        }

        return ControlCharacters.Show(text.ToString());
    }

    /// <summary>The line as a JSON object.</summary>
    public static string Json(RunRecord run, LogLine line)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("time", UtcText.From(line.Time));
            json.WriteString("level", line.Level.ToText());
            json.WriteString("category", line.Category);
            json.WriteString("message", line.Message);
            json.WriteString("run_id", run.RunId);
            json.WriteString("integration", run.Integration);
            WriteDetail(json, line.Properties);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string ExceptionText(JsonElement exception, bool isVerbose)
    {
        if (isVerbose && TextOf("detail") is { Length: > 0 } detail)
        {
            return detail;
        }

        var type = TextOf("type");
        return $"{type[(type.LastIndexOf('.') + 1)..]}: {TextOf("message")}";

        string TextOf(string name) => exception.TryGetProperty(name, out var value) ? value.ToString() : "";
    }

    /// <summary>What the framework keeps has these two members; what a host has kept of its own goes under the first.</summary>
    private static void WriteDetail(Utf8JsonWriter json, string? properties)
    {
        if (properties is null)
        {
            return;
        }

        using var detail = Parse(properties);
        if (detail?.RootElement is { ValueKind: JsonValueKind.Object } members && members.EnumerateObject().All(static member => member.Name is Properties or Exception))
        {
            foreach (var member in members.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }
        else if (detail is not null)
        {
            json.WritePropertyName(Properties);
            detail.RootElement.WriteTo(json);
        }
        else
        {
            json.WriteString(Properties, properties);
        }
    }

    private static JsonDocument? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
