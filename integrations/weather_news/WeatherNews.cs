using System.Runtime.CompilerServices;
using IntegrationFramework;
using Microsoft.Extensions.Logging;
using Vendors.NewsApi;
using Vendors.OpenWeatherMap;

namespace Integrations.WeatherNews;

/// <summary>Current weather and the top headlines for one city.</summary>
[Integration]
public sealed partial class WeatherNews(WeatherNewsSettings settings, OpenWeatherMapClient weather, NewsApiClient news)
    : Integration<WeatherNewsRaw, WeatherNewsReport>
{
    protected override async IAsyncEnumerable<WeatherNewsRaw> FetchAsync(
        RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One after the other: where there is no weather, no request of the small allowance for news is spent.
        var current = await weather.GetCurrentWeatherAsync(WeatherLocation.City(settings.City), cancellationToken);
        if (current.Measurements.Temperature is null)
        {
            throw new ServiceException($"OpenWeatherMap answered without a temperature for '{settings.City}'. Try again later.") { IsTransient = true };
        }

        yield return new WeatherNewsRaw { Weather = current, Headlines = await HeadlinesAsync(run.Logger, cancellationToken) };
    }

    protected override WeatherNewsReport? Postprocess(WeatherNewsRaw raw, RunContext run) => new()
    {
        City = raw.Weather.Name is { Length: > 0 } name ? name : settings.City,
        Country = raw.Weather.Place.Country,
        ObservedAt = raw.Weather.ObservedAt,
        Units = settings.OpenWeatherMap.Units,
        Temperature = raw.Weather.Measurements.Temperature!.Value,
        FeelsLike = raw.Weather.Measurements.FeelsLike,
        Humidity = raw.Weather.Measurements.Humidity,
        Pressure = raw.Weather.Measurements.Pressure,
        WindSpeed = raw.Weather.Wind.Speed,
        WindDirection = raw.Weather.Wind.Direction,
        WindGust = raw.Weather.Wind.Gust,
        Clouds = raw.Weather.Clouds?.Percent,
        Rain = PerHour(raw.Weather.Rain),
        Snow = PerHour(raw.Weather.Snow),
        Conditions = [.. raw.Weather.Conditions.Select(condition => condition.Description ?? condition.Group).OfType<string>()],
        Sunrise = raw.Weather.Place.Sunrise,
        Sunset = raw.Weather.Place.Sunset,
        Headlines = [.. raw.Headlines.Select(Headline.From)],
    };

    private static double? PerHour(Precipitation? fall) => fall?.OneHour ?? fall?.ThreeHours / 3;

    private async Task<List<NewsArticle>> HeadlinesAsync(ILogger logger, CancellationToken cancellationToken)
    {
        List<NewsArticle> headlines = [];
        if (settings.Headlines is HeadlineScope.Auto or HeadlineScope.Country)
        {
            headlines = await SomeOfAsync(news.StreamTopHeadlines(OfTheCountry()), cancellationToken);
            if (headlines.Count == 0 && settings.Headlines == HeadlineScope.Auto)
            {
                LogNoneOfTheCountry(logger, settings.Country, settings.City);
            }
        }

        if (headlines.Count == 0 && settings.Headlines is HeadlineScope.Auto or HeadlineScope.City)
        {
            headlines = await SomeOfAsync(news.StreamEverything(AboutTheCity()), cancellationToken);
        }

        if (headlines.Count == 0)
        {
            LogNone(logger, settings.City);
        }

        return headlines;
    }

    private TopHeadlinesRequest OfTheCountry() => new() { Country = settings.Country, PageSize = settings.MaxHeadlines };

    // "London,GB" is how OpenWeatherMap is told which London; no article says so.
    private EverythingRequest AboutTheCity() => new()
    {
        Keywords = $"\"{settings.City.Split(',')[0].Trim().Replace("\"", "", StringComparison.Ordinal)}\"",
        SearchIn = NewsFields.Title | NewsFields.Description,
        PageSize = settings.MaxHeadlines,
    };

    private ValueTask<List<NewsArticle>> SomeOfAsync(NewsArticles articles, CancellationToken cancellationToken) => articles
        .Where(article => !article.IsRemoved && !string.IsNullOrWhiteSpace(article.Title))
        .Take(settings.MaxHeadlines)
        .ToListAsync(cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "NewsAPI has no top headlines for '{Country}': the latest articles about '{City}' take their place.")]
    private static partial void LogNoneOfTheCountry(ILogger logger, string country, string city);

    [LoggerMessage(Level = LogLevel.Warning, Message = "NewsAPI has no headlines for '{City}': the report has its weather alone. See `headlines` in config.yaml.")]
    private static partial void LogNone(ILogger logger, string city);
}
