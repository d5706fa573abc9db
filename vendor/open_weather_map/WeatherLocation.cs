using Vendors.Http;

namespace Vendors.OpenWeatherMap;

/// <summary>Where to ask for the weather: a city by name or number, or a point.</summary>
public sealed class WeatherLocation
{
    private readonly Action<QueryText> _write;
    private readonly string _text;

    private WeatherLocation(string text, Action<QueryText> write)
    {
        _text = text;
        _write = write;
    }

    /// <summary>A city by its name, which OpenWeatherMap looks up: <c>London</c>, <c>London,GB</c>, <c>Portland,OR,US</c>.</summary>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public static WeatherLocation City(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new WeatherLocation($"'{name.Trim()}'", query => query.Add("q", name.Trim()));
    }

    /// <summary>A city by OpenWeatherMap's number for it; 2643743 is London.</summary>
    public static WeatherLocation CityId(long id) => new($"with the id {id}", query => query.Add("id", id));

    /// <summary>A point.</summary>
    /// <param name="latitude">In degrees, from -90 to 90, north positive.</param>
    /// <param name="longitude">In degrees, from -180 to 180, east positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public static WeatherLocation At(double latitude, double longitude)
    {
        var point = Coordinates.Checked(latitude, longitude);
        return new WeatherLocation($"at {point}", query => query.Add("lat", latitude).Add("lon", longitude));
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    internal QueryText AddTo(QueryText query)
    {
        _write(query);
        return query;
    }
}
