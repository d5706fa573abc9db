using System.Globalization;

namespace IntegrationFramework.Http;

/// <summary>Errors that both the shared limits and an HTTP client's handlers tell in the same words.</summary>
internal static class ServiceErrors
{
    /// <summary>A service wants to be left alone for longer than a request may wait.</summary>
    public static ServiceException Blocked(string host, DateTimeOffset until) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{host} asked not to be called before {until.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, which is longer than a request may wait. Run it again then; http.max_delay and http.total_timeout say how long a request may wait."))
    {
        IsTransient = true,
        RetryAfter = until,
    };

    /// <summary>The rate lets a request go later than it may wait.</summary>
    public static ServiceException NoTurn(string host, DateTimeOffset turn) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"http.rate_limit lets the next request to {host} go at {turn.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, which is longer than a request may wait. Run it again then, or raise http.rate_limit or http.total_timeout."))
    {
        IsTransient = true,
        RetryAfter = turn,
    };
}
