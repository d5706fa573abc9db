using System.Text.Json;

namespace Vendors.Http;

/// <summary>Finds an array in JSON that comes bit by bit, and takes it apart.</summary>
internal sealed class JsonArrayParser(string? property, Action<string, JsonElement>? beside)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private JsonReaderState _state = new(Options);
    private Place _place = Place.Start;
    private bool _isFound;

    private enum Place
    {
        Start,
        RootObject,
        SkippedMember,
        Array,
        End,
    }

    /// <summary>Goes on to the next element.</summary>
    /// <param name="body">What has come and isn't read yet.</param>
    /// <param name="element">The element; <see langword="null"/> where there is none left.</param>
    /// <returns>Whether there was enough of the body for it.</returns>
    /// <exception cref="JsonException">It is no JSON, or has no such array.</exception>
    public bool TryNext(JsonBody body, out JsonDocument? element)
    {
        element = null;
        var reader = new Utf8JsonReader(body.Unread, body.IsComplete, _state);
        bool isEnough;
        do
        {
            var before = reader;
            isEnough = TryStep(ref reader, out element);
            if (!isEnough && _place != Place.SkippedMember)
            {
                reader = before;
            }
        }
        while (isEnough && element is null);

        _state = reader.CurrentState;
        body.Consume((int)reader.BytesConsumed);
        return isEnough || (_place == Place.End && body.IsComplete);
    }

    private bool TryStep(ref Utf8JsonReader reader, out JsonDocument? element)
    {
        element = null;
        return reader.Read() && _place switch
        {
            Place.Start => Enter(ref reader),
            Place.RootObject => TryMember(ref reader),
            Place.SkippedMember => SkipOn(ref reader),
            Place.Array => TryElement(ref reader, out element),
            _ => throw new JsonException("there is more behind the end"),
        };
    }

    private bool Enter(ref Utf8JsonReader reader)
    {
        var expected = property is null ? JsonTokenType.StartArray : JsonTokenType.StartObject;
        if (reader.TokenType != expected)
        {
            throw new JsonException(property is null ? "it is no array" : "it is no object");
        }

        _place = property is null ? Place.Array : Place.RootObject;
        return true;
    }

    private bool TryMember(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _place = Place.End;
            return _isFound ? true : throw new JsonException($"it has no \"{property}\"");
        }

        if (reader.ValueTextEquals(property))
        {
            return TryEnterArray(ref reader);
        }

        if (beside is null)
        {
            _place = Place.SkippedMember;
            return true;
        }

        var name = reader.GetString()!;
        if (!reader.Read() || !JsonElement.TryParseValue(ref reader, out var value))
        {
            return false;
        }

        beside(name, value.Value);
        return true;
    }

    private bool TryEnterArray(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        _isFound = true;
        _place = reader.TokenType switch
        {
            JsonTokenType.StartArray => Place.Array,
            JsonTokenType.Null => Place.RootObject,
            _ => throw new JsonException($"its \"{property}\" is no array"),
        };
        return true;
    }

    private bool SkipOn(ref Utf8JsonReader reader)
    {
        // Token by token: what is skipped may be larger than what has come.
        if (reader.CurrentDepth == 1 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            _place = Place.RootObject;
        }

        return true;
    }

    private bool TryElement(ref Utf8JsonReader reader, out JsonDocument? element)
    {
        element = null;
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _place = property is null ? Place.End : Place.RootObject;
            return true;
        }

        return JsonDocument.TryParseValue(ref reader, out element);
    }
}
