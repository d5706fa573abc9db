using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vendors.OpenWeatherMap;

/// <summary>Reads what OpenWeatherMap answers, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(UnixTimeConverter), typeof(SecondsConverter)])]
[JsonSerializable(typeof(CurrentWeather))]
[JsonSerializable(typeof(Forecast))]
[JsonSerializable(typeof(OneCallWeather))]
[JsonSerializable(typeof(IReadOnlyList<GeoPlace>))]
[JsonSerializable(typeof(GeoZip))]
internal sealed partial class OpenWeatherMapJson : JsonSerializerContext;

/// <summary>Times in seconds since 1970. Near the poles 0 stands for a sun that doesn't rise or set.</summary>
internal sealed class UnixTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override bool HandleNull => true;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SecondsConverter.ReadSeconds(ref reader) switch
        {
            null or 0 => null,
            var seconds => DateTimeOffset.FromUnixTimeSeconds(seconds.Value),
        };

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("What OpenWeatherMap answers is only read.");
}

/// <summary>Spans of time in seconds.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan?>
{
    private const long LatestTime = 253_402_300_799;

    public override bool HandleNull => true;

    public override TimeSpan? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadSeconds(ref reader) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public override void Write(Utf8JsonWriter writer, TimeSpan? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("What OpenWeatherMap answers is only read.");

    /// <summary>A number, which can be text; fractions of a second are cut off.</summary>
    internal static long? ReadSeconds(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var isNumber = reader.TokenType == JsonTokenType.Number
            ? reader.TryGetDouble(out var seconds)
            : double.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, CultureInfo.InvariantCulture, out seconds);
        return isNumber && Math.Abs(seconds) <= LatestTime && !(seconds < -62_135_596_800)
            ? (long)seconds
            : throw new JsonException("A number of seconds was expected.");
    }
}
