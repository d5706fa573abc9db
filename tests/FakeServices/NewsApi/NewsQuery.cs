using System.Globalization;

namespace IntegrationFramework.FakeServices.NewsApi;

/// <summary>The parameters of a request, checked as NewsAPI checks them.</summary>
internal sealed class NewsQuery(IQueryCollection query)
{
    public const int MostPerPage = 100;
    private const int MostSources = 20;

    private static readonly string[] Languages = ["ar", "de", "en", "es", "fr", "he", "it", "nl", "no", "pt", "ru", "sv", "ud", "zh"];
    private static readonly string[] Categories = ["business", "entertainment", "general", "health", "science", "sports", "technology"];
    private static readonly string[] Orders = ["relevancy", "popularity", "publishedAt"];
    private static readonly string[] Fields = ["title", "description", "content"];

    public SearchTerms? Terms => Text("q") is { } terms ? SearchTerms.Parse(terms) : null;

    public IReadOnlyList<string> SearchIn => List("searchIn") is { Count: > 0 } parts
        ? [.. parts.Select(part => OneOf("searchIn", part, Fields))]
        : Fields;

    public IReadOnlyList<string> Domains => List("domains");

    public IReadOnlyList<string> ExcludeDomains => List("excludeDomains");

    public string? Language => Text("language") is { } language ? OneOf("language", language, Languages) : null;

    public string? Country => Text("country")?.ToLowerInvariant();

    public string? Category => Text("category") is { } category ? OneOf("category", category, Categories) : null;

    public string SortBy => Text("sortBy") is { } order ? OneOf("sortBy", order, Orders) : "publishedAt";

    public int Page => Positive("page", 1);

    public int PageSize(int usual) => Positive("pageSize", usual) is <= MostPerPage and var size
        ? size
        : throw NewsException.Invalid($"The pageSize parameter cannot be more than {MostPerPage}. You have requested {Text("pageSize")}.");

    public IReadOnlyList<string> Sources
    {
        get
        {
            var sources = List("sources");
            if (sources.Count > MostSources)
            {
                throw new NewsException(400, "sourcesTooMany", $"You have requested too many sources: at most {MostSources} are allowed.");
            }

            return sources.FirstOrDefault(id => Source.All.All(source => source.Id != id)) is { } unknown
                ? throw new NewsException(400, "sourceDoesNotExist", $"The source '{unknown}' does not exist.")
                : sources;
        }
    }

    public DateTimeOffset? From => Time("from", endOfDay: false);

    public DateTimeOffset? To => Time("to", endOfDay: true);

    public bool HasAny(params string[] names) => names.Any(name => Text(name) is not null);

    private string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private List<string> List(string name) =>
        [.. (Text(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private int Positive(string name, int usual)
    {
        if (Text(name) is not { } text)
        {
            return usual;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw NewsException.Invalid($"The {name} parameter must be a whole number greater than 0. You have requested '{text}'.");
    }

    /// <summary>A time, or a day from its first or to its last moment.</summary>
    private DateTimeOffset? Time(string name, bool endOfDay)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new DateTimeOffset(day, endOfDay ? new TimeOnly(23, 59, 59) : TimeOnly.MinValue, TimeSpan.Zero);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw NewsException.Invalid($"The {name} parameter must be a date or a time in ISO 8601, such as 2026-01-31T12:00:00.");
    }

    private static string OneOf(string name, string value, string[] allowed) => allowed.Contains(value)
        ? value
        : throw NewsException.Invalid($"The {name} parameter must be one of: {string.Join(", ", allowed)}. You have requested '{value}'.");
}
