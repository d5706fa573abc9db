using System.Globalization;
using System.Web;
using IntegrationFramework;
using Vendors.NewsApi;
using Vendors.Tests.Http;

namespace Vendors.Tests.NewsApi;

public class NewsArticlesTests
{
    [Test]
    [Arguments(25, 10, 3)]
    [Arguments(20, 10, 2)]
    [Arguments(1, 100, 1)]
    [Arguments(0, 10, 1)]
    public async Task Stream_OverSeveralPages_GivesAllArticlesAndAsksNoMoreThanItMust(int total, int pageSize, int requests)
    {
        await using var server = Newspaper(total);

        var articles = Client(server).StreamEverything(new() { Keywords = "sea", PageSize = pageSize });
        var titles = await articles.Select(article => article.Title!).ToListAsync();

        await Assert.That(titles).IsEquivalentTo(Enumerable.Range(1, total).Select(number => $"Article {number}"));
        await Assert.That(server.Asked.Count).IsEqualTo(requests);
        await Assert.That(articles.TotalResults).IsEqualTo(total == 0 ? null : total);
        await Assert.That(articles.IsCutShort).IsFalse();
    }

    [Test]
    public async Task Stream_BeyondThePlansLimit_EndsThereAndSaysSo()
    {
        await using var server = Newspaper(total: 450, limit: 100);
        var logger = new ListLogger();

        var articles = Client(server, logger).StreamEverything(new() { Keywords = "sea", PageSize = 50 });
        var count = await articles.CountAsync();

        await Assert.That(count).IsEqualTo(100);
        await Assert.That(articles.IsCutShort).IsTrue();
        await Assert.That(articles.TotalResults).IsEqualTo(450);
        await Assert.That(logger.Lines).IsEquivalentTo(
            ["Information: The plan of the NewsAPI key ends this search after 100 of 450 articles (maximumResultsReached)."]);
    }

    [Test]
    public async Task Stream_OfWhichOnlyTheBeginningIsRead_AsksForNoFurtherPage()
    {
        await using var server = Newspaper(total: 50);

        var titles = await Client(server).StreamTopHeadlines(new() { Country = "pt", PageSize = 10 }).Take(10).ToListAsync();

        await Assert.That(titles.Count).IsEqualTo(10);
        await Assert.That(server.Asked.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Stream_WhileArticlesArePublished_GivesNoneTwice()
    {
        // Something new has come in at the top between the two pages, so that the second begins with the last article of the first.
        string[] pages = [Page(4, ["d", "c"]), Page(5, ["c", "b", "a"])];
        await using var server = new JsonServer(asked => pages[asked.EndsWith("&page=1", StringComparison.Ordinal) ? 0 : 1]);

        var urls = await Client(server).StreamEverything(new() { Keywords = "sea", PageSize = 2 }).Take(4).Select(article => article.Url!).ToListAsync();

        await Assert.That(urls).IsEquivalentTo(["d", "c", "b", "a"]);
    }

    [Test]
    public async Task Stream_WithAnErrorOnALaterPage_ThrowsIt()
    {
        await using var server = new JsonServer(asked => asked.EndsWith("&page=1", StringComparison.Ordinal)
            ? Page(4, ["a", "b"])
            : new Answer(429, """{"status":"error","code":"rateLimited","message":"Slow down."}"""));

        await Assert.That(async () => await Client(server).StreamEverything(new() { Keywords = "sea", PageSize = 2 }).CountAsync())
            .Throws<NewsApiLimitException>();
    }

    private static JsonServer Newspaper(int total, int limit = int.MaxValue) => new(asked =>
    {
        var query = HttpUtility.ParseQueryString(asked[asked.IndexOf('?')..]);
        var size = int.Parse(query["pageSize"]!, CultureInfo.InvariantCulture);
        var first = (int.Parse(query["page"]!, CultureInfo.InvariantCulture) - 1) * size;
        return first + size > limit
            ? new Answer(426, """{"status":"error","code":"maximumResultsReached","message":"You have requested too many results."}""")
            : Page(total, Enumerable.Range(first + 1, Math.Clamp(total - first, 0, size)).Select(number => $"{number}"));
    });

    private static string Page(int total, IEnumerable<string> names) =>
        $$"""{"status":"ok","totalResults":{{total}},"articles":[{{string.Join(',', names.Select(name => $$"""{"title":"Article {{name}}","url":"{{name}}"}"""))}}]}""";

    private static NewsApiClient Client(JsonServer server, ListLogger? logger = null) =>
        new(new() { ApiKey = new Secret("key"), BaseUrl = server.Url }, Plain.Http, logger);
}
