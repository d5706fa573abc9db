using System.Text.Json.Serialization;

namespace Vendors.OpenWeatherMap;

/// <summary>The weather of a place now. The service leaves out whatever it doesn't know, so every value can be missing.</summary>
public sealed record CurrentWeather
{
    /// <summary>The place's name.</summary>
    public string? Name { get; init; }

    /// <summary>OpenWeatherMap's number for the place.</summary>
    public long? Id { get; init; }

    /// <summary>Where it is.</summary>
    [JsonPropertyName("coord")]
    public Coordinates? Coordinates { get; init; }

    /// <summary>When this was observed or calculated, in UTC.</summary>
    [JsonPropertyName("dt")]
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>How far the place's clocks are ahead of UTC.</summary>
    [JsonPropertyName("timezone")]
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>What kinds of weather there are, the most important first.</summary>
    [JsonPropertyName("weather")]
    public IReadOnlyList<WeatherCondition> Conditions { get => field ?? []; init; }

    /// <summary>Temperatures, pressure and humidity.</summary>
    [JsonPropertyName("main")]
    public Measurements Measurements { get => field ?? new(); init; }

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

    /// <summary>Country, sunrise and sunset.</summary>
    [JsonPropertyName("sys")]
    public PlaceFacts Place { get => field ?? new(); init; }
}

/// <summary>What is known of the place itself.</summary>
public sealed record PlaceFacts
{
    /// <summary>The country, ISO 3166.</summary>
    public string? Country { get; init; }

    /// <summary>In UTC; missing where the sun doesn't rise.</summary>
    public DateTimeOffset? Sunrise { get; init; }

    /// <summary>In UTC; missing where the sun doesn't set.</summary>
    public DateTimeOffset? Sunset { get; init; }
}
