namespace Cli.Tests.Services;

/// <summary>A proxy from the environment: here it is the fake, which takes requests in their absolute form, too.</summary>
public class ProxyTests
{
    private static readonly string[] Sets = ["settings.open_weather_map.base_url=http://weather.invalid/", "settings.news_api.base_url=http://news.invalid/", "http.retries=0"];

    [Test]
    [Arguments("HTTP_PROXY")]
    [Arguments("ALL_PROXY")]
    public async Task Run_WithAProxyInTheEnvironment_AsksItForTheServices(string variable)
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Surroundings[variable] = root.Fake.Url.AbsoluteUri;

        var outcome = await root.RunAsync("weather_news", Sets);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(root.Fake.Requests.All.Select(request => request.Header("Host")!)).IsEquivalentTo(["weather.invalid", "news.invalid"]);
    }

    [Test]
    public async Task Run_ForAHostThatIsExceptedFromTheProxy_GoesPastIt()
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Surroundings["HTTP_PROXY"] = root.Fake.Url.AbsoluteUri;
        root.Surroundings["NO_PROXY"] = "weather.invalid";

        var outcome = await root.RunAsync("weather_news", Sets);

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains("GET to weather.invalid failed in 1 attempt: its name isn't known to DNS.");
        await Assert.That(root.Fake.Requests.All).IsEmpty();
    }
}
