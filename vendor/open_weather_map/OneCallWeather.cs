using System.Text.Json.Serialization;

namespace Vendors.OpenWeatherMap;

/// <summary>What One Call 3.0 tells of a point, as far as it wasn't excluded.</summary>
public sealed record OneCallWeather
{
    /// <summary>In degrees, north positive.</summary>
    [JsonPropertyName("lat")]
    public double? Latitude { get; init; }

    /// <summary>In degrees, east positive.</summary>
    [JsonPropertyName("lon")]
    public double? Longitude { get; init; }

    /// <summary>The time zone: <c>Europe/London</c>.</summary>
    [JsonPropertyName("timezone")]
    public string? TimeZone { get; init; }

    /// <summary>How far the point's clocks are ahead of UTC.</summary>
    [JsonPropertyName("timezone_offset")]
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>The weather now.</summary>
    public OneCallMoment? Current { get; init; }

    /// <summary>The next hour by the minute; empty where the service has none for this point.</summary>
    public IReadOnlyList<OneCallMinute> Minutely { get => field ?? []; init; }

    /// <summary>The next 48 hours.</summary>
    public IReadOnlyList<OneCallMoment> Hourly { get => field ?? []; init; }

    /// <summary>The next 8 days.</summary>
    public IReadOnlyList<OneCallDay> Daily { get => field ?? []; init; }

    /// <summary>Warnings by the authorities.</summary>
    public IReadOnlyList<WeatherAlert> Alerts { get => field ?? []; init; }
}

/// <summary>Parts of what One Call 3.0 tells.</summary>
[Flags]
public enum OneCallParts
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The weather now.</summary>
    Current = 1,

    /// <summary>The next hour by the minute.</summary>
    Minutely = 2,

    /// <summary>The next 48 hours.</summary>
    Hourly = 4,

    /// <summary>The next 8 days.</summary>
    Daily = 8,

    /// <summary>Warnings by the authorities.</summary>
    Alerts = 16,
}

/// <summary>Precipitation within one minute.</summary>
public sealed record OneCallMinute
{
    /// <summary>When, in UTC.</summary>
    [JsonPropertyName("dt")]
    public DateTimeOffset? At { get; init; }

    /// <summary>In millimetres per hour.</summary>
    public double? Precipitation { get; init; }
}

/// <summary>The weather now, or of an hour. Every value can be missing.</summary>
public sealed record OneCallMoment
{
    /// <summary>When, in UTC.</summary>
    [JsonPropertyName("dt")]
    public DateTimeOffset? At { get; init; }

    /// <summary>In UTC; only of the weather now, and missing where the sun doesn't rise.</summary>
    public DateTimeOffset? Sunrise { get; init; }

    /// <summary>In UTC; only of the weather now, and missing where the sun doesn't set.</summary>
    public DateTimeOffset? Sunset { get; init; }

    /// <summary>The temperature.</summary>
    [JsonPropertyName("temp")]
    public double? Temperature { get; init; }

    /// <summary>The temperature as people feel it.</summary>
    public double? FeelsLike { get; init; }

    /// <summary>Atmospheric pressure at sea level, in hPa.</summary>
    public double? Pressure { get; init; }

    /// <summary>In percent.</summary>
    public double? Humidity { get; init; }

    /// <summary>The temperature below which dew forms.</summary>
    public double? DewPoint { get; init; }

    /// <summary>The UV index.</summary>
    [JsonPropertyName("uvi")]
    public double? UvIndex { get; init; }

    /// <summary>How much of the sky is covered, in percent.</summary>
    public double? Clouds { get; init; }

    /// <summary>How far one can see, in metres; 10,000 at most.</summary>
    public double? Visibility { get; init; }

    /// <summary>The wind's speed.</summary>
    public double? WindSpeed { get; init; }

    /// <summary>Where the wind comes from, in degrees clockwise from north.</summary>
    [JsonPropertyName("wind_deg")]
    public double? WindDirection { get; init; }

    /// <summary>The speed of gusts.</summary>
    public double? WindGust { get; init; }

    /// <summary>The probability of precipitation, from 0 to 1; only of an hour.</summary>
    [JsonPropertyName("pop")]
    public double? PrecipitationProbability { get; init; }

    /// <summary>The rain, where it rains.</summary>
    public Precipitation? Rain { get; init; }

    /// <summary>The snow, where it snows.</summary>
    public Precipitation? Snow { get; init; }

    /// <summary>What kinds of weather there are, the most important first.</summary>
    [JsonPropertyName("weather")]
    public IReadOnlyList<WeatherCondition> Conditions { get => field ?? []; init; }
}

/// <summary>A warning by an authority.</summary>
public sealed record WeatherAlert
{
    /// <summary>Who warns.</summary>
    public string? SenderName { get; init; }

    /// <summary>Of what.</summary>
    public string? Event { get; init; }

    /// <summary>From when, in UTC.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Until when, in UTC.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>In the words of who warns.</summary>
    public string? Description { get; init; }

    /// <summary>Kinds of severe weather.</summary>
    public IReadOnlyList<string> Tags { get => field ?? []; init; }
}
