using IntegrationFramework.Configuration;

namespace Vendors.Http;

/// <summary>The limits of a client that shares them with nobody: an even pace, in the order in which requests come, and so many at once.</summary>
internal sealed class LocalLimits(HttpConfig policy, TimeProvider time)
{
    private readonly TimeSpan _pace = policy.RateLimit is { } rate ? rate.Interval / Math.Max(rate.Count, 1) : TimeSpan.Zero;
    private readonly SemaphoreSlim? _slots = policy.Concurrency is { } count ? new SemaphoreSlim(count) : null;
    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (_slots is not null)
        {
            await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            if (Reserve() is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            Exit();
            throw;
        }
    }

    public void Exit() => _slots?.Release();

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
