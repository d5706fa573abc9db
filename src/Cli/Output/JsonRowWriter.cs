using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationFramework.Cli.Output;

/// <summary>A JSON array with an object per row, each on a line of its own.</summary>
internal sealed class JsonRowWriter(TextWriter output, IReadOnlyList<string> columns) : RowWriter
{
    private readonly JsonEncodedText[] _names = [.. Unique(columns).Select(name => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
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

    /// <summary>Parsers keep one of several values of one name: a second column <c>a</c> is called <c>a_2</c>, or the next that no column has.</summary>
    private static IEnumerable<string> Unique(IReadOnlyList<string> columns)
    {
        var names = columns.ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var name = column;
            if (!seen.Add(column))
            {
                for (var i = 2; !names.Add(name = $"{column}_{i}"); i++)
                {
                }
            }

            yield return name;
        }
    }

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
