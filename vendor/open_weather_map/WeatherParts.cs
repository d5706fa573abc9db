using System.Globalization;
using System.Text.Json.Serialization;

namespace Vendors.OpenWeatherMap;

/// <summary>A point on the earth.</summary>
public sealed record Coordinates
{
    /// <summary>In degrees, north positive.</summary>
    [JsonPropertyName("lat")]
    public double? Latitude { get; init; }

    /// <summary>In degrees, east positive.</summary>
    [JsonPropertyName("lon")]
    public double? Longitude { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Latitude}, {Longitude}");

    internal static Coordinates Checked(double latitude, double longitude)
    {
        if (latitude is not (>= -90 and <= 90))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "A latitude is a number from -90 to 90.");
        }

        return longitude is >= -180 and <= 180
            ? new Coordinates { Latitude = latitude, Longitude = longitude }
            : throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "A longitude is a number from -180 to 180.");
    }
}

/// <summary>A kind of weather, such as light rain. There can be several at once; the first one matters most.</summary>
public sealed record WeatherCondition
{
    /// <summary>OpenWeatherMap's number for it: 2xx thunderstorm, 3xx drizzle, 5xx rain, 6xx snow, 7xx atmosphere, 800 clear, 80x clouds.</summary>
    public int? Id { get; init; }

    /// <summary>The group, in English: Rain, Snow, Clouds, …</summary>
    [JsonPropertyName("main")]
    public string? Group { get; init; }

    /// <summary>The condition in the language of the options.</summary>
    public string? Description { get; init; }

    /// <summary>The name of an icon: <c>10d</c>.</summary>
    public string? Icon { get; init; }
}

/// <summary>Temperatures, pressure and humidity. Temperatures are in the units of the options.</summary>
public sealed record Measurements
{
    /// <summary>The temperature.</summary>
    [JsonPropertyName("temp")]
    public double? Temperature { get; init; }

    /// <summary>The temperature as people feel it.</summary>
    public double? FeelsLike { get; init; }

    /// <summary>The lowest one at this moment within a large city.</summary>
    [JsonPropertyName("temp_min")]
    public double? LowestTemperature { get; init; }

    /// <summary>The highest one at this moment within a large city.</summary>
    [JsonPropertyName("temp_max")]
    public double? HighestTemperature { get; init; }

    /// <summary>Atmospheric pressure at sea level, in hPa.</summary>
    public double? Pressure { get; init; }

    /// <summary>Atmospheric pressure at sea level, in hPa, where the service gives it apart.</summary>
    [JsonPropertyName("sea_level")]
    public double? SeaLevelPressure { get; init; }

    /// <summary>Atmospheric pressure at ground level, in hPa.</summary>
    [JsonPropertyName("grnd_level")]
    public double? GroundLevelPressure { get; init; }

    /// <summary>In percent.</summary>
    public double? Humidity { get; init; }
}

/// <summary>Speeds are in the units of the options.</summary>
public sealed record Wind
{
    /// <summary>The speed.</summary>
    public double? Speed { get; init; }

    /// <summary>Where it comes from, in degrees clockwise from north.</summary>
    [JsonPropertyName("deg")]
    public double? Direction { get; init; }

    /// <summary>The speed of gusts.</summary>
    public double? Gust { get; init; }
}

/// <summary>How much of the sky is covered.</summary>
public sealed record Cloudiness
{
    /// <summary>In percent.</summary>
    [JsonPropertyName("all")]
    public double? Percent { get; init; }
}

/// <summary>Rain or snow, in millimetres.</summary>
public sealed record Precipitation
{
    /// <summary>In one hour.</summary>
    [JsonPropertyName("1h")]
    public double? OneHour { get; init; }

    /// <summary>In three hours.</summary>
    [JsonPropertyName("3h")]
    public double? ThreeHours { get; init; }
}
