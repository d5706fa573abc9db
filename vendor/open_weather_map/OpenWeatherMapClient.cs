using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationFramework;
using Vendors.Http;

namespace Vendors.OpenWeatherMap;

/// <summary>
/// Asks OpenWeatherMap for the weather: https://openweathermap.org/api. What the service refuses is thrown as
/// <see cref="OpenWeatherMapException"/> or one of the exceptions derived from it.
/// </summary>
[Provided]
public sealed class OpenWeatherMapClient(OpenWeatherMapOptions options, HttpClient http)
{
    /// <summary>The weather of a place now.</summary>
    /// <exception cref="OpenWeatherMapNotFoundException">There is no such place.</exception>
    public Task<CurrentWeather> GetCurrentWeatherAsync(WeatherLocation location, CancellationToken cancellationToken = default) =>
        GetAsync("data/2.5/weather", location.AddTo(Localised()), $"{location}", OpenWeatherMapJson.Default.CurrentWeather, cancellationToken);

    /// <summary>The weather of the next five days, in steps of three hours.</summary>
    /// <param name="location">Where.</param>
    /// <param name="steps">How many steps at most, from 1 to 40; all by default.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OpenWeatherMapNotFoundException">There is no such place.</exception>
    public Task<Forecast> GetForecastAsync(WeatherLocation location, int? steps = null, CancellationToken cancellationToken = default)
    {
        if (steps is { } count)
        {
            CheckRange(count, 40, nameof(steps));
        }

        var query = location.AddTo(Localised()).Add("cnt", steps);
        return GetAsync("data/2.5/forecast", query, $"{location}", OpenWeatherMapJson.Default.Forecast, cancellationToken);
    }

    /// <summary>Current weather, forecasts and warnings for a point (One Call 3.0, which needs a subscription of its own).</summary>
    /// <param name="latitude">In degrees, from -90 to 90, north positive.</param>
    /// <param name="longitude">In degrees, from -180 to 180, east positive.</param>
    /// <param name="exclude">What to leave out; nothing by default.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OpenWeatherMapPlanException">The key has no such subscription.</exception>
    public Task<OneCallWeather> GetOneCallAsync(
        double latitude, double longitude, OneCallParts exclude = OneCallParts.None, CancellationToken cancellationToken = default)
    {
        var point = Coordinates.Checked(latitude, longitude);
        var query = Localised().Add("lat", latitude).Add("lon", longitude).Add("exclude", Names(exclude));
        return GetAsync("data/3.0/onecall", query, $"at {point}", OpenWeatherMapJson.Default.OneCallWeather, cancellationToken);
    }

    /// <summary>The places of a name, the best match first; an empty list where there are none.</summary>
    /// <param name="name">The name, with state and country as far as they are known: <c>Portland,OR,US</c>.</param>
    /// <param name="limit">How many at most, from 1 to 5.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<IReadOnlyList<GeoPlace>> FindPlacesAsync(string name, int limit = 5, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        CheckRange(limit, 5, nameof(limit));
        var query = Authorised().Add("q", name.Trim()).Add("limit", limit);
        return GetAsync("geo/1.0/direct", query, $"'{name.Trim()}'", OpenWeatherMapJson.Default.IReadOnlyListGeoPlace, cancellationToken);
    }

    /// <summary>The places at a point, the nearest first; an empty list where there are none.</summary>
    /// <param name="latitude">In degrees, from -90 to 90, north positive.</param>
    /// <param name="longitude">In degrees, from -180 to 180, east positive.</param>
    /// <param name="limit">How many at most, from 1 to 5.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<IReadOnlyList<GeoPlace>> FindPlacesAtAsync(
        double latitude, double longitude, int limit = 5, CancellationToken cancellationToken = default)
    {
        var point = Coordinates.Checked(latitude, longitude);
        CheckRange(limit, 5, nameof(limit));
        var query = Authorised().Add("lat", latitude).Add("lon", longitude).Add("limit", limit);
        return GetAsync("geo/1.0/reverse", query, $"at {point}", OpenWeatherMapJson.Default.IReadOnlyListGeoPlace, cancellationToken);
    }

    /// <summary>The place of a postal code.</summary>
    /// <param name="zip">The postal code: <c>E14</c>, <c>90210</c>.</param>
    /// <param name="country">The country, ISO 3166: <c>GB</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OpenWeatherMapNotFoundException">There is no such postal code.</exception>
    public Task<GeoZip> FindZipAsync(string zip, string country, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(zip);
        ArgumentException.ThrowIfNullOrWhiteSpace(country);
        var code = $"{zip.Trim()},{country.Trim()}";
        return GetAsync("geo/1.0/zip", Authorised().Add("zip", code), $"'{code}'", OpenWeatherMapJson.Default.GeoZip, cancellationToken);
    }

    private async Task<T> GetAsync<T>(string endpoint, QueryText query, string subject, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, query.Below(options.BaseUrl, endpoint));
        request.KeptOnlyIf(OpenWeatherMapErrors.IsNone);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        using var body = Parse(bytes);
        if (OpenWeatherMapErrors.In(response, body?.RootElement, endpoint, subject) is { } error)
        {
            throw error;
        }

        try
        {
            return body?.RootElement.Deserialize(type) ?? throw OpenWeatherMapErrors.Unusable(response);
        }
        catch (JsonException cause)
        {
            throw OpenWeatherMapErrors.Unusable(response, cause);
        }
    }

    // Text that isn't JSON is an error only together with the status: that of a gateway says more than that its HTML can't be read.
    internal static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private QueryText Authorised() => new QueryText().Add("appid", options.ApiKey.Reveal());

    private QueryText Localised() => Authorised().Add("units", Name(options.Units)).Add("lang", options.Language);

    private static string Name(WeatherUnits units) => units switch
    {
        WeatherUnits.Standard => "standard",
        WeatherUnits.Imperial => "imperial",
        _ => "metric",
    };

    private static string[] Names(OneCallParts parts) =>
    [
        .. new (OneCallParts Part, string Name)[]
        {
            (OneCallParts.Current, "current"), (OneCallParts.Minutely, "minutely"), (OneCallParts.Hourly, "hourly"),
            (OneCallParts.Daily, "daily"), (OneCallParts.Alerts, "alerts"),
        }.Where(part => parts.HasFlag(part.Part)).Select(part => part.Name),
    ];

    private static void CheckRange(int value, int most, string name)
    {
        if (value < 1 || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"It can be from 1 to {most}.");
        }
    }
}
