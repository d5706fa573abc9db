using Vendors.Http;

namespace Vendors.NewsApi;

/// <summary>A question for articles. It is checked before it is sent, by the rules that NewsAPI has for it.</summary>
public abstract record NewsRequest
{
    private const int MostPerPage = 100;
    private const int MostSources = 20;
    private const int LongestKeywords = 500;

    // Only this namespace knows how to ask.
    private protected NewsRequest()
    {
    }

    /// <summary>Words or a phrase to search for. Quotation marks hold a phrase together; <c>+</c>, <c>-</c>, AND, OR, NOT and parentheses combine.</summary>
    public string? Keywords { get; init; }

    /// <summary>Identifiers of sources, 20 at most: <c>bbc-news</c>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The language, ISO 639-1: <c>en</c>.</summary>
    public string? Language { get; init; }

    /// <summary>How many articles a page has, from 1 to 100.</summary>
    /// <value>100 by default: fewer requests.</value>
    public int PageSize { get; init; } = MostPerPage;

    /// <summary>Which page, from 1; a stream begins with it.</summary>
    public int Page { get; init; } = 1;

    internal abstract string Endpoint { get; }

    internal QueryText Query()
    {
        Check();
        var query = new QueryText().Add("q", Keywords).Add("sources", Sources).Add("language", Language);
        AddTo(query);
        return query.Add("pageSize", PageSize).Add("page", Page);
    }

    private protected abstract void AddTo(QueryText query);

    private protected virtual void Check()
    {
        Require(PageSize is >= 1 and <= MostPerPage, $"a page has 1 to {MostPerPage} articles, not {PageSize}");
        Require(Page >= 1, $"pages are counted from 1, and there is no page {Page}");
        Require(Keywords is null || Keywords.Trim().Length > 0, "the keywords are blank; leave them out, or name some");
        Require(Keywords is null || Uri.EscapeDataString(Keywords).Length <= LongestKeywords, $"the keywords are longer than {LongestKeywords} characters, as they are sent");
        Require(IsCode(Language), $"a language has two letters, as 'en', and '{Language}' is none");
        CheckItems(Sources, "source");
        if (Sources.Count > MostSources)
        {
            throw new NewsApiSourceException($"NewsAPI takes {MostSources} sources in one request, and these are {Sources.Count}: ask several times.", "sourcesTooMany", null);
        }
    }

    private protected static void CheckItems(IReadOnlyList<string> items, string name) =>
        Require(items.All(item => item.Trim().Length > 0 && !item.Contains(',')), $"a {name} is blank or holds a comma; write each as an item of its own");

    private protected static bool IsCode(string? code) => code is null || (code.Length == 2 && code.All(char.IsAsciiLetter));

    private protected static void Require(bool isMet, string problem, string code = "parameterInvalid")
    {
        if (!isMet)
        {
            throw new NewsApiParameterException($"NewsAPI can't be asked like this: {problem}.", code, null);
        }
    }
}

/// <summary>Asks for the top headlines of a country, a category, sources or keywords. One of these has to be given.</summary>
public sealed record TopHeadlinesRequest : NewsRequest
{
    /// <summary>The country, ISO 3166: <c>us</c>. Can't be combined with <see cref="NewsRequest.Sources"/>.</summary>
    public string? Country { get; init; }

    /// <summary>The category. Can't be combined with <see cref="NewsRequest.Sources"/>.</summary>
    public NewsCategory? Category { get; init; }

    internal override string Endpoint => "v2/top-headlines";

    private protected override void AddTo(QueryText query) =>
        query.Add("country", Country?.ToLowerInvariant()).Add("category", Category?.ToText());

    private protected override void Check()
    {
        base.Check();
        Require(IsCode(Country), $"a country has two letters, as 'us', and '{Country}' is none");
        Require(Sources.Count == 0 || (Country is null && Category is null), "sources can't be combined with a country or a category; leave out the one or the other", "parametersIncompatible");
        Require(
            Keywords is not null || Sources.Count > 0 || Country is not null || Category is not null || Language is not null,
            "top headlines need a country, a category, sources, a language or keywords",
            "parametersMissing");
    }
}

/// <summary>Searches all articles that NewsAPI has kept. Keywords, sources or domains have to be given.</summary>
public sealed record EverythingRequest : NewsRequest
{
    /// <summary>Where the keywords have to be found.</summary>
    /// <value>Everywhere by default.</value>
    public NewsFields SearchIn { get; init; }

    /// <summary>Only from these sites: <c>bbc.co.uk</c>.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Not from these sites.</summary>
    public IReadOnlyList<string> ExcludeDomains { get; init; } = [];

    /// <summary>Only what was published since; how far back depends on the plan.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only what was published until then.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What comes first.</summary>
    /// <value><see cref="NewsOrder.PublishedAt"/> by default.</value>
    public NewsOrder SortBy { get; init; } = NewsOrder.PublishedAt;

    internal override string Endpoint => "v2/everything";

    private protected override void AddTo(QueryText query) =>
        query
            .Add("searchIn", SearchIn.ToText())
            .Add("domains", Domains)
            .Add("excludeDomains", ExcludeDomains)
            .Add("from", Text(From))
            .Add("to", Text(To))
            .Add("sortBy", SortBy.ToText());

    private protected override void Check()
    {
        base.Check();
        CheckItems(Domains, "domain");
        CheckItems(ExcludeDomains, "domain");
        Require(From is null || To is null || From <= To, $"'from' ({Text(From)}) is later than 'to' ({Text(To)})");
        Require(SearchIn == NewsFields.Any || Keywords is not null, "there are no keywords to search for in these fields");
        Require(
            Keywords is not null || Sources.Count > 0 || Domains.Count > 0,
            "a search of everything needs keywords, sources or domains",
            "parametersMissing");
    }

    private static string? Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Asks which sources have top headlines; all of them by default.</summary>
public sealed record SourcesRequest
{
    /// <summary>Only those of a category.</summary>
    public NewsCategory? Category { get; init; }

    /// <summary>Only those in a language, ISO 639-1.</summary>
    public string? Language { get; init; }

    /// <summary>Only those of a country, ISO 3166.</summary>
    public string? Country { get; init; }

    internal QueryText Query() => new QueryText()
        .Add("category", Category?.ToText()).Add("language", Language).Add("country", Country?.ToLowerInvariant());
}
