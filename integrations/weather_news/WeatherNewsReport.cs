using Vendors.NewsApi;
using Vendors.OpenWeatherMap;

namespace Integrations.WeatherNews;

/// <summary>A city's weather and headlines. What OpenWeatherMap doesn't know is null.</summary>
public sealed record WeatherNewsReport
{
    /// <summary>The city, as OpenWeatherMap calls it.</summary>
    public required string City { get; init; }

    /// <summary>The city's country, ISO 3166.</summary>
    public string? Country { get; init; }

    /// <summary>When the weather was observed, in UTC.</summary>
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>The units of temperatures and wind speeds: standard (K, m/s), metric (°C, m/s) or imperial (°F, mph).</summary>
    public required WeatherUnits Units { get; init; }

    /// <summary>The temperature.</summary>
    public required double Temperature { get; init; }

    /// <summary>The temperature as people feel it.</summary>
    public double? FeelsLike { get; init; }

    /// <summary>In percent.</summary>
    public double? Humidity { get; init; }

    /// <summary>In hPa.</summary>
    public double? Pressure { get; init; }

    /// <summary>The wind's speed.</summary>
    public double? WindSpeed { get; init; }

    /// <summary>Where the wind comes from, in degrees clockwise from north.</summary>
    public double? WindDirection { get; init; }

    /// <summary>The speed of gusts.</summary>
    public double? WindGust { get; init; }

    /// <summary>How much of the sky is covered, in percent.</summary>
    public double? Clouds { get; init; }

    /// <summary>The rain of an hour, in millimetres; of the last three on average where the service tells only that. Null where it doesn't rain.</summary>
    public double? Rain { get; init; }

    /// <summary>The snow of an hour, in millimetres, as for the rain. Null where it doesn't snow.</summary>
    public double? Snow { get; init; }

    /// <summary>The weather in words, the most important first.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }

    /// <summary>In UTC; null where the sun doesn't rise.</summary>
    public DateTimeOffset? Sunrise { get; init; }

    /// <summary>In UTC; null where the sun doesn't set.</summary>
    public DateTimeOffset? Sunset { get; init; }

    /// <summary>The headlines, in the order in which NewsAPI gives them.</summary>
    public required IReadOnlyList<Headline> Headlines { get; init; }
}

/// <summary>A headline.</summary>
public sealed record Headline
{
    /// <summary>The words.</summary>
    public required string Title { get; init; }

    /// <summary>Who published it.</summary>
    public string? Source { get; init; }

    /// <summary>Where the article can be read.</summary>
    public string? Url { get; init; }

    /// <summary>When it was published, in UTC.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    internal static Headline From(NewsArticle article) => new()
    {
        Title = article.Title!.Trim(),
        Source = article.Source.Name ?? article.Source.Id,
        Url = article.Url,
        PublishedAt = article.PublishedAt,
    };
}
