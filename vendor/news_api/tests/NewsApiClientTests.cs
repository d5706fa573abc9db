using IntegrationFramework;
using Vendors.NewsApi;
using Vendors.Tests.Http;

namespace Vendors.Tests.NewsApi;

public class NewsApiClientTests
{
    private const string Sparse = """
        {"status":"ok","totalResults":3,"articles":[
          {"source":{"id":"the-harbour","name":"The Harbour"},"author":"A. Reyes","title":"Ferries run again","description":"After the storm.",
           "url":"https://harbour.example/ferries","urlToImage":"https://harbour.example/f.jpg","publishedAt":"2026-11-20T06:15:00Z","content":"The first ferry… [+900 chars]"},
          {"source":{"id":null,"name":"Inland"},"author":null,"title":"Rain ahead","description":null,"url":null,"urlToImage":null,"publishedAt":null,"content":null},
          {"source":null,"title":"[Removed]","url":"https://removed.example","publishedAt":"0001-01-01T00:00:00"}]}
        """;

    [Test]
    public async Task GetTopHeadlines_OfArticlesThatLackMuch_ReadsWhatThereIs()
    {
        await using var server = JsonServer.With(Sparse);

        var page = await Client(server).GetTopHeadlinesAsync(new() { Country = "PT", Category = NewsCategory.Science, Keywords = "rain & wind", PageSize = 20 });

        await Assert.That(server.Asked).IsEquivalentTo(["/v2/top-headlines?q=rain%20%26%20wind&country=pt&category=science&pageSize=20&page=1"]);
        await Assert.That(server.Keys).IsEquivalentTo(["hunter2"]);
        await Assert.That(page.TotalResults).IsEqualTo(3);
        await Assert.That(page.Articles[0].PublishedAt).IsEqualTo(new DateTimeOffset(2026, 11, 20, 6, 15, 0, TimeSpan.Zero));
        await Assert.That(page.Articles[0].Source).IsEqualTo(new ArticleSource { Id = "the-harbour", Name = "The Harbour" });
        await Assert.That(page.Articles[1]).IsEqualTo(new NewsArticle { Source = new() { Name = "Inland" }, Title = "Rain ahead" });
        await Assert.That(page.Articles.Select(article => article.IsRemoved)).IsEquivalentTo([false, false, true]);
    }

    [Test]
    public async Task GetEverything_WithAllFilters_SendsThem()
    {
        await using var server = JsonServer.With(Sparse);

        await Client(server).GetEverythingAsync(new()
        {
            Keywords = "\"sea level\"",
            SearchIn = NewsFields.Title | NewsFields.Content,
            Sources = ["the-harbour", "inland"],
            Domains = ["harbour.example"],
            ExcludeDomains = ["gossip.example", "ads.example"],
            From = new DateTimeOffset(2026, 11, 1, 2, 0, 0, TimeSpan.FromHours(2)),
            To = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero),
            Language = "en",
            SortBy = NewsOrder.Relevancy,
            Page = 2,
        });

        await Assert.That(Uri.UnescapeDataString(server.Asked.Single())).IsEqualTo(
            "/v2/everything?q=\"sea level\"&sources=the-harbour,inland&language=en&searchIn=title,content&domains=harbour.example"
            + "&excludeDomains=gossip.example,ads.example&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&sortBy=relevancy&pageSize=100&page=2");
    }

    [Test]
    public async Task GetSources_OfACategory_ListsThem()
    {
        await using var server = JsonServer.With(
            """{"status":"ok","sources":[{"id":"the-harbour","name":"The Harbour","description":"News of the coast","url":"https://harbour.example","category":"general","language":"en","country":"pt"}]}""");

        var sources = await Client(server).GetSourcesAsync(new() { Category = NewsCategory.General, Country = "PT" });

        await Assert.That(server.Asked.Single()).IsEqualTo("/v2/top-headlines/sources?category=general&country=pt");
        await Assert.That(sources.Single().Id).IsEqualTo("the-harbour");
        await Assert.That(sources.Single().Country).IsEqualTo("pt");
    }

    public static IEnumerable<Func<(NewsRequest Request, string Problem)>> Wrong() =>
    [
        () => (new TopHeadlinesRequest { Sources = ["a"], Country = "us" }, "can't be combined"),
        () => (new TopHeadlinesRequest { Sources = ["a"], Category = NewsCategory.Health }, "can't be combined"),
        () => (new TopHeadlinesRequest(), "need a country"),
        () => (new TopHeadlinesRequest { Country = "usa" }, "'usa' is none"),
        () => (new TopHeadlinesRequest { Country = "us", PageSize = 101 }, "1 to 100 articles, not 101"),
        () => (new TopHeadlinesRequest { Country = "us", PageSize = 0 }, "not 0"),
        () => (new TopHeadlinesRequest { Country = "us", Page = 0 }, "no page 0"),
        () => (new TopHeadlinesRequest { Keywords = " " }, "blank"),
        () => (new TopHeadlinesRequest { Keywords = new string('é', 84) }, "longer than 500"),
        () => (new TopHeadlinesRequest { Sources = ["a,b"] }, "comma"),
        () => (new EverythingRequest { Language = "english" }, "'english' is none"),
        () => (new EverythingRequest { Language = "en" }, "needs keywords, sources or domains"),
        () => (new EverythingRequest { Domains = ["a.example"], SearchIn = NewsFields.Title }, "no keywords"),
        () => (new EverythingRequest { Domains = [""] }, "domain is blank"),
        () => (new EverythingRequest { Keywords = "x", From = DateTimeOffset.UnixEpoch.AddDays(1), To = DateTimeOffset.UnixEpoch }, "later than 'to'"),
    ];

    [Test]
    [MethodDataSource(nameof(Wrong))]
    public async Task Get_OfARequestThatWouldBeRefused_SendsNothing(NewsRequest request, string problem)
    {
        await using var server = JsonServer.With(Sparse);

        var error = await Assert.That(async () => await GetAsync(Client(server), request)).Throws<NewsApiParameterException>();

        await Assert.That(error!.Message).Contains(problem);
        await Assert.That(error.Code).IsEqualTo(
            problem.Contains("need", StringComparison.Ordinal) ? "parametersMissing"
            : problem.Contains("combined", StringComparison.Ordinal) ? "parametersIncompatible"
            : "parameterInvalid");
        await Assert.That(error.StatusCode).IsNull();
        await Assert.That(server.Asked).IsEmpty();
    }

    [Test]
    public async Task Get_OfTooManySources_SendsNothing()
    {
        await using var server = JsonServer.With(Sparse);
        var request = new TopHeadlinesRequest { Sources = [.. Enumerable.Range(1, 21).Select(number => $"source-{number}")] };

        await Assert.That(async () => await GetAsync(Client(server), request)).Throws<NewsApiSourceException>();
        await Assert.That(server.Asked).IsEmpty();
    }

    private static Task<NewsPage> GetAsync(NewsApiClient client, NewsRequest request) => request switch
    {
        TopHeadlinesRequest headlines => client.GetTopHeadlinesAsync(headlines),
        EverythingRequest everything => client.GetEverythingAsync(everything),
        _ => throw new ArgumentException("There are two kinds of requests.", nameof(request)),
    };

    private static NewsApiClient Client(JsonServer server) => new(new() { ApiKey = new Secret("hunter2"), BaseUrl = server.Url }, Plain.Http);
}
