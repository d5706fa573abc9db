using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Logging;

/// <summary>Writes a log line for programs: a JSON object.</summary>
internal static class JsonLogLine
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(in LogEvent logged, IExternalScopeProvider scopes, TextLoggerOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("time", UtcText.From(logged.Time));
            json.WriteString("level", logged.Level.ToText());
            json.WriteString("category", logged.Category);
            json.WriteString("message", options.Redactor.Redact(logged.Message));
            scopes.ForEachScope(
                static (scope, state) =>
                {
                    if (scope is IEnumerable<KeyValuePair<string, object?>> pairs)
                    {
                        WriteProperties(state.json, pairs, state.Redactor);
                    }
                },
                (json, options.Redactor));
            WriteDetail(json, logged.Properties, logged.Exception, options.Redactor, options.StackTraces);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + Environment.NewLine;
    }

    /// <summary>The named values and the exception of a line as a JSON object of their own.</summary>
    /// <returns><see langword="null"/> where there are none.</returns>
    public static string? Detail(IReadOnlyList<KeyValuePair<string, object?>>? properties, Exception? exception, Redactor redactor)
    {
        if (exception is null && (properties is null || properties.All(IsTemplate)))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            WriteDetail(json, properties, exception, redactor, stackTrace: true);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteDetail(
        Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>>? properties, Exception? exception, Redactor redactor, bool stackTrace)
    {
        if (properties is not null && !properties.All(IsTemplate))
        {
            json.WriteStartObject("properties");
            WriteProperties(json, properties, redactor);
            json.WriteEndObject();
        }

        if (exception is not null)
        {
            json.WriteStartObject("exception");
            json.WriteString("type", exception.GetType().FullName);
            json.WriteString("message", redactor.Redact(exception.Message));
            if (stackTrace)
            {
                json.WriteString("detail", redactor.Redact(exception.ToString()));
            }

            json.WriteEndObject();
        }
    }

    private static void WriteProperties(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> properties, Redactor redactor)
    {
        foreach (var property in properties)
        {
            if (!IsTemplate(property))
            {
                json.WritePropertyName(property.Key);
                WriteValue(json, property.Value, redactor);
            }
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value, Redactor redactor)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time);
                break;
            case IFormattable formattable:
                json.WriteStringValue(redactor.Redact(formattable.ToString(null, CultureInfo.InvariantCulture)));
                break;
            default:
                json.WriteStringValue(redactor.Redact(value.ToString() ?? ""));
                break;
        }
    }

    private static bool IsTemplate(KeyValuePair<string, object?> property) => property.Key == "{OriginalFormat}";
}
