using System.Globalization;

namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary><c>/data/3.0/onecall</c> and <c>/data/3.0/onecall/timemachine</c>.</summary>
internal sealed class OneCallEndpoints(FakeOpenWeatherMap service)
{
    private readonly PlaceFinder _places = new(service);

    public Task OneCallAsync(HttpContext context) => AtPoint(context, (city, json) =>
    {
        var excluded = context.Request.Query["exclude"].ToString().Split(',', StringSplitOptions.TrimEntries);
        var now = service.Now;
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        var answer = Head(city);
        Add("current", () => Moment(json, city, now, withSun: true));
        Add("minutely", () => List(60, i => Minute(city, now.AddMinutes(i))));
        Add("hourly", () => List(48, i => Hour(json, city, hour.AddHours(i))));
        Add("daily", () => List(8, i => Day(json, city, hour.Date.AddDays(i))));
        return answer;

        void Add(string part, Func<JsonNode> write)
        {
            if (!excluded.Contains(part))
            {
                answer[part] = write();
            }
        }
    });

    public Task TimeMachineAsync(HttpContext context) => AtPoint(context, (city, json) =>
    {
        var asked = PlaceFinder.Number(context.Request.Query, "dt");
        var time = asked is null ? service.Now : DateTimeOffset.FromUnixTimeSeconds((long)asked);
        var answer = Head(city);
        answer["data"] = new JsonArray(Moment(json, city, time, withSun: true));
        return answer;
    });

    private Task AtPoint(HttpContext context, Func<City, WeatherJson, JsonObject> answer)
    {
        var query = context.Request.Query;
        return PlaceFinder.CoordinatesComplaint(query) is { } complaint
            ? WeatherError.BadRequest(context, query.ContainsKey("lat") ? complaint : "Nothing to geocode")
            : context.AnswerJsonAsync(StatusCodes.Status200OK, answer(_places.Find(query)!, new WeatherJson(query)));
    }

    private static JsonObject Head(City city) => new()
    {
        ["lat"] = Math.Round(city.Latitude, 4),
        ["lon"] = Math.Round(city.Longitude, 4),
        ["timezone"] = string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{-city.UtcOffset.TotalHours:+0;-0;''}"),
        ["timezone_offset"] = (int)city.UtcOffset.TotalSeconds,
    };

    private JsonObject Moment(WeatherJson json, City city, DateTimeOffset time, bool withSun)
    {
        var now = service.Observe(city, time);
        var (rise, set) = Climate.Sun(city.Latitude, city.Longitude, time);
        var moment = new JsonObject { ["dt"] = time.ToUnixTimeSeconds() };
        if (withSun)
        {
            moment["sunrise"] = rise.ToUnixTimeSeconds();
            moment["sunset"] = set.ToUnixTimeSeconds();
        }

        moment["temp"] = json.Units.Temperature(now.Temperature);
        moment["feels_like"] = json.Units.Temperature(now.FeelsLike);
        moment["pressure"] = now.Pressure;
        moment["humidity"] = now.Humidity;
        moment["dew_point"] = json.Units.Temperature(now.Temperature - ((100 - now.Humidity) / 5.0));
        moment["uvi"] = time >= rise && time < set ? Math.Round((100 - now.Clouds) / 20.0, 2) : 0;
        moment["clouds"] = now.Clouds;
        moment["wind_speed"] = json.Units.Speed(now.WindSpeed);
        moment["wind_deg"] = now.WindDirection;
        if (now.Gust is { } gust)
        {
            moment["wind_gust"] = json.Units.Speed(gust);
        }

        WeatherJson.AddOptional(moment, now, hours: 1);
        moment["weather"] = json.Weather(now.Sky, time >= rise && time < set);
        return moment;
    }

    private JsonObject Minute(City city, DateTimeOffset time) => new JsonObject
    {
        ["dt"] = time.ToUnixTimeSeconds() / 60 * 60,
        ["precipitation"] = service.Observe(city, time) is var then ? then.Rain ?? then.Snow ?? 0 : 0,
    };

    private JsonObject Hour(WeatherJson json, City city, DateTimeOffset time)
    {
        var hour = Moment(json, city, time, withSun: false);
        hour["pop"] = hour.ContainsKey("rain") || hour.ContainsKey("snow") ? 0.8 : 0;
        return hour;
    }

    private static JsonObject Day(WeatherJson json, City city, DateTime date)
    {
        var noon = new DateTimeOffset(date, TimeSpan.Zero).AddHours(12) - city.UtcOffset;
        var hours = Enumerable.Range(-12, 24).Select(i => Climate.At(city.Latitude, city.Longitude, noon.AddHours(i))).ToList();
        var (midday, (rise, set)) = (hours[12], Climate.Sun(city.Latitude, city.Longitude, noon));
        var day = new JsonObject
        {
            ["dt"] = noon.ToUnixTimeSeconds(),
            ["sunrise"] = rise.ToUnixTimeSeconds(),
            ["sunset"] = set.ToUnixTimeSeconds(),
            ["summary"] = $"The day will start with {hours[8].Sky.Description}",
            ["temp"] = new JsonObject
            {
                ["day"] = json.Units.Temperature(midday.Temperature),
                ["min"] = json.Units.Temperature(hours.Min(hour => hour.Temperature)),
                ["max"] = json.Units.Temperature(hours.Max(hour => hour.Temperature)),
                ["night"] = json.Units.Temperature(hours[0].Temperature),
                ["eve"] = json.Units.Temperature(hours[18].Temperature),
                ["morn"] = json.Units.Temperature(hours[6].Temperature),
            },
            ["pressure"] = midday.Pressure,
            ["humidity"] = midday.Humidity,
            ["wind_speed"] = json.Units.Speed(midday.WindSpeed),
            ["wind_deg"] = midday.WindDirection,
            ["weather"] = json.Weather(midday.Sky, day: true),
            ["clouds"] = midday.Clouds,
            ["pop"] = hours.Any(hour => hour.Rain is not null || hour.Snow is not null) ? 0.8 : 0,
        };
        if (hours.Sum(hour => hour.Rain ?? 0) is > 0 and var rain)
        {
            day["rain"] = Math.Round(rain, 2);
        }

        if (hours.Sum(hour => hour.Snow ?? 0) is > 0 and var snow)
        {
            day["snow"] = Math.Round(snow, 2);
        }

        return day;
    }

    private static JsonArray List(int count, Func<int, JsonNode> write) => new([.. Enumerable.Range(0, count).Select(write)]);
}
