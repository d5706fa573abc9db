namespace IntegrationFramework.FakeServices.NewsApi;

/// <summary>NewsAPI: everything, top headlines and their sources.</summary>
public sealed class FakeNewsApi
{
    private readonly Lock _lock = new();
    private readonly List<Article> _articles;
    private int? _callsLeft;

    internal FakeNewsApi(TimeProvider time)
    {
        Time = time;
        _articles = [.. ArticleSeed.Make(time.GetUtcNow())];
    }

    /// <summary>The key that clients have to send: <c>X-Api-Key</c>, <c>Authorization</c> or <c>apiKey=</c>.</summary>
    /// <value>32 hexadecimal digits, the same in every fake.</value>
    public string ApiKey { get; set; } = "0fa4e11fa4e11fa4e11fa4e11fa4e110";

    /// <summary>Whether the plan is the free one, with at most 100 results of a search and a month of news.</summary>
    /// <value>True.</value>
    public bool DeveloperPlan { get; set; } = true;

    /// <summary>The calls that are left of the plan; counted down, and 429 rateLimited at 0. An answer of 304 counts as well.</summary>
    /// <value>Null: any number.</value>
    public int? CallsLeft
    {
        get => _callsLeft;
        set
        {
            lock (_lock)
            {
                _callsLeft = value;
            }
        }
    }

    /// <summary>The sources there are.</summary>
    public IReadOnlyList<Source> Sources { get; } = Source.All;

    /// <summary>All articles there are, 250 at the start.</summary>
    public IReadOnlyList<Article> Articles
    {
        get
        {
            lock (_lock)
            {
                return [.. _articles];
            }
        }
    }

    /// <summary>The clock of the plan's month.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Publishes an article.</summary>
    public void Publish(Article article)
    {
        lock (_lock)
        {
            _articles.Add(article);
        }
    }

    /// <summary>Withdraws all articles that a condition holds for; all of them by default.</summary>
    public void Withdraw(Predicate<Article>? condition = null)
    {
        lock (_lock)
        {
            _articles.RemoveAll(condition ?? (_ => true));
        }
    }

    internal void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = new NewsEndpoints(this);
        Get("/v2/everything", endpoints.EverythingAsync);
        Get("/v2/top-headlines", endpoints.TopHeadlinesAsync);
        Get("/v2/top-headlines/sources", NewsEndpoints.SourcesAsync);

        void Get(string path, RequestDelegate answer) => routes.MapGet(path, context => AllowedAsync(context, answer));
    }

    private async Task AllowedAsync(HttpContext context, RequestDelegate answer)
    {
        try
        {
            CheckKey(context.Request);
            TakeCall();
            await answer(context);
        }
        catch (NewsException refused)
        {
            await context.AnswerJsonAsync(
                refused.Status, new JsonObject { ["status"] = "error", ["code"] = refused.Code, ["message"] = refused.Message });
        }
    }

    private void CheckKey(HttpRequest request)
    {
        var key = request.Headers["X-Api-Key"].FirstOrDefault()
            ?? request.Headers.Authorization.FirstOrDefault()?.Split(' ').Last()
            ?? request.Query["apiKey"].FirstOrDefault();
        if (string.IsNullOrEmpty(key))
        {
            throw new NewsException(
                401,
                "apiKeyMissing",
                "Your API key is missing. Append this to the URL with the apiKey param, or use the x-api-key HTTP header.");
        }

        if (key != ApiKey)
        {
            throw new NewsException(
                401,
                "apiKeyInvalid",
                "Your API key is invalid or incorrect. Check your key, or go to https://newsapi.org to create a free API key.");
        }
    }

    private void TakeCall()
    {
        lock (_lock)
        {
            if (_callsLeft == 0)
            {
                throw new NewsException(
                    429,
                    "rateLimited",
                    "You have made too many requests recently. Developer accounts are limited to 100 requests over a 24 hour period " +
                    "(50 requests available every 12 hours). Please upgrade to a paid plan if you need more requests.");
            }

            _callsLeft--;
        }
    }
}
