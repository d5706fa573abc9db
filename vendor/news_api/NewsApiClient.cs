using System.Text.Json;
using IntegrationFramework;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vendors.Http;

namespace Vendors.NewsApi;

/// <summary>
/// Asks NewsAPI for articles: https://newsapi.org/docs. What the service refuses is thrown as <see cref="NewsApiException"/> or one of the
/// exceptions derived from it; so is a request that it would refuse, without sending it.
/// </summary>
/// <param name="options">Key, address and how long answers are used.</param>
/// <param name="http">Sends the requests.</param>
/// <param name="logger">Is told where a stream ends at the limit of the key's plan.</param>
[Provided]
public sealed class NewsApiClient(NewsApiOptions options, HttpClient http, ILogger? logger = null)
{
    private const string CacheName = "news";

    /// <summary>One page of the top headlines.</summary>
    public Task<NewsPage> GetTopHeadlinesAsync(TopHeadlinesRequest request, CancellationToken cancellationToken = default) =>
        GetPageAsync(request, cancellationToken);

    /// <summary>One page of a search of all articles.</summary>
    public Task<NewsPage> GetEverythingAsync(EverythingRequest request, CancellationToken cancellationToken = default) =>
        GetPageAsync(request, cancellationToken);

    /// <summary>The top headlines from the request's page on, as many as there are and the key's plan gives out.</summary>
    public NewsArticles StreamTopHeadlines(TopHeadlinesRequest request) => Stream(request);

    /// <summary>The articles of a search from the request's page on, as many as there are and the key's plan gives out.</summary>
    public NewsArticles StreamEverything(EverythingRequest request) => Stream(request);

    /// <summary>The sources that have top headlines.</summary>
    public async Task<IReadOnlyList<NewsSource>> GetSourcesAsync(SourcesRequest? request = null, CancellationToken cancellationToken = default)
    {
        var query = (request ?? new SourcesRequest()).Query();
        var answer = await GetAsync("v2/top-headlines/sources", query, cancellationToken).ConfigureAwait(false);
        return answer.Sources ?? [];
    }

    private NewsArticles Stream(NewsRequest request) => new(request, GetPageAsync, logger ?? NullLogger.Instance);

    private async Task<NewsPage> GetPageAsync(NewsRequest request, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(request.Endpoint, request.Query(), cancellationToken).ConfigureAwait(false);
        var articles = answer.Articles ?? [];
        return new NewsPage { TotalResults = answer.TotalResults ?? articles.Count, Articles = articles };
    }

    private async Task<NewsApiAnswer> GetAsync(string endpoint, QueryText query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, query.Below(options.BaseUrl, endpoint));
        request.Headers.Add("X-Api-Key", options.ApiKey.Reveal());

        // Who asks without naming itself is refused: userAgentMissing.
        request.Headers.UserAgent.ParseAdd("integration-framework");
        request.KeptOnlyIf(IsAnswer);
        if (options.CacheTtl > TimeSpan.Zero)
        {
            request.WithCache(CacheName, options.CacheTtl);
        }

        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        NewsApiAnswer? answer = null;
        JsonException? cause = null;
        try
        {
            answer = JsonSerializer.Deserialize(bytes, NewsApiJson.Default.NewsApiAnswer);
        }
        catch (JsonException error)
        {
            cause = error;
        }

        if (cause is not null && response.IsSuccessStatusCode)
        {
            throw NewsApiErrors.Unusable(response, cause);
        }

        if (NewsApiErrors.In(response, answer) is { } refusal)
        {
            throw refusal;
        }

        return answer ?? throw NewsApiErrors.Unusable(response);
    }

    // A page that a proxy gives in the service's place is not to be the news of the next hour.
    private static bool IsAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, NewsApiJson.Default.NewsApiAnswer)?.Status == "ok";
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
