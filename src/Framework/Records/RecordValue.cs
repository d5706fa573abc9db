using System.Globalization;
using System.Text.Json;

namespace IntegrationFramework.Records;

/// <summary>
/// A value of a record that was kept as JSON, as <see cref="RecordSchema{T}.Read"/> takes it apart again. What doesn't fit is an
/// <see cref="InvalidDataException"/> that names the field.
/// </summary>
public readonly struct RecordValue
{
    private readonly JsonElement _json;
    private readonly string _name;

    internal RecordValue(JsonElement json, string name)
    {
        _json = json;
        _name = name;
    }

    /// <summary>Reads the JSON of a whole record.</summary>
    /// <exception cref="InvalidDataException">It isn't JSON.</exception>
    public static RecordValue Parse(string json)
    {
        try
        {
            return new RecordValue(JsonElement.Parse(json), "");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"it is no JSON: {error.Message}", error);
        }
    }

    /// <summary>Whether it is null.</summary>
    public bool IsNull => _json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The value of a field of a record. One that is missing is null, where the field may be.</summary>
    /// <exception cref="InvalidDataException">This is no record, or lacks the field.</exception>
    public RecordValue Field(RecordField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        Expect(JsonValueKind.Object, "a record");
        return _json.TryGetProperty(field.Name, out var value) || field.IsNullable
            ? new RecordValue(value, field.Name)
            : throw new InvalidDataException($"the field '{field.Name}' is missing");
    }

    /// <summary>A value that may be null.</summary>
    public T? OrNull<T>(Func<RecordValue, T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return IsNull ? null : read(this);
    }

    /// <summary>A value that may be null.</summary>
    public T? ValueOrNull<T>(Func<RecordValue, T> read)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(read);
        return IsNull ? null : read(this);
    }

    /// <summary>Text, or null.</summary>
    public string? AsStringOrNull() => IsNull ? null : AsString();

    /// <summary>Text.</summary>
    public string AsString()
    {
        Expect(JsonValueKind.String, "text");
        return _json.GetString()!;
    }

    /// <summary>True or false.</summary>
    public bool AsBoolean() => _json.ValueKind is JsonValueKind.True or JsonValueKind.False ? _json.GetBoolean() : throw Unfit("true or false");

    /// <summary>A whole number.</summary>
    public T AsInteger<T>()
        where T : System.Numerics.IBinaryInteger<T>
    {
        Expect(JsonValueKind.Number, "a whole number");
        try
        {
            return _json.TryGetInt64(out var number) ? T.CreateChecked(number) : throw Unfit("a whole number");
        }
        catch (OverflowException)
        {
            throw Unfit($"a number of the type {typeof(T).Name}");
        }
    }

    /// <summary>A floating-point number.</summary>
    public double AsFloat() => _json.ValueKind == JsonValueKind.Number
        ? _json.GetDouble()
        : AsString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw Unfit("a number"),
        };

    /// <summary>A decimal number.</summary>
    public decimal AsDecimal()
    {
        Expect(JsonValueKind.Number, "a number");
        return _json.TryGetDecimal(out var number) ? number : throw Unfit("a decimal number");
    }

    /// <summary>A date.</summary>
    public DateOnly AsDate() =>
        DateOnly.TryParseExact(AsString(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Unfit("a date");

    /// <summary>A point in time.</summary>
    public DateTimeOffset AsTimestamp()
    {
        Expect(JsonValueKind.String, "a point in time");
        return _json.TryGetDateTimeOffset(out var time) ? time : throw Unfit("a point in time");
    }

    /// <summary>A span of time.</summary>
    public TimeSpan AsDuration() =>
        TimeSpan.TryParseExact(AsString(), "c", CultureInfo.InvariantCulture, out var duration) ? duration : throw Unfit("a span of time");

    /// <summary>Bytes, which are kept as base64.</summary>
    public byte[] AsBytes()
    {
        Expect(JsonValueKind.String, "base64");
        return _json.TryGetBytesFromBase64(out var bytes) ? bytes : throw Unfit("base64");
    }

    /// <summary>An address.</summary>
    public Uri AsUri() => Uri.TryCreate(AsString(), UriKind.RelativeOrAbsolute, out var address) ? address : throw Unfit("an address");

    /// <summary>A value that reads itself from text.</summary>
    public T AsParsed<T>()
        where T : IParsable<T> =>
        T.TryParse(AsString(), CultureInfo.InvariantCulture, out var value) ? value : throw Unfit($"a {typeof(T).Name}");

    /// <summary>A member of an enum.</summary>
    public T AsEnum<T>(Func<string, T> parse)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(parse);
        try
        {
            return parse(AsString());
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw Unfit($"a {typeof(T).Name}");
        }
    }

    /// <summary>A nested record.</summary>
    public T AsRecord<T>(RecordSchema<T> schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Expect(JsonValueKind.Object, "a record");
        return schema.Read(this);
    }

    /// <summary>A list.</summary>
    public List<T> AsList<T>(Func<RecordValue, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Expect(JsonValueKind.Array, "a list");
        var list = new List<T>(_json.GetArrayLength());
        foreach (var item in _json.EnumerateArray())
        {
            list.Add(read(new RecordValue(item, _name)));
        }

        return list;
    }

    /// <summary>Values by their keys.</summary>
    public Dictionary<string, T> AsMap<T>(Func<RecordValue, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Expect(JsonValueKind.Object, "values by keys");
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in _json.EnumerateObject())
        {
            map[entry.Name] = read(new RecordValue(entry.Value, _name));
        }

        return map;
    }

    private void Expect(JsonValueKind kind, string what)
    {
        if (_json.ValueKind != kind)
        {
            throw Unfit(what);
        }
    }

    private InvalidDataException Unfit(string what) =>
        new(_name.Length == 0 ? $"it is not {what}" : $"the field '{_name}' is {(IsNull ? "null" : "something else")} where {what} should be");
}
