using System.Text.Json.Serialization;

namespace Vendors.OpenWeatherMap;

/// <summary>Five days in steps of three hours.</summary>
public sealed record Forecast
{
    /// <summary>The place.</summary>
    public ForecastCity City { get => field ?? new(); init; }

    /// <summary>The steps, in the order of time; 40 of them unless fewer were asked for.</summary>
    [JsonPropertyName("list")]
    public IReadOnlyList<ForecastStep> Steps { get => field ?? []; init; }
}

/// <summary>The place of a forecast.</summary>
public sealed record ForecastCity
{
    /// <summary>OpenWeatherMap's number for it.</summary>
    public long? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The country, ISO 3166.</summary>
    public string? Country { get; init; }

    /// <summary>Where it is.</summary>
    [JsonPropertyName("coord")]
    public Coordinates? Coordinates { get; init; }

    /// <summary>How many people live there.</summary>
    public long? Population { get; init; }

    /// <summary>How far its clocks are ahead of UTC.</summary>
    [JsonPropertyName("timezone")]
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>In UTC; missing where the sun doesn't rise.</summary>
    public DateTimeOffset? Sunrise { get; init; }

    /// <summary>In UTC; missing where the sun doesn't set.</summary>
    public DateTimeOffset? Sunset { get; init; }
}

/// <summary>Three hours of a forecast. Every value can be missing.</summary>
public sealed record ForecastStep
{
    /// <summary>When, in UTC.</summary>
    [JsonPropertyName("dt")]
    public DateTimeOffset? At { get; init; }

    /// <summary>What kinds of weather there are, the most important first.</summary>
    [JsonPropertyName("weather")]
    public IReadOnlyList<WeatherCondition> Conditions { get => field ?? []; init; }

    /// <summary>Temperatures, pressure and humidity.</summary>
    [JsonPropertyName("main")]
    public Measurements Measurements { get => field ?? new(); init; }

    /// <summary>The probability of precipitation, from 0 to 1.</summary>
    [JsonPropertyName("pop")]
    public double? PrecipitationProbability { get; init; }

    /// <summary>How far one can see, in metres; 10,000 at most.</summary>
    public double? Visibility { get; init; }

    /// <summary>The wind.</summary>
    public Wind Wind { get => field ?? new(); init; }

    /// <summary>The clouds.</summary>
    public Cloudiness? Clouds { get; init; }

    /// <summary>The rain, where it rains.</summary>
    public Precipitation? Rain { get; init; }

    /// <summary>The snow, where it snows.</summary>
    public Precipitation? Snow { get; init; }
}
