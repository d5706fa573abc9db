using System.Text.Json.Serialization;

namespace Vendors.OpenWeatherMap;

/// <summary>A day of One Call 3.0. Every value can be missing.</summary>
public sealed record OneCallDay
{
    /// <summary>The day's noon, in UTC.</summary>
    [JsonPropertyName("dt")]
    public DateTimeOffset? At { get; init; }

    /// <summary>In UTC; missing where the sun doesn't rise.</summary>
    public DateTimeOffset? Sunrise { get; init; }

    /// <summary>In UTC; missing where the sun doesn't set.</summary>
    public DateTimeOffset? Sunset { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset? Moonrise { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset? Moonset { get; init; }

    /// <summary>From 0, new moon, over 0.5, full moon, to 1.</summary>
    public double? MoonPhase { get; init; }

    /// <summary>The day in a sentence.</summary>
    public string? Summary { get; init; }

    /// <summary>The temperatures.</summary>
    [JsonPropertyName("temp")]
    public DayTemperatures Temperatures { get => field ?? new(); init; }

    /// <summary>The temperatures as people feel them.</summary>
    public DayTemperatures FeelsLike { get => field ?? new(); init; }

    /// <summary>Atmospheric pressure at sea level, in hPa.</summary>
    public double? Pressure { get; init; }

    /// <summary>In percent.</summary>
    public double? Humidity { get; init; }

    /// <summary>The temperature below which dew forms.</summary>
    public double? DewPoint { get; init; }

    /// <summary>The highest UV index of the day.</summary>
    [JsonPropertyName("uvi")]
    public double? UvIndex { get; init; }

    /// <summary>How much of the sky is covered, in percent.</summary>
    public double? Clouds { get; init; }

    /// <summary>The wind's speed.</summary>
    public double? WindSpeed { get; init; }

    /// <summary>Where the wind comes from, in degrees clockwise from north.</summary>
    [JsonPropertyName("wind_deg")]
    public double? WindDirection { get; init; }

    /// <summary>The speed of gusts.</summary>
    public double? WindGust { get; init; }

    /// <summary>The probability of precipitation, from 0 to 1.</summary>
    [JsonPropertyName("pop")]
    public double? PrecipitationProbability { get; init; }

    /// <summary>The rain of the day, in millimetres.</summary>
    public double? Rain { get; init; }

    /// <summary>The snow of the day, in millimetres.</summary>
    public double? Snow { get; init; }

    /// <summary>What kinds of weather there are, the most important first.</summary>
    [JsonPropertyName("weather")]
    public IReadOnlyList<WeatherCondition> Conditions { get => field ?? []; init; }
}

/// <summary>The temperatures of a day.</summary>
public sealed record DayTemperatures
{
    /// <summary>In the morning.</summary>
    [JsonPropertyName("morn")]
    public double? Morning { get; init; }

    /// <summary>By day.</summary>
    public double? Day { get; init; }

    /// <summary>In the evening.</summary>
    [JsonPropertyName("eve")]
    public double? Evening { get; init; }

    /// <summary>At night.</summary>
    public double? Night { get; init; }

    /// <summary>The lowest one.</summary>
    [JsonPropertyName("min")]
    public double? Lowest { get; init; }

    /// <summary>The highest one.</summary>
    [JsonPropertyName("max")]
    public double? Highest { get; init; }
}
