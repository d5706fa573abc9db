using System.Net;
using System.Text.Json;
using Vendors.Http;

namespace Vendors.NewsApi;

/// <summary>Turns what NewsAPI answers in place of articles into exceptions that say what to do.</summary>
internal static class NewsApiErrors
{
    /// <summary>The error that an answer is; <see langword="null"/> where it is none.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="answer">Its body, where that is JSON of the right shape.</param>
    public static NewsApiException? In(HttpResponseMessage response, NewsApiAnswer? answer)
    {
        if (response.IsSuccessStatusCode && answer?.Status == "ok")
        {
            return null;
        }

        if (answer?.Code is not { Length: > 0 } code)
        {
            return WithoutCode(response, answer?.Message);
        }

        var said = Answers.Quote(string.IsNullOrWhiteSpace(answer.Message) ? code : answer.Message);
        var status = response.StatusCode;
        return code switch
        {
            "apiKeyMissing" or "apiKeyInvalid" => new NewsApiKeyException(
                $"NewsAPI refuses the API key: {said}. Compare it with the one at https://newsapi.org/account.", code, status),
            "apiKeyDisabled" => new NewsApiKeyException(
                $"NewsAPI has disabled the API key: {said}. Sign in at https://newsapi.org/account to see why.", code, status),
            "apiKeyExhausted" => new NewsApiLimitException(
                $"The requests of the NewsAPI key are used up: {said}. Wait until they are renewed, raise news_api.cache_ttl, or choose a larger plan: "
                + "https://newsapi.org/pricing.", code, status)
            {
                RetryAfter = Answers.RetryAfter(response),
            },
            "rateLimited" => new NewsApiLimitException(
                $"NewsAPI was asked too often: {said}. Try again later, run less often, raise news_api.cache_ttl, or lower http.rate_limit in config.yaml.",
                code, status)
            {
                IsTransient = true,
                RetryAfter = Answers.RetryAfter(response),
            },
            "parameterInvalid" or "parametersIncompatible" => new NewsApiParameterException(
                $"NewsAPI doesn't take these values together, or one of them at all: {said}. Compare the settings with https://newsapi.org/docs/endpoints; some values need a larger plan.",
                code, status),
            "parametersMissing" => new NewsApiParameterException(
                $"NewsAPI needs more to search by: {said}. Give keywords, sources or a country.", code, status),
            "sourcesTooMany" => new NewsApiSourceException($"NewsAPI was asked for too many sources at once: {said}. Ask for 20 at most.", code, status),
            "sourceDoesNotExist" => new NewsApiSourceException(
                $"NewsAPI doesn't know a source of the request: {said}. https://newsapi.org/sources lists those that there are.", code, status),
            "maximumResultsReached" => new NewsApiMaximumResultsException(
                $"The plan of the NewsAPI key gives out no further articles for this request: {said}. Narrow the search, or choose a larger plan: "
                + "https://newsapi.org/pricing.", code, status),
            _ => Other(response, said, code),
        };
    }

    /// <summary>An answer that should be JSON of some shape and isn't.</summary>
    public static NewsApiException Unusable(HttpResponseMessage response, JsonException? cause = null) => new(
        $"NewsAPI answered with what can't be read as its JSON: {Answers.Describe(response)}"
        + (cause?.Path is { } path ? $", at {path}" : "")
        + ". Try again later; if it stays so, check base_url, and whether a proxy answers in its place.",
        null,
        response.StatusCode,
        cause)
    {
        IsTransient = true,
    };

    private static NewsApiException WithoutCode(HttpResponseMessage response, string? message)
    {
        var said = string.IsNullOrWhiteSpace(message) ? Answers.Describe(response) : Answers.Quote(message);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new NewsApiKeyException(
                $"NewsAPI refuses the API key: {said}. Compare it with the one at https://newsapi.org/account.", null, response.StatusCode),
            HttpStatusCode.TooManyRequests => new NewsApiLimitException(
                $"NewsAPI was asked too often: {said}. Try again later, run less often, or lower http.rate_limit in config.yaml.", null, response.StatusCode)
            {
                IsTransient = true,
                RetryAfter = Answers.RetryAfter(response),
            },
            _ => response.IsSuccessStatusCode ? Unusable(response) : Other(response, said, null),
        };
    }

    private static NewsApiException Other(HttpResponseMessage response, string said, string? code)
    {
        var isTransient = code == "unexpectedError" || Transience.Of(response.StatusCode);
        return new NewsApiException(
            isTransient
                ? $"NewsAPI can't answer now: {said}. Try again later."
                : $"NewsAPI refuses the request with status {(int)response.StatusCode}{(code is null ? "" : $", {code}")}: {said}. "
                    + "Compare the settings with https://newsapi.org/docs, and check base_url.",
            code,
            response.StatusCode)
        {
            IsTransient = isTransient,
            RetryAfter = Answers.RetryAfter(response),
        };
    }
}
