using System.Globalization;
using IntegrationFramework;
using IntegrationFramework.Http;

namespace Vendors.Http;

/// <summary>Heeds a service that says when it wants to be asked again: for everybody, and at once where that is too late for this request.</summary>
internal sealed class RetryAfterHandler(HttpServices services) : DelegatingHandler
{
    /// <summary>When the service wants to be asked again; <see langword="null"/> where it doesn't say.</summary>
    public static DateTimeOffset? TimeOf(HttpResponseMessage response, TimeProvider time)
    {
        if (!Transience.Of(response.StatusCode) || response.Headers.RetryAfter is not { } after)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (after.Date is not { } date)
        {
            return now + after.Delta;
        }

        // A date is one of the service's clock, which the answer tells too where it can: this machine's may go wrong, if not by days.
        var wait = date - (response.Headers.Date ?? now);
        return wait < TimeSpan.FromDays(1) ? now + wait : date;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (TimeOf(response, services.Time) is not { } until || until <= services.Time.GetUtcNow())
        {
            return response;
        }

        if (services.Limits is { } limits)
        {
            await limits.BlockAsync(request.HostAndPort(), LimitsHandler.AccountOf(request), until).ConfigureAwait(false);
        }

        request.State().RetryAt = until;
        var wait = until - services.Time.GetUtcNow();
        if (wait <= services.Policy.MaxDelay && !(request.State().TimeLeft < wait))
        {
            return response;
        }

        var status = (int)response.StatusCode;
        response.Dispose();
        throw new ServiceException(string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Method} to {request.RequestUri!.Host} was answered with status {status} and asked not to come back before {until.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, which is longer than a request may wait. Run it again then; http.max_delay and http.total_timeout say how long a request may wait."))
        {
            IsTransient = true,
            RetryAfter = until,
        };
    }
}
