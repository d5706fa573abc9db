using IntegrationFramework;
using IntegrationFramework.Http;
using Microsoft.Extensions.Logging;

namespace Vendors.Http;

/// <summary>
/// One attempt: bounded in time, with the body of the response in memory unless it is streamed, so that a body that breaks off is retried
/// like anything else; counted and logged.
/// </summary>
internal sealed partial class AttemptHandler(HttpServices services, HttpRedaction redaction) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var policy = services.Policy;
        var host = request.RequestUri!.Host;
        var started = services.Time.GetTimestamp();
        request.State().Attempts++;
        using var attempt = SendingAttempt.Begin(request, policy.Timeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, attempt.TimedOut);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
            response.RequestMessage ??= request;
            services.Statistics.CountResponse(host, (int)response.StatusCode);
            if (ProxyException.Of(request, response) is { } refused)
            {
                throw refused;
            }

            if (request.IsStreamed())
            {
                response.Content = new StreamedContent(response.Content, policy.Timeout, services.Time, count => services.Statistics.AddBytes(host, count));
                LogStreamed(request, response, started);
            }
            else
            {
                var bytes = await BufferedBody.LoadAsync(response, policy.MaxResponse, either.Token).ConfigureAwait(false);
                services.Statistics.AddBytes(host, bytes);
                Log(request, response, started, bytes);
            }

            return response;
        }
        catch (Exception error)
        {
            if (response is null)
            {
                services.Statistics.CountFailure(host);
            }

            response?.Dispose();
            var told = error is OperationCanceledException && attempt.TimedOut.IsCancellationRequested && !cancellationToken.IsCancellationRequested
                ? new TimeoutException(attempt.Late, error)
                : ProxyException.Of(request, error) ?? error;
            LogFailure(request, told, started);
            if (!cancellationToken.IsCancellationRequested)
            {
                request.State().LastFailure = TransportErrors.Describe(told);
            }

            if (ReferenceEquals(told, error))
            {
                throw;
            }

            throw told;
        }
    }

    private void Log(HttpRequestMessage request, HttpResponseMessage response, long started, long bytes)
    {
        if (services.Logger.IsEnabled(LogLevel.Debug))
        {
            LogRequest(services.Logger, request.Method, redaction.Url(request.RequestUri!), (int)response.StatusCode, Milliseconds(started), bytes);
        }
    }

    private void LogStreamed(HttpRequestMessage request, HttpResponseMessage response, long started)
    {
        if (services.Logger.IsEnabled(LogLevel.Debug))
        {
            LogHeaders(services.Logger, request.Method, redaction.Url(request.RequestUri!), (int)response.StatusCode, Milliseconds(started));
        }
    }

    private void LogFailure(HttpRequestMessage request, Exception error, long started)
    {
        if (services.Logger.IsEnabled(LogLevel.Debug))
        {
            var cause = error is ServiceException ? error.Message : TransportErrors.Describe(error);
            LogNoResponse(services.Logger, request.Method, redaction.Url(request.RequestUri!), redaction.Text(cause), Milliseconds(started));
        }
    }

    private double Milliseconds(long started) => services.Time.GetElapsedTime(started).TotalMilliseconds;

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Url}: status {Status} in {Milliseconds:0} ms, {Bytes} bytes", SkipEnabledCheck = true)]
    private static partial void LogRequest(ILogger logger, HttpMethod method, string url, int status, double milliseconds, long bytes);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Url}: status {Status} in {Milliseconds:0} ms, streamed", SkipEnabledCheck = true)]
    private static partial void LogHeaders(ILogger logger, HttpMethod method, string url, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Url}: {Cause}, after {Milliseconds:0} ms", SkipEnabledCheck = true)]
    private static partial void LogNoResponse(ILogger logger, HttpMethod method, string url, string cause, double milliseconds);
}
