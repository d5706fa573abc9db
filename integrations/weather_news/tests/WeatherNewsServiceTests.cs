using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Faults;
using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests.WeatherNews;

/// <summary>The integration with services that answer, and fail, as the real ones do.</summary>
public class WeatherNewsServiceTests
{
    [Test]
    [Arguments("settings.country=us")]
    [Arguments("settings.headlines=city")]
    public async Task Run_OverBothServices_Delivers(string set)
    {
        await using var fake = await FakeServer.StartAsync();
        Publish(fake, "Paris prepares for the marathon");
        using var root = NewRoot(fake);

        var run = await RunAsync(root, fake, "settings.city=Paris,FR", set);

        await Assert.That(run.Error).IsEqualTo("");
        var report = root.ReadOutput("weather_news.yaml");
        await Assert.That(report).StartsWith("- city: Paris\n  country: FR\n").And.Contains("\n    - title: ");
        await Assert.That(report.Contains("marathon", StringComparison.Ordinal)).IsEqualTo(set.EndsWith("city", StringComparison.Ordinal));
    }

    [Test]
    public async Task Run_WhileBothServicesStumble_TriesAgainAndDelivers()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Faults.Add("/data/2.5/weather", Fault.Status(503), times: 2);
        fake.Faults.Add("/v2/top-headlines", Fault.TooManyRequests());
        using var root = NewRoot(fake);

        var run = await RunAsync(root, fake, "settings.country=us", "http.delay=1ms");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.Error);
        await Assert.That(fake.Requests.To("/data/2.5/weather").Count).IsEqualTo(3);
        await Assert.That(fake.Requests.To("/v2/top-headlines").Count).IsEqualTo(2);
    }

    [Test]
    public async Task Run_WithARefusedKey_FailsAtOnceWithoutAskingForNews()
    {
        await using var fake = await FakeServer.StartAsync();
        using var root = NewRoot(fake);
        fake.OpenWeatherMap.ApiKey = "another";

        var run = await RunAsync(root, fake, "retry.attempts=3");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).StartsWith("weather_news failed in fetch: OpenWeatherMap refuses the API key");
        await Assert.That(fake.Requests.All.Count).IsEqualTo(1);
        await Assert.That(File.Exists(Path.Combine(root.Path, "output", "weather_news.yaml"))).IsFalse();
    }

    private static void Publish(FakeServer fake, string title) => fake.NewsApi.Publish(fake.NewsApi.Articles[0] with { Title = title, IsHeadline = false });

    private static IntegrationRoot NewRoot(FakeServer fake)
    {
        var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));
        root.Write(".env", $"OPENWEATHERMAP_API_KEY={fake.OpenWeatherMap.ApiKey}\nNEWS_API_KEY={fake.NewsApi.ApiKey}\n");
        return root;
    }

    private static Task<TestRun> RunAsync(IntegrationRoot root, FakeServer fake, params string[] sets) => root.RunAsync(
        "weather_news", [$"settings.open_weather_map.base_url={fake.Url}", $"settings.news_api.base_url={fake.Url}", .. sets]);
}
