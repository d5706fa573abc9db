using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

public class NamesTests
{
    [Test]
    [Arguments("City", "city")]
    [Arguments("OpenWeatherMap", "open_weather_map")]
    [Arguments("APIKey", "api_key")]
    [Arguments("MaxHeadlines", "max_headlines")]
    [Arguments("Top10Items", "top10_items")]
    [Arguments("UseTLS", "use_tls")]
    [Arguments("already_snake", "already_snake")]
    [Arguments("", "")]
    public async Task From_PascalCase_GivesSnakeCase(string name, string expected)
    {
        await Assert.That(SnakeCase.From(name)).IsEqualTo(expected);
    }

    [Test]
    [Arguments("hello_world", true)]
    [Arguments("a1_b2", true)]
    [Arguments("Hello", false)]
    [Arguments("hello__world", false)]
    [Arguments("_hello", false)]
    [Arguments("hello_", false)]
    [Arguments("1hello", false)]
    [Arguments("hello-world", false)]
    [Arguments("", false)]
    public async Task Is_Name_TellsWhetherItIsSnakeCase(string name, bool expected)
    {
        await Assert.That(SnakeCase.Is(name)).IsEqualTo(expected);
    }

    [Test]
    [Arguments("citty", "city")]
    [Arguments("ctiy", "city")]
    [Arguments("City", "city")]
    [Arguments("max-headlines", "max_headlines")]
    [Arguments("maxheadlines", "max_headlines")]
    [Arguments("quite_other", null)]
    [Arguments("", null)]
    public async Task Closest_Misspelt_FindsWhatWasMeant(string name, string? expected)
    {
        await Assert.That(Suggestion.Closest(name, ["country", "city", "max_headlines"])).IsEqualTo(expected);
    }
}
