using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;
using Vendors.Tests.Http;

namespace Integrations.Tests.WeatherNews;

public class WeatherNewsTests
{
    private const string Name = "weather_news";
    private const string Output = "weather_news.yaml";

    private const string Weather = """
        {"coord":{"lon":-0.1257,"lat":51.5085},"weather":[{"id":500,"main":"Rain","description":"light rain","icon":"10d"}],"base":"stations",
         "main":{"temp":11.3,"feels_like":10.6,"pressure":1009,"humidity":84},"visibility":10000,"wind":{"speed":4.1,"deg":240},"rain":{"1h":0.4},
         "clouds":{"all":75},"dt":1795600800,"sys":{"country":"GB","sunrise":1795592000,"sunset":1795622400},"timezone":0,"id":2643743,"name":"London","cod":200}
        """;

    private const string Headlines = """
        {"status":"ok","totalResults":4,"articles":[
          {"source":{"id":null,"name":"The Thames"},"title":" Tower Bridge stays open ","url":"https://thames.example/bridge","publishedAt":"2026-11-24T05:30:00Z"},
          {"source":{"id":null,"name":"[Removed]"},"title":"[Removed]","url":"https://removed.example"},
          {"source":{"id":"green-belt","name":null},"title":"Foxes: a census","url":"https://belt.example/foxes"},
          {"source":{"id":null,"name":"The Thames"},"title":"A third one","url":"https://thames.example/third"}]}
        """;

    private const string NoHeadlines = """{"status":"ok","totalResults":0,"articles":[]}""";

    [Test]
    public async Task Run_OverBothServices_JoinsWeatherAndHeadlines()
    {
        await using var server = Services(headlines: Headlines);
        using var root = NewRoot();

        var run = await RunAsync(root, server, "settings.max_headlines=2");

        await Assert.That(run.Error).IsEqualTo("");
        await Assert.That(root.ReadOutput(Output)).IsEqualTo("""
            - city: London
              country: GB
              observed_at: 2026-11-25T10:00:00+00:00
              units: metric
              temperature: 11.3
              feels_like: 10.6
              humidity: 84.0
              pressure: 1009.0
              wind_speed: 4.1
              wind_direction: 240.0
              wind_gust: null
              clouds: 75.0
              rain: 0.4
              snow: null
              conditions:
                - light rain
              sunrise: 2026-11-25T07:33:20+00:00
              sunset: 2026-11-25T16:00:00+00:00
              headlines:
                - title: Tower Bridge stays open
                  source: The Thames
                  url: https://thames.example/bridge
                  published_at: 2026-11-24T05:30:00+00:00
                - title: "Foxes: a census"
                  source: green-belt
                  url: https://belt.example/foxes
                  published_at: null

            """);
        await Assert.That(server.Asked.Select(asked => asked.Split('?')[0])).IsEquivalentTo(["/data/2.5/weather", "/v2/top-headlines"]);
        await Assert.That(server.Asked).Contains("/v2/top-headlines?country=gb&pageSize=2&page=1");
    }

    [Test]
    public async Task Run_WhereTheCountryHasNoHeadlines_TakesArticlesAboutTheCityAndSaysSo()
    {
        await using var server = Services(headlines: NoHeadlines, everything: Headlines);
        using var root = NewRoot();

        var run = await RunAsync(root, server, "settings.city=London,GB");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(root.ReadOutput(Output)).Contains("title: Tower Bridge stays open");
        await Assert.That(Uri.UnescapeDataString(server.Asked.Last()))
            .IsEqualTo("/v2/everything?q=\"London\"&searchIn=title,description&sortBy=publishedAt&pageSize=10&page=1");
        await Assert.That(run.Logs.Any(line => line.Message.Contains("the latest articles about 'London,GB'", StringComparison.Ordinal))).IsTrue();
    }

    [Test]
    public async Task Run_WithRainToldForThreeHoursOnly_GivesTheAverageOfAnHour()
    {
        await using var server = Services(weather: Weather.Replace("\"1h\":0.4", "\"3h\":3.6", StringComparison.Ordinal), headlines: Headlines);
        using var root = NewRoot();

        await RunAsync(root, server);

        await Assert.That(root.ReadOutput(Output)).Contains("\n  rain: 1.2\n");
    }

