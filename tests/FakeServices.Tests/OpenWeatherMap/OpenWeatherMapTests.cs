using System.Net;
using System.Text.Json;
using IntegrationFramework.FakeServices.OpenWeatherMap;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationFramework.FakeServices.Tests.OpenWeatherMap;

public class OpenWeatherMapTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 3, 0, TimeSpan.Zero);

    [Test]
    [Arguments("q=London")]
    [Arguments("q=london,GB")]
    [Arguments("q=London,England,GB")]
    [Arguments("id=2643743")]
    [Arguments("zip=E14,GB")]
    [Arguments("lat=51.5&lon=-0.12")]
    public async Task Weather_OfAPlace_IsFoundInEachWay(string place)
    {
        await using var client = await Client.StartAsync();

        var (status, json) = await WeatherAsync(client, place);

        await Assert.That(status).IsEqualTo(HttpStatusCode.OK);
        await Assert.That((json.Text("name"), json.GetProperty("cod").GetInt32())).IsEqualTo(("London", 200));
        await Assert.That(json.GetProperty("sys").Text("country")).IsEqualTo("GB");
    }

    [Test]
    public async Task Weather_OfSameNames_AreTheCountrys()
    {
        await using var client = await Client.StartAsync();

        var (_, json) = await WeatherAsync(client, "q=London,CA");

        await Assert.That(json.GetProperty("id").GetInt32()).IsEqualTo(6058560);
    }

    [Test]
    [Arguments("metric", 20.0, 10.0)]
    [Arguments("imperial", 68.0, 22.37)]
    [Arguments("standard", 293.15, 10.0)]
    [Arguments("", 293.15, 10.0)]
    public async Task Weather_InUnits_IsConverted(string units, double temperature, double wind)
    {
        await using var client = await Client.StartAsync();
        client.Fake.OpenWeatherMap.SetWeather("Berlin", now => now with { Temperature = 293.15, WindSpeed = 10 });

        var (_, json) = await WeatherAsync(client, $"q=Berlin&units={units}");

        await Assert.That(json.GetProperty("main").GetProperty("temp").GetDouble()).IsEqualTo(temperature);
        await Assert.That(json.GetProperty("wind").GetProperty("speed").GetDouble()).IsEqualTo(wind);
    }

    [Test]
    public async Task Weather_InALanguage_IsTranslated()
    {
        await using var client = await Client.StartAsync();
        client.Fake.OpenWeatherMap.SetWeather("Munich", now => now with { Sky = Sky.LightRain, Rain = 0.4 });

        var (_, json) = await WeatherAsync(client, "q=Munich&lang=de");

        await Assert.That(json.Text("name")).IsEqualTo("München");
        await Assert.That(json.GetProperty("weather")[0].Text("description")).IsEqualTo("Leichter Regen");
        await Assert.That(json.GetProperty("rain").GetProperty("1h").GetDouble()).IsEqualTo(0.4);
    }

    [Test]
    public async Task Weather_WithoutOptionalValues_LeavesThemOut()
    {
        await using var client = await Client.StartAsync();
        client.Fake.OpenWeatherMap.SetWeather("Berlin", now => now with { Rain = null, Snow = null, Gust = null, Visibility = null });

        var (_, json) = await WeatherAsync(client, "q=Berlin");

        await Assert.That(new[] { "rain", "snow", "visibility" }.Any(name => json.TryGetProperty(name, out _))).IsFalse();
        await Assert.That(json.GetProperty("wind").TryGetProperty("gust", out _)).IsFalse();
    }

    [Test]
    public async Task Weather_WithinTenMinutes_IsTheSameObservation()
    {
        var time = new FakeTimeProvider(Now);
        await using var client = await Client.StartAsync(new FakeServerOptions { Time = time });

        var first = (await WeatherAsync(client, "q=Paris")).Json.GetRawText();
        time.Advance(TimeSpan.FromMinutes(5));
        var second = (await WeatherAsync(client, "q=Paris")).Json.GetRawText();
        time.Advance(TimeSpan.FromMinutes(5));
        var third = (await WeatherAsync(client, "q=Paris")).Json;

        await Assert.That(second).IsEqualTo(first);
        await Assert.That(third.GetProperty("dt").GetInt64()).IsEqualTo(Now.AddMinutes(7).ToUnixTimeSeconds());
    }

    [Test]
    [Arguments("q=Atlantis", 404, "404", "city not found")]
    [Arguments("q=", 400, "400", "Nothing to geocode")]
    [Arguments("lat=95&lon=1", 400, "400", "wrong latitude")]
    [Arguments("lat=5&lon=x", 400, "400", "wrong longitude")]
    public async Task Weather_OfNoPlace_TellsWhyWithCodAsText(string place, int status, string code, string message)
    {
        await using var client = await Client.StartAsync();

        var (answered, json) = await WeatherAsync(client, place);

        await Assert.That((int)answered).IsEqualTo(status);
        await Assert.That((json.Text("cod"), json.Text("message"))).IsEqualTo((code, message));
    }

    [Test]
    public async Task Weather_WithAWrongKey_Is401WithCodAsNumber()
    {
        await using var client = await Client.StartAsync();

        var (status, json) = await client.GetAsync("data/2.5/weather?q=London&appid=wrong");

        await Assert.That(status).IsEqualTo(HttpStatusCode.Unauthorized);
        await Assert.That(json.GetProperty("cod").GetInt32()).IsEqualTo(401);
        await Assert.That(json.Text("message")!).StartsWith("Invalid API key.");
    }

    [Test]
    public async Task Weather_BeyondCallsPerMinute_Is429UntilTheNextMinute()
    {
        var time = new FakeTimeProvider(Now);
        await using var client = await Client.StartAsync(new FakeServerOptions { Time = time });
        client.Fake.OpenWeatherMap.CallsPerMinute = 1;

        var statuses = new List<int> { (int)(await WeatherAsync(client, "q=Paris")).Status, (int)(await WeatherAsync(client, "q=Paris")).Status };
        time.Advance(TimeSpan.FromMinutes(1));
        statuses.Add((int)(await WeatherAsync(client, "q=Paris")).Status);

        await Assert.That(statuses).IsEquivalentTo([200, 429, 200]);
    }

    [Test]
    public async Task Weather_WithThePlanUsedUp_Is429()
    {
        await using var client = await Client.StartAsync();
        client.Fake.OpenWeatherMap.CallsLeft = 1;

        await WeatherAsync(client, "q=Paris");
        var (status, json) = await WeatherAsync(client, "q=Paris");

        await Assert.That(status).IsEqualTo(HttpStatusCode.TooManyRequests);
        await Assert.That(json.GetProperty("cod").GetInt32()).IsEqualTo(429);
    }

    [Test]
    public async Task Forecast_OfACity_HasFortyTimesThreeHours()
    {
        await using var client = await Client.StartAsync(new FakeServerOptions { Time = new FakeTimeProvider(Now) });

        var (_, json) = await GetAsync(client, "data/2.5/forecast?q=Tokyo");
        var times = json.GetProperty("list").EnumerateArray().Select(item => item.GetProperty("dt").GetInt64()).ToList();

        await Assert.That((json.Text("cod"), json.GetProperty("cnt").GetInt32(), times.Count)).IsEqualTo(("200", 40, 40));
        await Assert.That(json.GetProperty("list")[0].Text("dt_txt")).IsEqualTo("2026-07-15 15:00:00");
        await Assert.That(times.Zip(times.Skip(1), (a, b) => b - a).Distinct().Single()).IsEqualTo(10_800);
        await Assert.That(json.GetProperty("city").Text("name")).IsEqualTo("Tokyo");
    }

    [Test]
    public async Task Forecast_WithCnt_IsShorter()
    {
        await using var client = await Client.StartAsync();

        var (_, json) = await GetAsync(client, "data/2.5/forecast?q=Tokyo&cnt=3");

        await Assert.That(json.GetProperty("list").GetArrayLength()).IsEqualTo(3);
    }

    [Test]
    public async Task OneCall_WithExclude_LeavesPartsOut()
    {
        await using var client = await Client.StartAsync();

        var (_, json) = await GetAsync(client, "data/3.0/onecall?lat=52.52&lon=13.41&exclude=minutely,current&units=metric");

        await Assert.That(json.TryGetProperty("minutely", out _) || json.TryGetProperty("current", out _)).IsFalse();
        await Assert.That((json.GetProperty("hourly").GetArrayLength(), json.GetProperty("daily").GetArrayLength())).IsEqualTo((48, 8));
        var day = json.GetProperty("daily")[0].GetProperty("temp");
        await Assert.That(day.GetProperty("min").GetDouble()).IsLessThanOrEqualTo(day.GetProperty("max").GetDouble());
    }

    [Test]
    public async Task OneCall_WithoutASubscription_Is401()
    {
        await using var client = await Client.StartAsync();
        client.Fake.OpenWeatherMap.OneCallSubscribed = false;

        var (status, json) = await GetAsync(client, "data/3.0/onecall?lat=52.52&lon=13.41");

        await Assert.That(status).IsEqualTo(HttpStatusCode.Unauthorized);
        await Assert.That(json.Text("message")!).Contains("separate subscription");
    }

    [Test]
    public async Task TimeMachine_OfATime_TellsOfIt()
    {
        await using var client = await Client.StartAsync();

        var (_, json) = await GetAsync(client, "data/3.0/onecall/timemachine?lat=52.52&lon=13.41&dt=1700000000");

        await Assert.That(json.GetProperty("data")[0].GetProperty("dt").GetInt64()).IsEqualTo(1700000000);
    }

    [Test]
    public async Task Direct_OfAName_FindsAsManyAsTheLimitSays()
    {
        await using var client = await Client.StartAsync();

        var one = (await GetAsync(client, "geo/1.0/direct?q=Paris")).Json;
        var two = (await GetAsync(client, "geo/1.0/direct?q=Paris&limit=5")).Json;
        var none = (await GetAsync(client, "geo/1.0/direct?q=Atlantis")).Json;

        await Assert.That((one.GetArrayLength(), two.GetArrayLength(), none.GetArrayLength())).IsEqualTo((1, 2, 0));
        await Assert.That(one[0].GetProperty("local_names").Text("es")).IsEqualTo("París");
    }

    [Test]
    public async Task Reverse_OfAPoint_FindsTheCity()
    {
        await using var client = await Client.StartAsync();

        var (_, json) = await GetAsync(client, "geo/1.0/reverse?lat=41.7&lon=44.8");

        await Assert.That(json[0].Text("name")).IsEqualTo("Tbilisi");
    }

    [Test]
    public async Task Zip_OfACode_FindsTheCityOrNot()
    {
        await using var client = await Client.StartAsync();

        var (_, found) = await GetAsync(client, "geo/1.0/zip?zip=10001");
        var (status, missing) = await GetAsync(client, "geo/1.0/zip?zip=99999,FR");

        await Assert.That(found.Text("name")).IsEqualTo("New York");
        await Assert.That((status, missing.Text("message"))).IsEqualTo((HttpStatusCode.NotFound, "not found"));
    }

    private static Task<(HttpStatusCode Status, JsonElement Json)> WeatherAsync(Client client, string query) =>
        GetAsync(client, $"data/2.5/weather?{query}");

    private static Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(Client client, string path) =>
        client.GetAsync($"{path}&appid={client.Fake.OpenWeatherMap.ApiKey}");
}
