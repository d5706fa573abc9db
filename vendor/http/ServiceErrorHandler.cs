using System.Globalization;
using System.Security.Authentication;
using IntegrationFramework;
using IntegrationFramework.Http;
using Polly.CircuitBreaker;

namespace Vendors.Http;

/// <summary>Bounds a request with all its attempts in time, and says what became of it where there is no response.</summary>
internal sealed class ServiceErrorHandler(HttpServices services, HttpRedaction redaction) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var limit = services.Policy.TotalTimeout;
        request.UseRedaction(redaction);
        using var total = new TotalTime(limit, services.Time);
        var state = RequestState.Begin(request, total);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, total.Up);
        try
        {
            if (request.Content is { } content && request.IsRepeatable())
            {
                // A stream can be sent but once.
                await content.LoadIntoBufferAsync(either.Token).ConfigureAwait(false);
            }

            return await base.SendAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (total.Up.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ServiceException(Late(request, state, limit!.Value), error) { IsTransient = true };
        }
        catch (BrokenCircuitException error)
        {
            throw Open(request, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TimeoutException)
        {
            throw Failed(request, error, state.Attempts);
        }
    }

    private string Late(HttpRequestMessage request, RequestState state, TimeSpan limit)
    {
        var last = state.LastFailure is null ? "" : $" (the last one: {redaction.Text(state.LastFailure)})";
        return state is { IsWaiting: true, Attempts: 0 }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Method} to {request.RequestUri!.Host} was not sent: its turn didn't come within http.total_timeout of {limit.TotalSeconds:0.###} s, since http.rate_limit or http.concurrency lets fewer requests through. Send fewer at once, or raise one of the three.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Method} to {request.RequestUri!.Host} did not succeed within http.total_timeout of {limit.TotalSeconds:0.###} s, in {Times(state.Attempts)}{last}. Try it again later, or raise http.total_timeout.");
    }

    private ServiceException Open(HttpRequestMessage request, BrokenCircuitException error)
    {
        var until = services.Time.GetUtcNow() + (error.RetryAfter ?? TimeSpan.Zero);
        return new ServiceException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{request.RequestUri!.Host} failed {CircuitHandler.FailureRatio * 100:0} % of its last requests or more, so that nothing is sent to it until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z. Run it again later."),
            error)
        {
            IsTransient = true,
            RetryAfter = until,
        };
    }

    private ServiceException Failed(HttpRequestMessage request, Exception error, int attempts)
    {
        var host = request.RequestUri!.Host;
        var proxy = EnvironmentProxy.Instance.NameFor(request.RequestUri);
        if (error is HttpRequestException { InnerException: AuthenticationException inner })
        {
            var between = proxy is null ? "" : $" It may be the one of the proxy {proxy}.";
            return new ServiceException(
                $"{request.Method} to {host} was not sent: {TransportErrors.DescribeCertificate(host, inner)}{between} Have the certificate corrected, or its issuer installed on this machine.",
                error);
        }

        var through = proxy is null || error is ProxyException ? "" : $" (through the proxy {proxy})";
        var advice = (error as ProxyException)?.Advice ?? "Try it again later, or check the URL and the network.";
        return new ServiceException($"{request.Method} to {host} failed in {Times(attempts)}: {redaction.Text(TransportErrors.Describe(error))}{through}. {advice}", error)
        {
            IsTransient = Transience.Of(error),
        };
    }

    private static string Times(int attempts) => attempts == 1 ? "1 attempt" : string.Create(CultureInfo.InvariantCulture, $"{attempts} attempts");
}
