using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationFramework.Cli.Output;

/// <summary>A JSON array with an object per row, each on a line of its own.</summary>
internal sealed class JsonRowWriter(TextWriter output, IReadOnlyList<string> columns) : RowWriter
{
    private readonly JsonEncodedText[] _names = [.. columns.Select(name => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private bool _isBegun;

    public override void Write(IReadOnlyList<object?> row)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            json.WriteStartObject();
            for (var i = 0; i < _names.Length; i++)
            {
                json.WritePropertyName(_names[i]);
                WriteValue(json, row[i]);
            }

            json.WriteEndObject();
        }

        output.Write(_isBegun ? ",\n " : "[");
        output.Write(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        _isBegun = true;
    }

    public override void End(string? after = null) => output.WriteLine((_isBegun ? "]" : "[]") + after);

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IReadOnlyList<string> list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    json.WriteStringValue(item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }
}
