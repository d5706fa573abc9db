using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace IntegrationFramework.FakeServices.NewsApi;

/// <summary><c>/v2/everything</c>, <c>/v2/top-headlines</c> and <c>/v2/top-headlines/sources</c>.</summary>
internal sealed class NewsEndpoints(FakeNewsApi service)
{
    /// <summary>The results of a search that the developer plan gives out.</summary>
    private const int MostResults = 100;

    private const int LongestContent = 200;

    public Task EverythingAsync(HttpContext context)
    {
        var query = new NewsQuery(context.Request.Query);
        if (!query.HasAny("q", "sources", "domains"))
        {
            throw NewsException.Missing(
                "Required parameters are missing, the scope of your search is too broad. Please set any of the following required " +
                "parameters and try again: q, qInTitle, sources, domains.");
        }

        var (terms, fields, sources, language, from, to) = (query.Terms, query.SearchIn, query.Sources, query.Language, query.From, query.To);
        CheckAge(from);
        var found = service.Articles.Where(article =>
            (terms?.Match(Searched(article, fields)) ?? true)
            && (sources.Count == 0 || sources.Contains(article.Source.Id ?? ""))
            && (query.Domains.Count == 0 || query.Domains.Contains(article.Source.Domain))
            && !query.ExcludeDomains.Contains(article.Source.Domain)
            && (language is null || article.Source.Language == language)
            && !(article.PublishedAt < from)
            && !(article.PublishedAt > to));
        return AnswerAsync(context, Sort(found, query.SortBy), query.Page, query.PageSize(usual: 100));
    }

    public Task TopHeadlinesAsync(HttpContext context)
    {
        var query = new NewsQuery(context.Request.Query);
        if (!query.HasAny("q", "sources", "country", "category", "language"))
        {
            throw NewsException.Missing(
                "Required parameters are missing. Please set any of the following parameters and try again: sources, q, language, " +
                "country, category.");
        }

        if (query.HasAny("sources") && query.HasAny("country", "category"))
        {
            throw new NewsException(
                400, "parametersIncompatible", "You cannot mix the sources parameter with the country or category parameters.");
        }

        var (terms, sources, country, category, language) = (query.Terms, query.Sources, query.Country, query.Category, query.Language);
        var found = service.Articles.Where(article =>
            article.IsHeadline
            && (terms?.Match(Searched(article, ["title", "description"])) ?? true)
            && (sources.Count == 0 || sources.Contains(article.Source.Id ?? ""))
            && (country is null || article.Source.Country == country)
            && (category is null || article.Source.Category == category)
            && (language is null || article.Source.Language == language));
        return AnswerAsync(context, Sort(found, "publishedAt"), query.Page, query.PageSize(usual: 20));
    }

    public static Task SourcesAsync(HttpContext context)
    {
        var query = new NewsQuery(context.Request.Query);
        var found = Source.All.Where(source =>
            source.Id is not null
            && (query.Category is null || source.Category == query.Category)
            && (query.Language is null || source.Language == query.Language)
            && (query.Country is null || source.Country == query.Country));
        return context.AnswerJsonAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["status"] = "ok",
            ["sources"] = new JsonArray([.. found.Select(Write)]),
        });
    }

    private void CheckAge(DateTimeOffset? from)
    {
        var oldest = service.Time.GetUtcNow().AddMonths(-1).Date;
        if (service.DeveloperPlan && from is { } day && day < oldest)
        {
            throw new NewsException(
                426,
                "parameterInvalid",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"You are trying to request results too far in the past. Your plan permits you to request articles as far back as " +
                    $"{oldest:yyyy-MM-dd}, but you have requested {day:yyyy-MM-dd}. You may need to upgrade to a paid plan."));
        }
    }

    private async Task AnswerAsync(HttpContext context, List<Article> found, int page, int size)
    {
        var skip = (page - 1) * size;
        if (service.DeveloperPlan && skip + size > MostResults)
        {
            throw new NewsException(
                426,
                "maximumResultsReached",
                $"You have requested too many results. Developer accounts are limited to a max of {MostResults} results. You are trying to " +
                $"request results {skip} to {skip + size}. Please upgrade to a paid plan if you need more results.");
        }

        var articles = found.Skip(skip).Take(size).ToList();
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["status"] = "ok",
            ["totalResults"] = found.Count,
            ["articles"] = new JsonArray([.. articles.Select(Write)]),
        }.ToText());
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"");
        var modified = articles.Select(article => (DateTimeOffset?)article.PublishedAt).Max();
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = modified;
        if (IsUnchanged(context.Request, tag, modified))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await context.AnswerBytesAsync(StatusCodes.Status200OK, "application/json; charset=utf-8", body);
    }

    /// <summary>By the tag, if the client has one; else by the time.</summary>
    private static bool IsUnchanged(HttpRequest request, EntityTagHeaderValue tag, DateTimeOffset? modified)
    {
        var headers = request.GetTypedHeaders();
        return headers.IfNoneMatch.Count > 0
            ? headers.IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known == EntityTagHeaderValue.Any)
            : headers.IfModifiedSince is { } since && modified is { } time && time.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }

    private static List<Article> Sort(IEnumerable<Article> articles, string order) => order == "publishedAt"
        ? [.. articles.OrderByDescending(article => article.PublishedAt)]
        : [.. articles.OrderByDescending(article => article.Popularity).ThenByDescending(article => article.PublishedAt)];

    private static string Searched(Article article, IReadOnlyList<string> fields) => string.Join('\n', fields.Select(field => field switch
    {
        "title" => article.Title,
        "description" => article.Description,
        _ => article.Content,
    }));

    private static JsonObject Write(Article article) => new JsonObject
    {
        ["source"] = new JsonObject { ["id"] = article.Source.Id, ["name"] = article.Source.Name },
        ["author"] = article.Author,
        ["title"] = article.Title,
        ["description"] = article.Description,
        ["url"] = article.Url,
        ["urlToImage"] = article.UrlToImage,
        ["publishedAt"] = article.PublishedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["content"] = article.Content is { Length: > LongestContent } content
            ? $"{content[..LongestContent]}… [+{content.Length - LongestContent} chars]"
            : article.Content,
    };

    private static JsonObject Write(Source source) => new JsonObject
    {
        ["id"] = source.Id,
        ["name"] = source.Name,
        ["description"] = $"What {source.Name} writes about {source.Category} matters.",
        ["url"] = $"https://{source.Domain}",
        ["category"] = source.Category,
        ["language"] = source.Language,
        ["country"] = source.Country,
    };
}
