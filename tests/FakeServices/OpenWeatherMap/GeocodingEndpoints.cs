namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary><c>/geo/1.0/direct</c>, <c>/geo/1.0/reverse</c> and <c>/geo/1.0/zip</c>.</summary>
internal sealed class GeocodingEndpoints(FakeOpenWeatherMap service)
{
    private readonly PlaceFinder _places = new(service);

    public Task DirectAsync(HttpContext context) =>
        context.Request.Query["q"].ToString() is { Length: > 0 } name
            ? AnswerAsync(context, _places.ByName(name))
            : WeatherError.BadRequest(context, "Nothing to geocode");

    public Task ReverseAsync(HttpContext context)
    {
        var query = context.Request.Query;
        return PlaceFinder.CoordinatesComplaint(query) is { } complaint
            ? WeatherError.BadRequest(context, complaint)
            : AnswerAsync(context, _places.Around(PlaceFinder.Number(query, "lat")!.Value, PlaceFinder.Number(query, "lon")!.Value));
    }

    public Task ZipAsync(HttpContext context)
    {
        if (context.Request.Query["zip"].ToString() is not { Length: > 0 } zip)
        {
            return WeatherError.BadRequest(context, "invalid zip code");
        }

        return _places.ByZip(zip) is { } city
            ? context.AnswerJsonAsync(StatusCodes.Status200OK, new JsonObject
            {
                ["zip"] = city.Zip,
                ["name"] = city.Name,
                ["lat"] = city.Latitude,
                ["lon"] = city.Longitude,
                ["country"] = city.Country,
            })
            : WeatherError.NotFound(context);
    }

    private static Task AnswerAsync(HttpContext context, IEnumerable<City> cities)
    {
        var limit = (int)Math.Clamp(PlaceFinder.Number(context.Request.Query, "limit") ?? 1, 1, 5);
        return context.AnswerJsonAsync(StatusCodes.Status200OK, new JsonArray([.. cities.Take(limit).Select(Write)]));
    }

    private static JsonObject Write(City city)
    {
        var names = new JsonObject();
        foreach (var (language, name) in city.LocalNames)
        {
            names[language] = name;
        }

        var written = new JsonObject
        {
            ["name"] = city.Name,
            ["local_names"] = names,
            ["lat"] = city.Latitude,
            ["lon"] = city.Longitude,
            ["country"] = city.Country,
        };
        if (city.State is { } state)
        {
            written["state"] = state;
        }

        return written;
    }
}
