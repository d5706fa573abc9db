using System.Net;
using IntegrationFramework;

namespace Vendors.OpenWeatherMap;

/// <summary>OpenWeatherMap refused a request, or answered with what can't be used.</summary>
public class OpenWeatherMapException(string message, HttpStatusCode statusCode, Exception? inner = null) : ServiceException(message, inner)
{
    /// <summary>The status of the answer; where the service told another one in its body, that one.</summary>
    public HttpStatusCode StatusCode { get; } = statusCode;
}

/// <summary>The API key is wrong, or too new to work.</summary>
public sealed class OpenWeatherMapKeyException(string message, HttpStatusCode statusCode) : OpenWeatherMapException(message, statusCode);

/// <summary>The key's plan doesn't include what was asked for; One Call 3.0 has a subscription of its own.</summary>
public sealed class OpenWeatherMapPlanException(string message, HttpStatusCode statusCode) : OpenWeatherMapException(message, statusCode);

/// <summary>OpenWeatherMap knows no such place.</summary>
public sealed class OpenWeatherMapNotFoundException(string message, HttpStatusCode statusCode) : OpenWeatherMapException(message, statusCode);

/// <summary>The requests of the key's plan are used up for now.</summary>
public sealed class OpenWeatherMapLimitException(string message, HttpStatusCode statusCode) : OpenWeatherMapException(message, statusCode);
