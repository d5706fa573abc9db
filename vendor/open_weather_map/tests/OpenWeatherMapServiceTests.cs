using IntegrationFramework;
using IntegrationFramework.FakeServices;
using Vendors.OpenWeatherMap;
using Vendors.Tests.Http;

namespace Vendors.Tests.OpenWeatherMap;

/// <summary>The client with a service that answers as the real one does.</summary>
public class OpenWeatherMapServiceTests
{
    [Test]
    public async Task GetCurrentWeather_ByNameIdAndPoint_FindsTheSameCity()
    {
        await using var fake = await FakeServer.StartAsync();
        var client = Client(fake);

        var named = await client.GetCurrentWeatherAsync(WeatherLocation.City("São Paulo,BR"));
        var numbered = await client.GetCurrentWeatherAsync(WeatherLocation.CityId(3448439));
        var near = await client.GetCurrentWeatherAsync(WeatherLocation.At(-23.5475, -46.6361));

        await Assert.That(named.Id).IsEqualTo(3448439);
        await Assert.That(named.UtcOffset).IsEqualTo(TimeSpan.FromHours(-3));
        await Assert.That(named.Measurements.Temperature).IsNotNull();
        await Assert.That(named.Conditions).IsNotEmpty();
        await Assert.That(numbered.Measurements).IsEqualTo(named.Measurements);
        await Assert.That(near.Measurements).IsEqualTo(named.Measurements);
    }

    [Test]
    public async Task GetForecast_OfACity_HasFiveDays()
    {
        await using var fake = await FakeServer.StartAsync();

        var whole = await Client(fake).GetForecastAsync(WeatherLocation.City("Tokyo"));
        var brief = await Client(fake).GetForecastAsync(WeatherLocation.City("Tokyo"), steps: 3);

        await Assert.That(whole.Steps.Count).IsEqualTo(40);
        await Assert.That(whole.Steps[1].At - whole.Steps[0].At).IsEqualTo(TimeSpan.FromHours(3));
        await Assert.That(whole.City.Name).IsEqualTo("Tokyo");
        await Assert.That(brief.Steps.Count).IsEqualTo(3);
    }

    [Test]
    public async Task GetOneCall_WithAndWithoutParts_HasWhatWasAskedFor()
    {
        await using var fake = await FakeServer.StartAsync();

        var weather = await Client(fake).GetOneCallAsync(52.5244, 13.4105, OneCallParts.Minutely | OneCallParts.Hourly);

        await Assert.That(weather.Current!.Temperature).IsNotNull();
        await Assert.That(weather.Daily.Count).IsEqualTo(8);
        await Assert.That(weather.Daily[0].Temperatures.Highest).IsNotNull();
        await Assert.That(weather.Minutely.Count + weather.Hourly.Count).IsEqualTo(0);
    }

    [Test]
    public async Task FindPlaces_ByNamePointAndZip_FindsThem()
    {
        await using var fake = await FakeServer.StartAsync();
        var client = Client(fake);

        var londons = await client.FindPlacesAsync("London");
        var near = await client.FindPlacesAtAsync(48.8534, 2.3488, limit: 1);
        var zip = await client.FindZipAsync("10115", "DE");

        await Assert.That(londons.Select(place => place.Country!)).IsEquivalentTo(["GB", "CA"]);
        await Assert.That(near.Single().LocalNames["es"]).IsEqualTo("París");
        await Assert.That(zip.Name).IsEqualTo("Berlin");
    }

    [Test]
    public async Task Get_Refused_ThrowsWhatFits()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.OpenWeatherMap.OneCallSubscribed = false;
        var client = Client(fake);

        await Assert.That(async () => await client.GetCurrentWeatherAsync(WeatherLocation.City("Lodnon"))).Throws<OpenWeatherMapNotFoundException>();
        await Assert.That(async () => await client.FindZipAsync("00000", "DE")).Throws<OpenWeatherMapNotFoundException>();
        await Assert.That(async () => await client.GetOneCallAsync(1, 2)).Throws<OpenWeatherMapPlanException>();
        fake.OpenWeatherMap.CallsLeft = 0;
        await Assert.That(async () => await client.FindPlacesAsync("London")).Throws<OpenWeatherMapLimitException>();
        fake.OpenWeatherMap.ApiKey = "another";
        await Assert.That(async () => await client.GetOneCallAsync(1, 2)).Throws<OpenWeatherMapKeyException>();
    }

    private static OpenWeatherMapClient Client(FakeServer fake) =>
        new(new() { ApiKey = new Secret(fake.OpenWeatherMap.ApiKey), BaseUrl = fake.Url }, Plain.Http);
}
