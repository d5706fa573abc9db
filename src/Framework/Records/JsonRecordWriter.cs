using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationFramework.Records;

/// <summary>
/// Writes records as JSON. Text stays readable (only what JSON itself demands is escaped), times are ISO 8601, spans of time
/// <c>d.hh:mm:ss.fffffff</c>, and numbers that JSON doesn't know are the strings <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.
/// </summary>
internal sealed class JsonRecordWriter : RecordWriter, IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json;

    /// <summary>The field that what is written next belongs to, or is a part of.</summary>
    private RecordField? _named;

    public JsonRecordWriter(IBufferWriter<byte> output) => _json = new Utf8JsonWriter(output, Options);

    /// <summary>Whether it refuses a text that has half of a surrogate pair, rather than write <c>\uFFFD</c> in its place.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RefusesHalves { get; init; }

    /// <summary>Throws where a text of the record has half of a surrogate pair.</summary>
    /// <exception cref="InvalidOperationException">One has; which, is said.</exception>
    public static void RefuseHalves(RecordSchema schema, object record)
    {
        using var buffer = new RecordBuffer();
        using var writer = new JsonRecordWriter(buffer) { RefusesHalves = true };
        writer.WriteObject(schema, record);
    }

    /// <summary>The record as JSON text.</summary>
    public static string ToJson(RecordSchema schema, object record)
    {
        using var buffer = new RecordBuffer();
        using var writer = new JsonRecordWriter(buffer);
        writer.WriteObject(schema, record);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes one whole record as an object.</summary>
    public void WriteObject(RecordSchema schema, object record)
    {
        _json.WriteStartObject();
        schema.WriteObject(record, this);
        _json.WriteEndObject();
        Complete();
    }

    /// <summary>Names what is written next, where its name isn't to be written.</summary>
    public void Within(RecordField field) => _named = field;

    /// <summary>Hands what was written to the output, and begins anew. A flush into a buffer costs nothing.</summary>
    public void Complete()
    {
        _json.Flush();
        _json.Reset();
    }

    /// <summary>Forgets a record that was begun; the output may hold a part of it.</summary>
    public void Abandon() => _json.Reset();

    public override void WriteNull(RecordField field)
    {
        if (field.Index < 0)
        {
            _json.WriteNullValue();
        }
        else
        {
            _json.WriteNull(field.JsonName);
        }
    }

    public override void WriteString(RecordField field, string? value)
    {
        Name(field);
        RefuseHalf(value);
        _json.WriteStringValue(value);
    }

    public override void WriteBoolean(RecordField field, bool value)
    {
        Name(field);
        _json.WriteBooleanValue(value);
    }

    public override void WriteInteger(RecordField field, long value)
    {
        Name(field);
        _json.WriteNumberValue(value);
    }

    public override void WriteFloat(RecordField field, double value)
    {
        Name(field);
        if (double.IsFinite(value))
        {
            _json.WriteNumberValue(value);
        }
        else
        {
            _json.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }

    public override void WriteDecimal(RecordField field, decimal value)
    {
        Name(field);
        _json.WriteNumberValue(value);
    }

    public override void WriteDate(RecordField field, DateOnly value)
    {
        Name(field);
        Span<byte> text = stackalloc byte[10];
        value.TryFormat(text, out var length, "O", System.Globalization.CultureInfo.InvariantCulture);
        _json.WriteStringValue(text[..length]);
    }

    public override void WriteTimestamp(RecordField field, DateTimeOffset value)
    {
        Name(field);
        _json.WriteStringValue(value);
    }

    public override void WriteDuration(RecordField field, TimeSpan value)
    {
        Name(field);
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "c", System.Globalization.CultureInfo.InvariantCulture);
        _json.WriteStringValue(text[..length]);
    }

    public override void BeginRecord(RecordField field)
    {
        Name(field);
        _json.WriteStartObject();
    }

    public override void EndRecord() => _json.WriteEndObject();

    public override void BeginList(RecordField field)
    {
        Name(field);
        _json.WriteStartArray();
    }

    public override void EndList() => _json.WriteEndArray();

    public override void BeginMap(RecordField field)
    {
        Name(field);
        _json.WriteStartObject();
    }

    public override void WriteKey(string key)
    {
        RefuseHalf(key);
        _json.WritePropertyName(key);
    }

    public override void EndMap() => _json.WriteEndObject();

    public void Dispose() => _json.Dispose();

    private void Name(RecordField field)
    {
        if (field.Index >= 0)
        {
            if (RefusesHalves)
            {
                _named = field;
            }

            _json.WritePropertyName(field.JsonName);
        }
    }

    private void RefuseHalf(string? text)
    {
        if (RefusesHalves)
        {
            UnpairedSurrogate.Refuse(_named?.Name ?? "", text);
        }
    }
}
