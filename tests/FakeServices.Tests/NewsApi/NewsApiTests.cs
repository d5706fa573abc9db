using System.Net;
using System.Text.Json;
using IntegrationFramework.FakeServices.NewsApi;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationFramework.FakeServices.Tests.NewsApi;

public class NewsApiTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Everything_InPages_GivesEachArticleOnceNewestFirst()
    {
        await using var client = await StartAsync();

        var first = (await client.GetAsync("v2/everything?q=no&pageSize=40&page=1")).Json;
        var second = (await client.GetAsync("v2/everything?q=no&pageSize=40&page=2")).Json;
        var articles = Articles(first).Concat(Articles(second)).ToList();
        var times = articles.Select(article => article.GetProperty("publishedAt").GetDateTimeOffset()).ToList();

        await Assert.That((first.Text("status"), first.GetProperty("totalResults").GetInt32())).IsEqualTo(("ok", 250));
        await Assert.That(articles.Select(article => article.Text("url")).Distinct().Count()).IsEqualTo(80);
        await Assert.That(times).IsInDescendingOrder();
    }

    [Test]
    [Arguments("harbour OR ledger", 0)]
    [Arguments("\"opens a new chapter\" AND ferry", 1)]
    [Arguments("ferry -chapter", 2)]
    [Arguments("(ferry OR bank) NOT chapter", 3)]
    [Arguments("+ferr", 0)]
    public async Task Everything_WithOperators_FindsWhatMatches(string q, int which)
    {
        Func<Article, bool>[] expected =
        [
            _ => false,
            article => article.Title.Contains("ferry opens a new chapter", StringComparison.OrdinalIgnoreCase),
            article => Has(article, "ferry") && !Has(article, "chapter"),
            article => (Has(article, "ferry") || Has(article, "bank")) && !Has(article, "chapter"),
        ];
        await using var client = await StartAsync();

        var (_, json) = await client.GetAsync($"v2/everything?searchIn=title&q={Uri.EscapeDataString(q)}");

        await Assert.That(json.GetProperty("totalResults").GetInt32()).IsEqualTo(client.Fake.NewsApi.Articles.Count(expected[which]));
    }

    [Test]
    [Arguments("sources=circuit", "circuit.example")]
    [Arguments("domains=circuit.example", "circuit.example")]
    [Arguments("q=no&excludeDomains=harbourpost.example,ledgerweekly.example,circuit.example,walkinthecity.example,mercury.example,touchline.example,fieldnotes.example&language=en", null)]
    [Arguments("q=no&language=fr", "gazettedusoir.example")]
    public async Task Everything_WithAFilter_GivesOnlyWhatPasses(string query, string? domain)
    {
        await using var client = await StartAsync();

        var (_, json) = await client.GetAsync($"v2/everything?{query}");

        await Assert.That(Articles(json).Select(article => new Uri(article.Text("url")!).Host).Distinct())
            .IsEquivalentTo(domain is null ? Array.Empty<string>() : [domain]);
    }

    [Test]
    public async Task Everything_FromTo_GivesWhatWasPublishedBetween()
    {
        await using var client = await StartAsync();

        var (_, json) = await client.GetAsync("v2/everything?q=no&from=2026-07-14&to=2026-07-14T12:00:00");
        var times = Articles(json).Select(article => article.GetProperty("publishedAt").GetDateTimeOffset()).ToList();

        await Assert.That(times).IsNotEmpty();
        await Assert.That(times.Min()).IsGreaterThanOrEqualTo(new DateTimeOffset(2026, 7, 14, 0, 0, 0, TimeSpan.Zero));
        await Assert.That(times.Max()).IsLessThanOrEqualTo(new DateTimeOffset(2026, 7, 14, 12, 0, 0, TimeSpan.Zero));
    }

    [Test]
    public async Task Everything_ByPopularity_PutsTheMostReadFirst()
    {
        await using var client = await StartAsync();
        var most = client.Fake.NewsApi.Articles.MaxBy(article => article.Popularity)!;

        var (_, json) = await client.GetAsync("v2/everything?q=no&sortBy=popularity&pageSize=1");

        await Assert.That(Articles(json).Single().Text("url")).IsEqualTo(most.Url);
    }

    [Test]
    [Arguments("", 400, "parametersMissing")]
    [Arguments("q=no&pageSize=101", 400, "parameterInvalid")]
    [Arguments("q=no&page=0", 400, "parameterInvalid")]
    [Arguments("q=no&sortBy=age", 400, "parameterInvalid")]
    [Arguments("q=no&language=xx", 400, "parameterInvalid")]
    [Arguments("q=no&from=yesterday", 400, "parameterInvalid")]
    [Arguments("q=(no", 400, "queryMalformed")]
    [Arguments("sources=nobody", 400, "sourceDoesNotExist")]
    [Arguments("sources=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u", 400, "sourcesTooMany")]
    [Arguments("q=no&pageSize=50&page=3", 426, "maximumResultsReached")]
    [Arguments("q=no&from=2026-01-01", 426, "parameterInvalid")]
    public async Task Everything_OutsideTheRules_IsRefused(string query, int status, string code)
    {
        await using var client = await StartAsync();

        var (answered, json) = await client.GetAsync($"v2/everything?{query}");

        await Assert.That((int)answered).IsEqualTo(status);
        await Assert.That((json.Text("status"), json.Text("code"))).IsEqualTo(("error", code));
    }

    [Test]
    public async Task Everything_WithoutTheDeveloperPlan_GoesBeyond100Results()
    {
        await using var client = await StartAsync();
        client.Fake.NewsApi.DeveloperPlan = false;

        var (_, json) = await client.GetAsync("v2/everything?q=no&pageSize=100&page=3");

        await Assert.That(Articles(json).Count).IsEqualTo(50);
    }

    [Test]
    public async Task Everything_OfALongText_CutsTheContent()
    {
        await using var client = await StartAsync();
        client.Fake.NewsApi.Withdraw();
        client.Fake.NewsApi.Publish(new Article { Source = client.Fake.NewsApi.Sources[0], Title = "Zebra", Url = "https://a.example/1", PublishedAt = Now, Content = new string('x', 260) });

        var (_, json) = await client.GetAsync("v2/everything?q=zebra");

        await Assert.That(Articles(json).Single().Text("content")).IsEqualTo(new string('x', 200) + "… [+60 chars]");
        await Assert.That(Articles(json).Single().GetProperty("author").ValueKind).IsEqualTo(JsonValueKind.Null);
    }

    [Test]
    public async Task TopHeadlines_OfACountryAndCategory_GivesHeadlinesAlone()
    {
        await using var client = await StartAsync();
        var expected = client.Fake.NewsApi.Articles.Count(article => article is { IsHeadline: true, Source: { Country: "us", Category: "business" } });

        var (_, json) = await client.GetAsync("v2/top-headlines?country=us&category=business");

        await Assert.That(expected).IsGreaterThan(0);
        await Assert.That(json.GetProperty("totalResults").GetInt32()).IsEqualTo(expected);
        await Assert.That(Articles(json).Count).IsEqualTo(Math.Min(20, expected));
    }

    [Test]
    public async Task TopHeadlines_OfSourcesAndCountry_IsRefused()
    {
        await using var client = await StartAsync();

        var (_, json) = await client.GetAsync("v2/top-headlines?sources=circuit&country=us");

        await Assert.That(json.Text("code")).IsEqualTo("parametersIncompatible");
    }

    [Test]
    public async Task Sources_OfALanguage_AreItsOwn()
    {
        await using var client = await StartAsync();

        var (_, json) = await client.GetAsync("v2/top-headlines/sources?language=de");

        await Assert.That(json.GetProperty("sources").EnumerateArray().Select(source => source.Text("id")!)).IsEquivalentTo(["der-anzeiger", "maerkte-heute"]);
    }

    [Test]
    public async Task Key_InEachPlace_IsTaken()
    {
        await using var client = await Client.StartAsync();
        var key = client.Fake.NewsApi.ApiKey;
        var statuses = new List<HttpStatusCode> { (await client.GetAsync($"v2/everything?q=no&apiKey={key}")).Status };
        client.Http.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        statuses.Add((await client.GetAsync("v2/everything?q=no")).Status);

        await Assert.That(statuses).IsEquivalentTo([HttpStatusCode.OK, HttpStatusCode.OK]);
    }

    [Test]
    [Arguments("", "apiKeyMissing")]
    [Arguments("&apiKey=wrong", "apiKeyInvalid")]
    public async Task Key_MissingOrWrong_Is401(string key, string code)
    {
        await using var client = await Client.StartAsync();

        var (status, json) = await client.GetAsync($"v2/everything?q=no{key}");

        await Assert.That((status, json.Text("code"))).IsEqualTo((HttpStatusCode.Unauthorized, code));
    }

    [Test]
    public async Task Calls_UsedUp_Is429()
    {
        await using var client = await StartAsync();
        client.Fake.NewsApi.CallsLeft = 1;

        await client.GetAsync("v2/everything?q=no");
        var (status, json) = await client.GetAsync("v2/everything?q=no");

        await Assert.That((status, json.Text("code"))).IsEqualTo((HttpStatusCode.TooManyRequests, "rateLimited"));
    }

    [Test]
    public async Task IfNoneMatch_WithTheTagOfBefore_Is304UntilSomethingIsPublished()
    {
        await using var client = await StartAsync();
        using var first = await client.Http.GetAsync("v2/everything?q=ferry");
        client.Http.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var same = await client.Http.GetAsync("v2/everything?q=ferry");
        client.Fake.NewsApi.Publish(client.Fake.NewsApi.Articles[0] with { Title = "Ferry sinks", Url = "https://a.example/2", PublishedAt = Now });
        using var other = await client.Http.GetAsync("v2/everything?q=ferry");

        await Assert.That((same.StatusCode, other.StatusCode)).IsEqualTo((HttpStatusCode.NotModified, HttpStatusCode.OK));
        await Assert.That((await same.Content.ReadAsByteArrayAsync()).Length).IsEqualTo(0);
        await Assert.That(same.Headers.ETag).IsEqualTo(first.Headers.ETag);
    }

    [Test]
    public async Task IfModifiedSince_TheNewestArticle_Is304()
    {
        await using var client = await StartAsync();
        using var first = await client.Http.GetAsync("v2/everything?q=ferry");
        client.Http.DefaultRequestHeaders.IfModifiedSince = first.Content.Headers.LastModified;

        using var same = await client.Http.GetAsync("v2/everything?q=ferry");

        await Assert.That(first.Content.Headers.LastModified).IsNotNull();
        await Assert.That(same.StatusCode).IsEqualTo(HttpStatusCode.NotModified);
    }

    [Test]
    public async Task AcceptEncoding_Gzip_CompressesTheAnswer()
    {
        await using var client = await StartAsync();
        client.Http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");

        using var response = await client.Http.GetAsync("v2/everything?q=no");

        await Assert.That(response.Content.Headers.ContentEncoding).IsEquivalentTo(["gzip"]);
    }

    private static async Task<Client> StartAsync()
    {
        var client = await Client.StartAsync(new FakeServerOptions { Time = new FakeTimeProvider(Now) });
        client.Http.DefaultRequestHeaders.Add("X-Api-Key", client.Fake.NewsApi.ApiKey);
        return client;
    }

    private static List<JsonElement> Articles(JsonElement json) => [.. json.GetProperty("articles").EnumerateArray()];

    private static bool Has(Article article, string word) => article.Title.Contains(word, StringComparison.OrdinalIgnoreCase);
}
