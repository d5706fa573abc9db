using Cli.Tests.Support;
using IntegrationFramework.FakeServices.Faults;

namespace Cli.Tests.Services;

public class WeatherNewsTests
{
    [Test]
    public async Task Run_OverBothServices_WritesTheReportAndTellsTelemetry()
    {
        await using var root = await ServiceRoot.StartAsync();

        var outcome = await root.RunWeatherNewsAsync("settings.city=Paris,FR", "settings.country=us", "settings.max_headlines=3");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        var report = await root.ReadOutputAsync("weather_news.yaml");
        await Assert.That(report).StartsWith("- city: Paris\n  country: FR\n");
        await Assert.That(report.Split("\n    - title: ").Length - 1).IsEqualTo(3);
        await Assert.That(await root.TelemetryAsync("SELECT integration, status, trigger, records_fetched, records_delivered, attempts FROM runs"))
            .IsEquivalentTo(["weather_news|succeeded|manual|1|1|1"]);
        await Assert.That(await root.TelemetryAsync("SELECT host, requests, retries, statuses FROM http")).IsEquivalentTo(["""127.0.0.1|2|0|{"200":2}"""]);
    }

    [Test]
    public async Task Run_Again_TakesTheNewsFromTheCache()
    {
        await using var root = await ServiceRoot.StartAsync();
        await root.RunWeatherNewsAsync("settings.country=us");

        var outcome = await root.RunWeatherNewsAsync("settings.country=us");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(root.Fake.Requests.To("/data/2.5/weather").Count).IsEqualTo(2);
        await Assert.That(root.Fake.Requests.To("/v2/*").Count).IsEqualTo(1);
        await Assert.That(await root.TelemetryAsync("SELECT requests, cached FROM http ORDER BY run_id")).IsEquivalentTo(["2|0", "1|1"]);
    }

    [Test]
    public async Task Run_AfterAnHtmlPageInPlaceOfTheNews_AsksAgain()
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Fake.Faults.Add("/v2/*", Fault.Html());

        var first = await root.RunWeatherNewsAsync("settings.country=us");
        var second = await root.RunWeatherNewsAsync("settings.country=us");

        await Assert.That(first.Error).Contains("NewsAPI answered with what can't be read as its JSON: status 200 with text/html");
        await Assert.That(second.ExitCode).IsEqualTo(0).Because(second.ToString());
    }

    [Test]
    public async Task Run_WithACacheThatCannotBeWritten_SucceedsAndSaysSo()
    {
        await using var root = await ServiceRoot.StartAsync();
        Directory.CreateDirectory(root.Root.Path("cache", "news_cache.json"));

        var outcome = await root.RunWeatherNewsAsync("settings.country=us");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("news_cache.json can't be written; the next run asks services again.");
    }

    [Test]
    public async Task Run_WithOneRequestAnHour_SaysWhenToComeBackAndIsThereThen()
    {
        await using var root = await ServiceRoot.StartAsync();
        var first = await root.RunWeatherNewsAsync("http.rate_limit=1/h");

        var second = await root.RunWeatherNewsAsync("http.rate_limit=1/h");

        await Assert.That(first.ExitCode).IsEqualTo(0).Because(first.ToString());
        await Assert.That(second.ExitCode).IsEqualTo(1);
        await Assert.That(second.Error).Contains("weather_news failed in fetch: http.rate_limit lets the next request to 127.0.0.1:").And.Contains("Run it again then, or raise http.rate_limit");
        await Assert.That(await root.TelemetryAsync("SELECT duration_ms < 10000 FROM runs ORDER BY started_at DESC LIMIT 1")).IsEquivalentTo(["1"]);
        await Assert.That(await root.TelemetryAsync("SELECT count(*) FROM http_limits WHERE next_at > (unixepoch() + 3700) * 1000000")).IsEquivalentTo(["0"]);
    }

    [Test]
    public async Task Run_WithoutKeys_PointsToTheSandbox()
    {
        using var root = new TemporaryRoot();
        root.CopyIntegrations();

        var outcome = await root.RunAsync("run", "weather_news");

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains("OPENWEATHERMAP_API_KEY is not set").And.Contains("; `ifw run weather_news --sandbox` needs none and plays what was recorded.");
    }

    [Test]
    public async Task Run_WithBothKeys_ShowsThemNowhere()
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Fake.Faults.Add("/data/2.5/weather", Fault.Reset());
        root.Fake.Faults.Add("/v2/top-headlines", Fault.Status(500));
        var good = await root.RunWeatherNewsAsync("settings.country=us", "http.delay=1ms");
        root.Fake.OpenWeatherMap.ApiKey = "another";
        var refused = await root.RunWeatherNewsAsync();

        await Assert.That(good.ExitCode).IsEqualTo(0).Because(good.ToString());
        await Assert.That(refused.ExitCode).IsEqualTo(1).Because(refused.ToString());
        await Assert.That(refused.Error).Contains("weather_news failed in fetch: OpenWeatherMap refuses the API key");
        foreach (var key in root.Fake.Requests.All.Select(request => request.Parameter("appid") ?? request.Header("X-Api-Key")!).Distinct())
        {
            await Assert.That(await root.PlacesOfAsync(key)).IsEmpty();
        }
    }
}
