using IntegrationFramework;
using Vendors.OpenWeatherMap;
using Vendors.Tests.Http;

namespace Vendors.Tests.OpenWeatherMap;

public class OpenWeatherMapClientTests
{
    [Test]
    public async Task GetCurrentWeather_OfACity_ReadsWhatTheServiceSays()
    {
        await using var server = JsonServer.With(Payloads.Lisbon);

        var weather = await Client(server).GetCurrentWeatherAsync(WeatherLocation.City("Lisbon,PT"));

        await Assert.That(server.Asked).IsEquivalentTo(["/data/2.5/weather?appid=k%26y&units=metric&lang=en&q=Lisbon%2CPT"]);
        await Assert.That(weather.Name).IsEqualTo("Lisbon");
        await Assert.That(weather.ObservedAt).IsEqualTo(new DateTimeOffset(2026, 9, 21, 14, 13, 20, TimeSpan.Zero));
        await Assert.That(weather.UtcOffset).IsEqualTo(TimeSpan.FromHours(1));
        await Assert.That(weather.Measurements.HighestTemperature).IsEqualTo(17);
        await Assert.That(weather.Conditions.Select(condition => condition.Description!)).IsEquivalentTo(["moderate rain", "mist"]);
        await Assert.That(weather.Wind).IsEqualTo(new Wind { Speed = 6.7, Direction = 230, Gust = 11.3 });
        await Assert.That(weather.Rain!.OneHour).IsEqualTo(2.07);
        await Assert.That(weather.Snow).IsNull();
        await Assert.That(weather.Place.Sunset).IsEqualTo(DateTimeOffset.FromUnixTimeSeconds(1790015400));
    }

    [Test]
    public async Task GetCurrentWeather_ByPointOrId_AsksForThat()
    {
        await using var server = JsonServer.With(Payloads.Lisbon);
        var client = Client(server, new() { ApiKey = new Secret("key"), Units = WeatherUnits.Imperial, Language = "pt_br" });

        await client.GetCurrentWeatherAsync(WeatherLocation.At(-38.5, 9.25));
        await client.GetCurrentWeatherAsync(WeatherLocation.CityId(2267057));

        await Assert.That(server.Asked).IsEquivalentTo(
        [
            "/data/2.5/weather?appid=key&units=imperial&lang=pt_br&lat=-38.5&lon=9.25",
            "/data/2.5/weather?appid=key&units=imperial&lang=pt_br&id=2267057",
        ]);
    }

    [Test]
    [Arguments("{}")]
    [Arguments("""{"cod":200,"weather":null,"main":null,"wind":null,"sys":null,"dt":null,"timezone":null,"rain":{},"visibility":null}""")]
    [Arguments("""{"cod":"200","sys":{"sunrise":0,"sunset":0}}""")]
    public async Task GetCurrentWeather_OfAnAnswerWithoutMuch_IsJustAsEmpty(string body)
    {
        await using var server = JsonServer.With(body);

        var weather = await Client(server).GetCurrentWeatherAsync(WeatherLocation.City("Nowhere"));

        await Assert.That(weather.Conditions).IsEmpty();
        await Assert.That(weather.Measurements).IsEqualTo(new Measurements());
        await Assert.That(weather.Wind.Speed).IsNull();
        await Assert.That(weather.ObservedAt).IsNull();
        await Assert.That(weather.Place).IsEqualTo(new PlaceFacts());
    }

    [Test]
    public async Task GetForecast_WithALimitOfSteps_ReadsThem()
    {
        await using var server = JsonServer.With(Payloads.Forecast);

        var forecast = await Client(server).GetForecastAsync(WeatherLocation.City("Lisbon"), steps: 2);

        await Assert.That(server.Asked.Single()).EndsWith("&q=Lisbon&cnt=2");
        await Assert.That(forecast.City.Population).IsEqualTo(517802);
        await Assert.That(forecast.Steps.Count).IsEqualTo(2);
        await Assert.That(forecast.Steps[0].PrecipitationProbability).IsEqualTo(0.68);
        await Assert.That(forecast.Steps[0].Rain!.ThreeHours).IsEqualTo(1.2);
        await Assert.That(forecast.Steps[1].Measurements.Temperature).IsNull();
    }

