using IntegrationFramework;

namespace Vendors.Http;

/// <summary>Lets requests through at an even pace, in the order in which they come.</summary>
internal sealed class RateLimitHandler(Rate rate, TimeProvider time) : DelegatingHandler
{
    private readonly TimeSpan _pace = rate.Interval / Math.Max(rate.Count, 1);
    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var wait = Reserve();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var turn = _next > now ? _next : now;
            _next = turn + _pace;
            return turn - now;
        }
    }
}
