using System.Globalization;
using IntegrationFramework.Http;
using IntegrationFramework.Running;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;

namespace Vendors.Http;

/// <summary>Builds the handlers that make requests keep to a policy.</summary>
internal static partial class HttpPolicy
{
    private static readonly TimeSpan EarlyTimer = TimeSpan.FromMilliseconds(5);

    /// <summary>The handlers, outermost first: errors and the total timeout, retries, limits, the circuit, redirects, the single attempt.</summary>
    public static HttpMessageHandler Over(HttpMessageHandler connections, HttpServices services)
    {
        var redaction = new HttpRedaction(services.Redactor);
        HttpMessageHandler handler = new AttemptHandler(services, redaction) { InnerHandler = connections };
        handler = new RedirectHandler { InnerHandler = handler };

        // A cassette has no limits, and the sandbox's clock stands still, so that nobody's turn would ever come.
        if (services.Mode != RunMode.Sandbox)
        {
            handler = new CircuitHandler(services.Time) { InnerHandler = handler };
            handler = new LimitsHandler(services) { InnerHandler = handler };
            handler = new RetryAfterHandler(services) { InnerHandler = handler };
        }

        if (services.Policy.Retries > 0)
        {
            var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = services.Time }.AddRetry(Retry(services, redaction)).Build();
            handler = new ResilienceHandler(pipeline) { InnerHandler = handler };
        }

        return new ServiceErrorHandler(services, redaction) { InnerHandler = handler };
    }

    private static HttpRetryStrategyOptions Retry(HttpServices services, HttpRedaction redaction) => new()
    {
        MaxRetryAttempts = services.Policy.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = services.Policy.Delay,
        MaxDelay = services.Policy.MaxDelay,
        ShouldRetryAfterHeader = false,
        ShouldHandle = static arguments => ValueTask.FromResult(
            arguments.Context.GetRequestMessage()!.IsRepeatable()
            && (arguments.Outcome.Exception is { } error ? Transience.Of(error) : Transience.Of(arguments.Outcome.Result!.StatusCode))),
        DelayGenerator = arguments => ValueTask.FromResult(DelayAfter(arguments.Context.GetRequestMessage()!, services.Time)),
        OnRetry = arguments =>
        {
            var request = arguments.Context.GetRequestMessage()!;
            var outcome = arguments.Outcome;
            var cause = outcome.Exception is { } error
                ? redaction.Text(TransportErrors.Describe(error))
                : string.Create(CultureInfo.InvariantCulture, $"status {(int)outcome.Result!.StatusCode}");
            services.Statistics.CountRetry(request.RequestUri!.Host);
            services.Statistics.AddWait(request.RequestUri.Host, arguments.RetryDelay);
            LogRetry(services.Logger, request.Method, request.RequestUri.Host, cause, arguments.AttemptNumber + 1, services.Policy.Retries, arguments.RetryDelay);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>As long as the service asked for, rounded up, since timers may ring a little early; else <see langword="null"/>, and the back-off decides.</summary>
    private static TimeSpan? DelayAfter(HttpRequestMessage request, TimeProvider time)
    {
        if (request.State().RetryAt is not { } until)
        {
            return null;
        }

        request.State().RetryAt = null;
        var wait = until - time.GetUtcNow();
        return wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) + EarlyTimer : null;
    }

    // The host alone: paths and queries may hold secrets.
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} to {Host} failed ({Cause}); retry {Retry} of {Retries} follows in {Delay}.")]
    private static partial void LogRetry(ILogger logger, HttpMethod method, string host, string cause, int retry, int retries, TimeSpan delay);
}
