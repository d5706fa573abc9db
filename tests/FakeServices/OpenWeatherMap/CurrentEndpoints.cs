using System.Globalization;

namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary><c>/data/2.5/weather</c> and <c>/data/2.5/forecast</c>.</summary>
internal sealed class CurrentEndpoints(FakeOpenWeatherMap service)
{
    /// <summary>Five days of eight.</summary>
    private const int MostForecasts = 40;

    private readonly PlaceFinder _places = new(service);

    public Task WeatherAsync(HttpContext context) => AtPlace(context, city =>
    {
        var (json, time) = (new WeatherJson(context.Request.Query), service.Now);
        var now = service.Observe(city, time);
        var sun = Climate.Sun(city.Latitude, city.Longitude, time);
        var answer = new JsonObject
        {
            ["coord"] = WeatherJson.Coordinates(city),
            ["weather"] = json.Weather(now.Sky, IsDay(time, sun)),
            ["base"] = "stations",
            ["main"] = json.Main(now),
        };
        WeatherJson.AddOptional(answer, now, hours: 1);
        answer["wind"] = json.Wind(now);
        answer["clouds"] = new JsonObject { ["all"] = now.Clouds };
        answer["dt"] = time.ToUnixTimeSeconds();
        answer["sys"] = new JsonObject
        {
            ["type"] = 2,
            ["id"] = 2_000_000 + (city.Id % 100_000),
            ["country"] = city.Country,
            ["sunrise"] = sun.Rise.ToUnixTimeSeconds(),
            ["sunset"] = sun.Set.ToUnixTimeSeconds(),
        };
        answer["timezone"] = (int)city.UtcOffset.TotalSeconds;
        answer["id"] = city.Id;
        answer["name"] = json.NameOf(city);
        answer["cod"] = 200;
        return answer;
    });

    public Task ForecastAsync(HttpContext context) => AtPlace(context, city =>
    {
        var json = new WeatherJson(context.Request.Query);
        var count = (int)Math.Clamp(PlaceFinder.Number(context.Request.Query, "cnt") ?? MostForecasts, 1, MostForecasts);
        var seconds = service.Now.ToUnixTimeSeconds();
        var first = DateTimeOffset.FromUnixTimeSeconds(seconds - (seconds % 10_800) + 10_800);
        var sun = Climate.Sun(city.Latitude, city.Longitude, service.Now);
        return new JsonObject
        {
            ["cod"] = "200",
            ["message"] = 0,
            ["cnt"] = count,
            ["list"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => Forecast(json, city, first.AddHours(3 * i)))]),
            ["city"] = new JsonObject
            {
                ["id"] = city.Id,
                ["name"] = json.NameOf(city),
                ["coord"] = new JsonObject { ["lat"] = city.Latitude, ["lon"] = city.Longitude },
                ["country"] = city.Country,
                ["population"] = city.Population,
                ["timezone"] = (int)city.UtcOffset.TotalSeconds,
                ["sunrise"] = sun.Rise.ToUnixTimeSeconds(),
                ["sunset"] = sun.Set.ToUnixTimeSeconds(),
            },
        };
    });

    private static JsonObject Forecast(WeatherJson json, City city, DateTimeOffset time)
    {
        var then = Climate.At(city.Latitude, city.Longitude, time);
        var day = IsDay(time, Climate.Sun(city.Latitude, city.Longitude, time));
        var main = json.Main(then);
        main["temp_kf"] = 0;
        var forecast = new JsonObject
        {
            ["dt"] = time.ToUnixTimeSeconds(),
            ["main"] = main,
            ["weather"] = json.Weather(then.Sky, day),
            ["clouds"] = new JsonObject { ["all"] = then.Clouds },
            ["wind"] = json.Wind(then),
        };
        WeatherJson.AddOptional(forecast, then, hours: 3);
        forecast["pop"] = then.Rain is null && then.Snow is null ? 0 : 0.8;
        forecast["sys"] = new JsonObject { ["pod"] = day ? "d" : "n" };
        forecast["dt_txt"] = time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return forecast;
    }

    private Task AtPlace(HttpContext context, Func<City, JsonObject> answer)
    {
        if (PlaceFinder.Complaint(context.Request.Query) is { } complaint)
        {
            return WeatherError.BadRequest(context, complaint);
        }

        return _places.Find(context.Request.Query) is { } city
            ? context.AnswerJsonAsync(StatusCodes.Status200OK, answer(city))
            : WeatherError.CityNotFound(context);
    }

    private static bool IsDay(DateTimeOffset time, (DateTimeOffset Rise, DateTimeOffset Set) sun) => time >= sun.Rise && time < sun.Set;
}
