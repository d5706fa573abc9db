using System.Net;
using IntegrationFramework;

namespace Vendors.NewsApi;

/// <summary>NewsAPI refused a request, or answered with what can't be used.</summary>
/// <param name="message">What it said and what to do.</param>
/// <param name="code">NewsAPI's code for it: <c>unexpectedError</c>.</param>
/// <param name="statusCode">The status of the answer.</param>
/// <param name="inner">What caused it.</param>
public class NewsApiException(string message, string? code, HttpStatusCode? statusCode, Exception? inner = null) : ServiceException(message, inner)
{
    /// <summary>NewsAPI's code for the error, such as <c>apiKeyInvalid</c>.</summary>
    /// <value><see langword="null"/> where the answer had none.</value>
    public string? Code { get; } = code;

    /// <summary>The status of the answer.</summary>
    /// <value><see langword="null"/> where the mistake was found before anything was sent.</value>
    public HttpStatusCode? StatusCode { get; } = statusCode;
}

/// <summary>The API key is missing, wrong or disabled: <c>apiKeyMissing</c>, <c>apiKeyInvalid</c>, <c>apiKeyDisabled</c>.</summary>
public sealed class NewsApiKeyException(string message, string? code, HttpStatusCode? statusCode) : NewsApiException(message, code, statusCode);

/// <summary>The key's requests are used up, or came too fast: <c>apiKeyExhausted</c>, <c>rateLimited</c>.</summary>
public sealed class NewsApiLimitException(string message, string? code, HttpStatusCode? statusCode) : NewsApiException(message, code, statusCode);

/// <summary>The request is one that NewsAPI doesn't take: <c>parameterInvalid</c>, <c>parametersIncompatible</c>, <c>parametersMissing</c>.</summary>
public sealed class NewsApiParameterException(string message, string? code, HttpStatusCode? statusCode) : NewsApiException(message, code, statusCode);

/// <summary>A source isn't known, or there are too many: <c>sourceDoesNotExist</c>, <c>sourcesTooMany</c>.</summary>
public sealed class NewsApiSourceException(string message, string? code, HttpStatusCode? statusCode) : NewsApiException(message, code, statusCode);

/// <summary>The page lies beyond what the key's plan gives out: <c>maximumResultsReached</c>. A stream ends there by itself.</summary>
public sealed class NewsApiMaximumResultsException(string message, string? code, HttpStatusCode? statusCode) : NewsApiException(message, code, statusCode);
