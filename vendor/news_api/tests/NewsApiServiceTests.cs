using IntegrationFramework;
using IntegrationFramework.FakeServices;
using Vendors.NewsApi;
using Vendors.Tests.Http;

namespace Vendors.Tests.NewsApi;

/// <summary>The client with a service that answers as the real one does.</summary>
public class NewsApiServiceTests
{
    [Test]
    public async Task StreamEverything_WithTheFreePlan_EndsAfter100()
    {
        await using var fake = await FakeServer.StartAsync();

        var articles = Client(fake).StreamEverything(new() { Keywords = "said", PageSize = 40 });
        var urls = await articles.Select(article => article.Url).ToListAsync();

        await Assert.That(articles.IsCutShort).IsTrue();
        await Assert.That(articles.TotalResults!.Value).IsGreaterThan(100);
        await Assert.That(urls.Count).IsBetween(80, 100);
        await Assert.That(urls.Distinct().Count()).IsEqualTo(urls.Count);
    }

    [Test]
    public async Task StreamEverything_WithAPaidPlan_GivesAll()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.NewsApi.DeveloperPlan = false;

        var articles = Client(fake).StreamEverything(new() { Keywords = "said", PageSize = 40 });
        var count = await articles.CountAsync();

        await Assert.That(articles.IsCutShort).IsFalse();
        await Assert.That(count).IsEqualTo(articles.TotalResults!.Value);
    }

    [Test]
    public async Task StreamTopHeadlines_OfACountryAndCategory_FindsTheSourcesOfIt()
    {
        await using var fake = await FakeServer.StartAsync();
        var client = Client(fake);

        var sources = await client.GetSourcesAsync(new() { Country = "us" });
        var headlines = await client.StreamTopHeadlines(new() { Sources = [sources[0].Id!], PageSize = 10 }).ToListAsync();

        await Assert.That(sources.Select(source => source.Country!).Distinct()).IsEquivalentTo(["us"]);
        await Assert.That(headlines).IsNotEmpty();
        await Assert.That(headlines.Select(article => article.Source.Id!).Distinct()).IsEquivalentTo([sources[0].Id!]);
    }

    [Test]
    public async Task Get_Refused_ThrowsWhatFits()
    {
        await using var fake = await FakeServer.StartAsync();
        var client = Client(fake);

        await Assert.That(async () => await client.GetTopHeadlinesAsync(new() { Sources = ["no-such-source"] })).Throws<NewsApiSourceException>();
        await Assert.That(async () => await client.GetEverythingAsync(new() { Keywords = "sea", Language = "xx" })).Throws<NewsApiParameterException>();
        await Assert.That(async () => await client.GetEverythingAsync(new() { Keywords = "sea", From = DateTimeOffset.UnixEpoch }))
            .Throws<NewsApiParameterException>();
        fake.NewsApi.CallsLeft = 0;
        await Assert.That(async () => await client.GetSourcesAsync()).Throws<NewsApiLimitException>();
        fake.NewsApi.ApiKey = "another";
        await Assert.That(async () => await client.GetSourcesAsync()).Throws<NewsApiKeyException>();
    }

    private static NewsApiClient Client(FakeServer fake) => new(new() { ApiKey = new Secret(fake.NewsApi.ApiKey), BaseUrl = fake.Url }, Plain.Http);
}
