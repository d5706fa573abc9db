namespace Vendors.NewsApi;

/// <summary>An article as NewsAPI lists it. Every value can be missing.</summary>
public sealed record NewsArticle
{
    private const string Removed = "[Removed]";

    /// <summary>Who published it.</summary>
    public ArticleSource Source { get => field ?? new(); init; }

    /// <summary>Who wrote it, in whatever form the source gives.</summary>
    public string? Author { get; init; }

    /// <summary>The headline.</summary>
    public string? Title { get; init; }

    /// <summary>What it is about, in a sentence or two.</summary>
    public string? Description { get; init; }

    /// <summary>Where it can be read.</summary>
    public string? Url { get; init; }

    /// <summary>A picture.</summary>
    public string? UrlToImage { get; init; }

    /// <summary>When it was published, in UTC.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The beginning of its text, cut off after some 200 characters.</summary>
    public string? Content { get; init; }

    /// <summary>Whether the article has been taken back: NewsAPI goes on listing it, with <c>[Removed]</c> in place of its title.</summary>
    public bool IsRemoved => Title?.Trim() == Removed;
}

/// <summary>Who published an article.</summary>
public sealed record ArticleSource
{
    /// <summary>NewsAPI's identifier, which most sources lack.</summary>
    public string? Id { get; init; }

    /// <summary>The name to show.</summary>
    public string? Name { get; init; }
}

/// <summary>One page of articles.</summary>
public sealed record NewsPage
{
    /// <summary>How many articles there are in all, over all pages.</summary>
    public int TotalResults { get; init; }

    /// <summary>The articles of this page.</summary>
    public IReadOnlyList<NewsArticle> Articles { get => field ?? []; init; }
}

/// <summary>A source that has top headlines.</summary>
public sealed record NewsSource
{
    /// <summary>NewsAPI's identifier, by which requests filter.</summary>
    public string? Id { get; init; }

    /// <summary>The name to show.</summary>
    public string? Name { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>Its home page.</summary>
    public string? Url { get; init; }

    /// <summary>What it mostly writes about.</summary>
    public string? Category { get; init; }

    /// <summary>Its language, ISO 639-1.</summary>
    public string? Language { get; init; }

    /// <summary>Its country, ISO 3166 in small letters.</summary>
    public string? Country { get; init; }
}
