using Microsoft.Extensions.Logging;

namespace Vendors.NewsApi;

/// <summary>
/// The articles of a request, page by page as they are asked for, to the end or to the limit of the key's plan, whichever comes first. Each
/// enumeration asks anew.
/// </summary>
public sealed partial class NewsArticles : IAsyncEnumerable<NewsArticle>
{
    private readonly NewsRequest _request;
    private readonly Func<NewsRequest, CancellationToken, Task<NewsPage>> _getPage;
    private readonly ILogger _logger;

    internal NewsArticles(NewsRequest request, Func<NewsRequest, CancellationToken, Task<NewsPage>> getPage, ILogger logger)
    {
        _request = request;
        _getPage = getPage;
        _logger = logger;
    }

    /// <summary>How many articles there are in all, as the last page said.</summary>
    /// <value><see langword="null"/> before the first page.</value>
    public int? TotalResults { get; private set; }

    /// <summary>Whether the last enumeration ended because the key's plan gives out no more, although there are more.</summary>
    public bool IsCutShort { get; private set; }

    /// <inheritdoc/>
    public async IAsyncEnumerator<NewsArticle> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        TotalResults = null;
        IsCutShort = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var request = _request; await NextAsync(request, cancellationToken).ConfigureAwait(false) is { Articles.Count: > 0 } page;
            request = request with { Page = request.Page + 1 })
        {
            TotalResults = page.TotalResults;
            foreach (var article in page.Articles)
            {
                // What is published meanwhile moves the last articles of a page on to the next one.
                if (article is { Url: not null, IsRemoved: false } && !seen.Add(article.Url))
                {
                    continue;
                }

                yield return article;
            }

            if ((long)request.Page * request.PageSize >= page.TotalResults)
            {
                break;
            }
        }
    }

    private async Task<NewsPage?> NextAsync(NewsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _getPage(request, cancellationToken).ConfigureAwait(false);
        }
        catch (NewsApiMaximumResultsException)
        {
            IsCutShort = true;
            LogCutShort(_logger, TotalResults, ((long)request.Page - 1) * request.PageSize);
            return null;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The plan of the NewsAPI key ends this search after {Given} of {Total} articles (maximumResultsReached).")]
    private static partial void LogCutShort(ILogger logger, int? total, long given);
}
