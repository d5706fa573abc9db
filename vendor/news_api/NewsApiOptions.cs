using IntegrationFramework;

namespace Vendors.NewsApi;

/// <summary>How to reach NewsAPI, and how long its answers are used.</summary>
public sealed record NewsApiOptions
{
    /// <summary>The API key: https://newsapi.org/account. It is sent as a header, never in an address.</summary>
    public required Secret ApiKey { get; init; }

    /// <summary>Where the API is.</summary>
    /// <value><c>https://newsapi.org</c> by default.</value>
    public Uri BaseUrl { get; init; } = new("https://newsapi.org");

    /// <summary>
    /// How long an answer in <c>cache/news_cache.json</c> is used before NewsAPI is asked again; 0 for not at all. <c>http.cache_ttl</c> in
    /// config.yaml goes before it.
    /// </summary>
    /// <value>60 minutes by default.</value>
    public TimeSpan CacheTtl { get; init; } = TimeSpan.FromMinutes(60);
}
