namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>The weather at one place and time, in the units of physics.</summary>
public sealed record Conditions
{
    /// <summary>In kelvin.</summary>
    public required double Temperature { get; init; }

    /// <summary>What it feels like, in kelvin.</summary>
    public required double FeelsLike { get; init; }

    /// <summary>In hPa, at sea level.</summary>
    public required int Pressure { get; init; }

    /// <summary>In percent.</summary>
    public required int Humidity { get; init; }

    /// <summary>In m/s.</summary>
    public required double WindSpeed { get; init; }

    /// <summary>Where the wind comes from, in degrees.</summary>
    public required int WindDirection { get; init; }

    /// <summary>In percent.</summary>
    public required int Clouds { get; init; }

    /// <summary>The kind of weather.</summary>
    public required Sky Sky { get; init; }

    /// <summary>In metres, 10,000 at most; null where the station doesn't tell.</summary>
    public int? Visibility { get; init; }

    /// <summary>In m/s; null where the station doesn't tell.</summary>
    public double? Gust { get; init; }

    /// <summary>In mm an hour; null where it doesn't rain.</summary>
    public double? Rain { get; init; }

    /// <summary>In mm an hour; null where it doesn't snow.</summary>
    public double? Snow { get; init; }
}
