using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vendors.NewsApi;

/// <summary>Whatever NewsAPI answers: articles, sources, or an error.</summary>
internal sealed record NewsApiAnswer
{
    public string? Status { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public int? TotalResults { get; init; }

    public IReadOnlyList<NewsArticle>? Articles { get; init; }

    public IReadOnlyList<NewsSource>? Sources { get; init; }
}

/// <summary>Reads what NewsAPI answers, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(PublicationTimeConverter)])]
[JsonSerializable(typeof(NewsApiAnswer))]
internal sealed partial class NewsApiJson : JsonSerializerContext;

/// <summary>Times that are in UTC whether they say so or not.</summary>
internal sealed class PublicationTimeConverter : JsonConverter<DateTimeOffset?>
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public override bool HandleNull => true;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is { Length: 0 } ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time
            : throw new JsonException("A time in ISO 8601 was expected.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("What NewsAPI answers is only read.");
}
