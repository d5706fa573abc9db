using Vendors.NewsApi;
using Vendors.OpenWeatherMap;

namespace Integrations.WeatherNews;

/// <summary>What the two services said.</summary>
public sealed record WeatherNewsRaw
{
    /// <summary>The weather, with a temperature.</summary>
    public required CurrentWeather Weather { get; init; }

    /// <summary>The articles that were chosen, each with a title.</summary>
    public required IReadOnlyList<NewsArticle> Headlines { get; init; }
}
