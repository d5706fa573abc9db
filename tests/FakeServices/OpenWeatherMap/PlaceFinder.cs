using System.Globalization;

namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>Finds the place that a request means, by <c>q</c>, <c>id</c>, <c>zip</c>, or <c>lat</c> and <c>lon</c>.</summary>
internal sealed class PlaceFinder(FakeOpenWeatherMap service)
{
    /// <summary>Tells what is wrong with the request; null if it names a place, whether known or not.</summary>
    public static string? Complaint(IQueryCollection query)
    {
        if (query["q"].Count + query["id"].Count + query["zip"].Count > 0)
        {
            return query["q"] == "" ? "Nothing to geocode" : null;
        }

        return query["lat"].Count + query["lon"].Count == 0 ? "Nothing to geocode" : CoordinatesComplaint(query);
    }

    /// <summary>Tells what is wrong with <c>lat</c> and <c>lon</c>.</summary>
    public static string? CoordinatesComplaint(IQueryCollection query) => (Number(query, "lat"), Number(query, "lon")) switch
    {
        (not (>= -90 and <= 90), _) => "wrong latitude",
        (_, not (>= -180 and <= 180)) => "wrong longitude",
        _ => null,
    };

    /// <summary>The place; null if it isn't known.</summary>
    public City? Find(IQueryCollection query)
    {
        if (query["q"] is { Count: > 0 } name)
        {
            return ByName(name.ToString()).FirstOrDefault();
        }

        if (query["id"] is { Count: > 0 } id)
        {
            return service.Cities.FirstOrDefault(city => city.Id.ToString(CultureInfo.InvariantCulture) == id);
        }

        return query["zip"] is { Count: > 0 } zip ? ByZip(zip.ToString()) : Near(Number(query, "lat")!.Value, Number(query, "lon")!.Value);
    }

    /// <summary>The cities of a name, and of a state and a country if the text has them: <c>Paris,FR</c>, <c>Paris,Texas,US</c>.</summary>
    public IEnumerable<City> ByName(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return service.Cities.Where(city =>
            (Same(city.Name, parts[0]) || city.LocalNames.Values.Any(name => Same(name, parts[0])))
            && parts.Skip(1).All(part => Same(city.Country, part) || (city.State is { } state && Same(state, part))));
    }

    /// <summary>The city of a postal code with its country: <c>E14,GB</c>; without one it is the United States'.</summary>
    public City? ByZip(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var country = parts.ElementAtOrDefault(1) ?? "US";
        return service.Cities.FirstOrDefault(city => Same(city.Zip, parts[0]) && Same(city.Country, country));
    }

    /// <summary>The known cities around a point, nearest first.</summary>
    public IEnumerable<City> Around(double latitude, double longitude) => service.Cities
        .Select(city => (City: city, Distance: Math.Abs(city.Latitude - latitude) + Math.Abs(city.Longitude - longitude)))
        .Where(found => found.Distance < 0.5)
        .OrderBy(found => found.Distance)
        .Select(found => found.City);

    public static double? Number(IQueryCollection query, string name) =>
        double.TryParse(query[name], CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The city at a point; open country has weather too, but no name.</summary>
    private City Near(double latitude, double longitude) =>
        Around(latitude, longitude).FirstOrDefault() is { } city
            ? city with { Latitude = latitude, Longitude = longitude }
            : new City(
                0, "", "", null, latitude, longitude, TimeSpan.FromHours(Math.Round(longitude / 15)), "", 0, new Dictionary<string, string>());

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
