using System.Text.Json.Serialization;

namespace Vendors.OpenWeatherMap;

/// <summary>A place that geocoding has found.</summary>
public sealed record GeoPlace
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its names by language; besides languages there are the keys <c>ascii</c> and <c>feature_name</c>.</summary>
    public IReadOnlyDictionary<string, string> LocalNames { get => field ?? new Dictionary<string, string>(); init; }

    /// <summary>In degrees, north positive.</summary>
    [JsonPropertyName("lat")]
    public double? Latitude { get; init; }

    /// <summary>In degrees, east positive.</summary>
    [JsonPropertyName("lon")]
    public double? Longitude { get; init; }

    /// <summary>The country, ISO 3166.</summary>
    public string? Country { get; init; }

    /// <summary>The state or region.</summary>
    public string? State { get; init; }
}

/// <summary>A postal code that geocoding has found.</summary>
public sealed record GeoZip
{
    /// <summary>The postal code.</summary>
    public string? Zip { get; init; }

    /// <summary>The name of the place.</summary>
    public string? Name { get; init; }

    /// <summary>In degrees, north positive.</summary>
    [JsonPropertyName("lat")]
    public double? Latitude { get; init; }

    /// <summary>In degrees, east positive.</summary>
    [JsonPropertyName("lon")]
    public double? Longitude { get; init; }

    /// <summary>The country, ISO 3166.</summary>
    public string? Country { get; init; }
}
