using IntegrationFramework.Configuration;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;

namespace Vendors.Http;

/// <summary>Builds the handlers that make requests keep to a policy.</summary>
internal static partial class HttpPolicy
{
    /// <summary>Retries around the rate limit around the timeout: a wait for its turn doesn't count against an attempt, and every attempt waits.</summary>
    public static HttpMessageHandler Over(HttpMessageHandler connections, HttpConfig policy, TimeProvider time, ILogger logger)
    {
        HttpMessageHandler handler = new ResilienceHandler(Builder(time).AddTimeout(policy.Timeout).Build()) { InnerHandler = connections };
        if (policy.RateLimit is { } rate)
        {
            handler = new RateLimitHandler(rate, time) { InnerHandler = handler };
        }

        if (policy.Retries > 0)
        {
            handler = new ResilienceHandler(Builder(time).AddRetry(Retry(policy, logger)).Build()) { InnerHandler = handler };
        }

        return handler;
    }

    private static ResiliencePipelineBuilder<HttpResponseMessage> Builder(TimeProvider time) => new() { TimeProvider = time };

    private static HttpRetryStrategyOptions Retry(HttpConfig policy, ILogger logger)
    {
        var options = new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = policy.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = policy.Delay,
            MaxDelay = policy.MaxDelay,
            OnRetry = arguments =>
            {
                var request = arguments.Context.GetRequestMessage();
                var outcome = arguments.Outcome;
                var cause = outcome.Exception?.Message ?? $"status {(int?)outcome.Result?.StatusCode}";
                LogRetry(logger, request?.Method, request?.RequestUri?.Host, cause, arguments.AttemptNumber + 1, policy.Retries, arguments.RetryDelay);
                return ValueTask.CompletedTask;
            },
        };
        var isFailure = options.ShouldHandle;
        options.ShouldHandle = arguments =>
            arguments.Context.GetRequestMessage() is { } request && request.IsRepeatable() ? isFailure(arguments) : ValueTask.FromResult(false);
        return options;
    }

    // The host alone: paths and queries may hold secrets.
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} to {Host} failed ({Cause}); retry {Retry} of {Retries} follows in {Delay}.")]
    private static partial void LogRetry(ILogger logger, HttpMethod? method, string? host, string cause, int retry, int retries, TimeSpan delay);
}
