using System.ComponentModel.DataAnnotations;
using IntegrationFramework;

namespace Vendors.OpenWeatherMap;

/// <summary>How to reach OpenWeatherMap, and in which units and language it answers.</summary>
public sealed record OpenWeatherMapOptions
{
    /// <summary>The API key: https://home.openweathermap.org/api_keys. A new one takes some hours to work.</summary>
    public required Secret ApiKey { get; init; }

    /// <summary>Where the API is.</summary>
    /// <value><c>https://api.openweathermap.org</c> by default.</value>
    public Uri BaseUrl { get; init; } = new("https://api.openweathermap.org");

    /// <summary>The units of temperatures and wind speeds.</summary>
    /// <value><see cref="WeatherUnits.Metric"/> by default.</value>
    public WeatherUnits Units { get; init; } = WeatherUnits.Metric;

    /// <summary>The language of descriptions and names, as OpenWeatherMap abbreviates it: <c>de</c>, <c>pt_br</c>, <c>zh_cn</c>.</summary>
    /// <value><c>en</c> by default.</value>
    [RegularExpression("[a-z]{2}(_[a-z]{2})?")]
    public string Language { get; init; } = "en";
}

/// <summary>The units of temperatures and wind speeds. All else is in the same units always: hPa, %, metres, millimetres.</summary>
public enum WeatherUnits
{
    /// <summary>Kelvin, metres per second.</summary>
    Standard,

    /// <summary>Degrees Celsius, metres per second.</summary>
    Metric,

    /// <summary>Degrees Fahrenheit, miles per hour.</summary>
    Imperial,
}