    [Test]
    public async Task GetOneCall_WithoutSomeParts_ReadsTheOthers()
    {
        await using var server = JsonServer.With(Payloads.OneCall);

        var weather = await Client(server).GetOneCallAsync(78.22, 15.65, OneCallParts.Minutely | OneCallParts.Alerts);

        await Assert.That(server.Asked.Single()).StartsWith("/data/3.0/onecall?").And.EndsWith("&lat=78.22&lon=15.65&exclude=minutely%2Calerts");
        await Assert.That(weather.TimeZone).IsEqualTo("Arctic/Longyearbyen");
        await Assert.That(weather.Current!.Snow!.OneHour).IsEqualTo(0.21);
        await Assert.That(weather.Current.Sunrise).IsNull();
        await Assert.That(weather.Hourly.Single().PrecipitationProbability).IsEqualTo(0.35);
        await Assert.That(weather.Daily.Single().Sunrise).IsNull();
        await Assert.That(weather.Daily.Single().Snow).IsEqualTo(3.4);
        await Assert.That(weather.Daily.Single().FeelsLike.Morning).IsEqualTo(-12);
        await Assert.That(weather.Alerts.Single().Tags).IsEquivalentTo(["Wind"]);
    }

    [Test]
    public async Task FindPlaces_ByNameAndByPoint_GivesThemAll()
    {
        const string Places = """[{"name":"Porto","local_names":{"en":"Porto","de":"Porto"},"lat":41.15,"lon":-8.61,"country":"PT","state":"Norte"},{"name":"Porto"}]""";
        await using var server = JsonServer.With(Places);
        var client = Client(server);

        var named = await client.FindPlacesAsync("Porto", limit: 2);
        var near = await client.FindPlacesAtAsync(41.15, -8.61);

        await Assert.That(server.Asked).IsEquivalentTo(
            ["/geo/1.0/direct?appid=k%26y&q=Porto&limit=2", "/geo/1.0/reverse?appid=k%26y&lat=41.15&lon=-8.61&limit=5"]);
        await Assert.That(named[0].LocalNames["de"]).IsEqualTo("Porto");
        await Assert.That(named[1].Latitude).IsNull();
        await Assert.That(near.Count).IsEqualTo(2);
    }

    [Test]
    public async Task FindPlaces_OfAnUnknownName_GivesNone()
    {
        await using var server = JsonServer.With("[]");

        await Assert.That(await Client(server).FindPlacesAsync("Xyzzy")).IsEmpty();
    }

    [Test]
    public async Task FindZip_OfAPostalCode_GivesItsPlace()
    {
        await using var server = JsonServer.With("""{"zip":"E14","name":"London","lat":51.4969,"lon":-0.0087,"country":"GB"}""");

        var place = await Client(server).FindZipAsync("E14", "GB");

        await Assert.That(server.Asked.Single()).IsEqualTo("/geo/1.0/zip?appid=k%26y&zip=E14%2CGB");
        await Assert.That(place).IsEqualTo(new GeoZip { Zip = "E14", Name = "London", Latitude = 51.4969, Longitude = -0.0087, Country = "GB" });
    }

    [Test]
    public async Task Get_BelowABaseUrlWithAPath_KeepsThePath()
    {
        await using var server = JsonServer.With(Payloads.Lisbon);
        var options = new OpenWeatherMapOptions { ApiKey = new Secret("key"), BaseUrl = new Uri(server.Url, "proxy") };

        await new OpenWeatherMapClient(options, Plain.Http).GetCurrentWeatherAsync(WeatherLocation.City("Lisbon"));

        await Assert.That(server.Asked.Single()).StartsWith("/proxy/data/2.5/weather?");
    }

    [Test]
    public async Task Get_OfWhatCantBe_IsRefusedBeforeItIsSent()
    {
        await using var server = JsonServer.With("{}");
        var client = Client(server);

        await Assert.That(() => WeatherLocation.At(90.5, 0)).Throws<ArgumentOutOfRangeException>();
        await Assert.That(() => WeatherLocation.At(0, double.NaN)).Throws<ArgumentOutOfRangeException>();
        await Assert.That(() => WeatherLocation.City(" ")).Throws<ArgumentException>();
        await Assert.That(async () => await client.GetForecastAsync(WeatherLocation.City("X"), steps: 41)).Throws<ArgumentOutOfRangeException>();
        await Assert.That(async () => await client.GetOneCallAsync(0, 181)).Throws<ArgumentOutOfRangeException>();
        await Assert.That(async () => await client.FindPlacesAsync("X", limit: 0)).Throws<ArgumentOutOfRangeException>();
        await Assert.That(server.Asked).IsEmpty();
    }

    private static OpenWeatherMapClient Client(JsonServer server, OpenWeatherMapOptions? options = null) =>
        new((options ?? new() { ApiKey = new Secret("k&y") }) with { BaseUrl = server.Url }, Plain.Http);
}
