using System.Globalization;

namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>The parts that OpenWeatherMap's answers share.</summary>
internal sealed class WeatherJson(IQueryCollection query)
{
    public Units Units { get; } = Units.From(query["units"]);

    private string? Language { get; } = query["lang"] is { Count: > 0 } language ? language.ToString() : null;

    public JsonArray Weather(Sky sky, bool day) =>
    [
        new JsonObject
        {
            ["id"] = sky.Id,
            ["main"] = sky.Main,
            ["description"] = sky.DescriptionIn(Language),
            ["icon"] = sky.Icon + (day ? "d" : "n"),
        },
    ];

    public JsonObject Main(Conditions now) => new()
    {
        ["temp"] = Units.Temperature(now.Temperature),
        ["feels_like"] = Units.Temperature(now.FeelsLike),
        ["temp_min"] = Units.Temperature(now.Temperature - 1.1),
        ["temp_max"] = Units.Temperature(now.Temperature + 1.3),
        ["pressure"] = now.Pressure,
        ["humidity"] = now.Humidity,
        ["sea_level"] = now.Pressure,
        ["grnd_level"] = now.Pressure - 5,
    };

    public JsonObject Wind(Conditions now)
    {
        var wind = new JsonObject { ["speed"] = Units.Speed(now.WindSpeed), ["deg"] = now.WindDirection };
        if (now.Gust is { } gust)
        {
            wind["gust"] = Units.Speed(gust);
        }

        return wind;
    }

    /// <summary>Adds what is left out where there is none of it: visibility, rain and snow.</summary>
    /// <param name="target">The object to add to.</param>
    /// <param name="now">The weather.</param>
    /// <param name="hours">What rain and snow are summed up over: 1 or 3 hours.</param>
    public static void AddOptional(JsonObject target, Conditions now, int hours)
    {
        if (now.Visibility is { } visibility)
        {
            target["visibility"] = visibility;
        }

        if (now.Rain is { } rain)
        {
            target["rain"] = new JsonObject { [Hours(hours)] = Math.Round(rain * hours, 2) };
        }

        if (now.Snow is { } snow)
        {
            target["snow"] = new JsonObject { [Hours(hours)] = Math.Round(snow * hours, 2) };
        }
    }

    public static JsonObject Coordinates(City city) => new() { ["lon"] = Math.Round(city.Longitude, 4), ["lat"] = Math.Round(city.Latitude, 4) };

    /// <summary>The city's name in the language that was asked for.</summary>
    public string NameOf(City city) => Language is null ? city.Name : city.LocalNames.GetValueOrDefault(Language, city.Name);

    private static string Hours(int hours) => hours.ToString(CultureInfo.InvariantCulture) + "h";
}
