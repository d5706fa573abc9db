using Cli.Tests.Support;

namespace Cli.Tests.Services;

/// <summary>What the keys of <c>http:</c> take.</summary>
public class HttpSettingsTests
{
    [Test]
    [Arguments("timeout: 1ms, total_timeout: null, retries: 0, delay: 0s, max_delay: 0s, rate_limit: null, concurrency: null, max_response: 1KB, cache_ttl: null")]
    [Arguments("timeout: 1d, total_timeout: 1ms, retries: 100, rate_limit: 1000000/s, concurrency: 10000, max_response: 1GB, cache_ttl: 0s")]
    public async Task Validate_AtTheEndsOfTheRanges_FindsNothing(string http)
    {
        var outcome = await ValidateAsync(http);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
    }

    [Test]
    [Arguments("timeout: 0s")]
    [Arguments("timeout: null")]
    [Arguments("total_timeout: 0s")]
    [Arguments("retries: -1")]
    [Arguments("retries: 101")]
    [Arguments("retries: null")]
    [Arguments("rate_limit: 0/s")]
    [Arguments("rate_limit: 10")]
    [Arguments("concurrency: 0")]
    [Arguments("concurrency: 10001")]
    [Arguments("max_response: 1000")]
    [Arguments("max_response: 2GB")]
    [Arguments("max_response: null")]
    public async Task Validate_BeyondARange_NamesTheKeyAndItsPlace(string http)
    {
        var outcome = await ValidateAsync(http);

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains($"integrations/weather_news/config.yaml(2,{"http: { ".Length + http.IndexOf(' ', StringComparison.Ordinal) + 2}): error IFW01");
    }

    private static async Task<Outcome> ValidateAsync(string http)
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/weather_news/metadata.yaml", "version: 1.0.0\ntags: [demo]\n");
        root.Write("integrations/weather_news/config.yaml", $$$"""
            deliver: [{ stdout: {} }]
            http: { {{{http}}} }
            settings: { city: London, open_weather_map: { api_key: "${OPENWEATHERMAP_API_KEY}" }, news_api: { api_key: "${NEWS_API_KEY}" } }

            """);
        return await root.RunAsync(new Dictionary<string, string> { ["OPENWEATHERMAP_API_KEY"] = "a", ["NEWS_API_KEY"] = "b" }, "validate", "weather_news");
    }
}