    [Test]
    [Arguments("country")]
    [Arguments("city")]
    public async Task Run_WhereThereAreNoHeadlinesAtAll_DeliversTheWeatherAndWarns(string scope)
    {
        await using var server = Services(headlines: NoHeadlines, everything: NoHeadlines);
        using var root = NewRoot();

        var run = await RunAsync(root, server, $"settings.headlines={scope}");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(root.ReadOutput(Output)).Contains("temperature: 11.3").And.Contains("headlines: []");
        await Assert.That(run.Logs.Any(line => line.Level == Microsoft.Extensions.Logging.LogLevel.Warning && line.Message.Contains("its weather alone", StringComparison.Ordinal))).IsTrue();
        await Assert.That(server.Asked.Count).IsEqualTo(2);
    }

    // weather's status and body, news' status and body, the error, how many requests
    [Test]
    [Arguments(404, """{"cod":"404","message":"city not found"}""", 200, Headlines, "OpenWeatherMap knows no place 'London'", 1)]
    [Arguments(401, """{"cod":401,"message":"Invalid API key."}""", 200, Headlines, "a new key takes some hours", 1)]
    [Arguments(200, """{"cod":200,"name":"London"}""", 200, Headlines, "without a temperature for 'London'", 1)]
    [Arguments(200, Weather, 401, """{"status":"error","code":"apiKeyInvalid","message":"Wrong."}""", "NewsAPI refuses the API key: \"Wrong\".", 2)]
    [Arguments(200, Weather, 429, """{"status":"error","code":"rateLimited","message":"Slow."}""", "NewsAPI was asked too often", 2)]
    [Arguments(200, Weather, 500, """{"status":"error","code":"unexpectedError","message":"Oh."}""", "NewsAPI can't answer now", 2)]
    public async Task Run_WhereOneServiceFails_FailsAndKeepsTheReportOfBefore(
        int weatherStatus, string weather, int newsStatus, string news, string error, int requests)
    {
        await using var server = Services(new Answer(weatherStatus, weather), new Answer(newsStatus, news));
        using var root = NewRoot();
        root.Write($"output/{Output}", "- city: Before\n");

        var run = await RunAsync(root, server);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).StartsWith("weather_news failed in fetch: ").And.Contains(error);
        await Assert.That(run.Error).DoesNotContain("hunter2").And.DoesNotContain("ifw logs");
        await Assert.That(root.ReadOutput(Output)).IsEqualTo("- city: Before\n");
        await Assert.That(server.Asked.Count).IsEqualTo(requests);
    }

    [Test]
    public async Task Run_InTheSandbox_NeedsNeitherKeyNorNetworkTheSecondTimeEither()
    {
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));

        var first = await root.RunSandboxAsync(Name);
        var report = root.ReadOutput($"sandbox/{Output}");
        var second = await root.RunSandboxAsync(Name);

        await Assert.That(first.Error + second.Error).IsEqualTo("");
        await Assert.That(report).StartsWith("- city: London\n  country: GB\n  observed_at: 2026-11-24T08:09:00+00:00\n")
            .And.Contains("title: London's night buses switch to batteries from January").And.DoesNotContain("[Removed]");
        await Assert.That(root.ReadOutput($"sandbox/{Output}")).IsEqualTo(report);
        await Assert.That(File.Exists(Path.Combine(root.Path, "output", Output))).IsFalse();
    }

    [Test]
    public async Task Run_InTheSandboxForAnotherCity_SaysThatItWasNotRecorded()
    {
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));

        var run = await root.RunSandboxAsync(Name, null, "settings.city=Paris");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("the parameter q is 'Paris' here and 'London' there");
    }

    [Test]
    public async Task Run_WithoutKeys_SaysWhichVariableIsMissing()
    {
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));

        var run = await root.RunAsync(Name);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("OPENWEATHERMAP_API_KEY is not set").And.Contains("(1 more)");
    }

    private static JsonServer Services(Answer? weather = null, Answer? headlines = null, Answer? everything = null) => new(asked => asked.Split('?')[0] switch
    {
        "/data/2.5/weather" => weather ?? Weather,
        "/v2/top-headlines" => headlines ?? NoHeadlines,
        "/v2/everything" => everything ?? NoHeadlines,
        _ => new Answer(404, "{}"),
    });

    // The keys come from .env, as an operator's do.
    private static IntegrationRoot NewRoot()
    {
        var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));
        root.Write(".env", "OPENWEATHERMAP_API_KEY=hunter2-weather\nNEWS_API_KEY=hunter2-news\n");
        return root;
    }

    private static Task<TestRun> RunAsync(IntegrationRoot root, JsonServer server, params string[] sets) => root.RunAsync(
        Name,
        [$"settings.open_weather_map.base_url={server.Url}", $"settings.news_api.base_url={server.Url}", "http.retries=0", .. sets]);
}
