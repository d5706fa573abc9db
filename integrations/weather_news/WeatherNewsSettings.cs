using System.ComponentModel.DataAnnotations;
using Vendors.NewsApi;
using Vendors.OpenWeatherMap;

namespace Integrations.WeatherNews;

/// <summary>Which city, and which headlines go with it.</summary>
public sealed record WeatherNewsSettings
{
    /// <summary>The city, with its country where the name alone isn't clear: <c>London</c>, <c>Paris,FR</c>, <c>Portland,OR,US</c>.</summary>
    [Length(1, 100)]
    [RegularExpression(@"(?s).*[^\s,].*")]
    public required string City { get; init; }

    /// <summary>The country of the top headlines.</summary>
    /// <value><c>us</c> by default.</value>
    [AllowedValues("us", "gb", "de")]
    public string Country { get; init; } = "us";

    /// <summary>How many headlines at most.</summary>
    /// <value>10 by default.</value>
    [Range(1, 100)]
    public int MaxHeadlines { get; init; } = 10;

    /// <summary>Which headlines.</summary>
    /// <value><see cref="HeadlineScope.Auto"/> by default.</value>
    public HeadlineScope Headlines { get; init; } = HeadlineScope.Auto;

    /// <summary>How to reach OpenWeatherMap.</summary>
    public required OpenWeatherMapOptions OpenWeatherMap { get; init; }

    /// <summary>How to reach NewsAPI.</summary>
    public required NewsApiOptions NewsApi { get; init; }
}

/// <summary>Which headlines a report has.</summary>
public enum HeadlineScope
{
    /// <summary>The top headlines of the country; where NewsAPI has none, the latest articles about the city.</summary>
    Auto,

    /// <summary>The top headlines of the country.</summary>
    Country,

    /// <summary>The latest articles with the city's name in their title or description, in any language.</summary>
    City,
}
