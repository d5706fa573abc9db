using System.Security.Cryptography;
using System.Text;
using IntegrationFramework.Http;

namespace Vendors.Http;

/// <summary>Lets a request wait for its turn; it counts against no attempt's timeout.</summary>
internal sealed class LimitsHandler(HttpServices services) : DelegatingHandler
{
    private readonly LocalLimits _local = new(services.Policy, services.Time);

    /// <summary>The account that a request counts for, as far as one can tell: a name, or a few digits of a hash that nobody gets the secret from.</summary>
    public static string AccountOf(HttpRequestMessage request)
    {
        if (request.Account() is { } name)
        {
            return name;
        }

        var secret = request.Headers.Authorization?.ToString()
            ?? HeaderOf(request)
            ?? ParameterOf(request.RequestUri!);
        const int digits = 10;
        return secret is null ? "-" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..digits];
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        if (services.Limits is null)
        {
            request.State().IsWaiting = true;
            await _local.EnterAsync(cancellationToken).ConfigureAwait(false);
            request.State().IsWaiting = false;
            CountWait(request, started);
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _local.Exit();
            }
        }

        var policy = services.Policy;
        var state = request.State();
        var left = state.TimeLeft;
        state.IsWaiting = true;
        var turn = await services.Limits.EnterAsync(
            request.HostAndPort(), AccountOf(request), policy.RateLimit, policy.Concurrency, left < policy.MaxDelay ? left.Value : policy.MaxDelay, left, cancellationToken)
            .ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            state.IsWaiting = false;
            CountWait(request, started);
            state.Turn = turn;
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch when (HasConnectionOfItsOwn(request))
            {
                await turn.GiveBackAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    // Of HTTP/2 the connection doesn't know whose bytes go out, so that turns count as taken.
    private static bool HasConnectionOfItsOwn(HttpRequestMessage request) =>
        request.Version.Major < 2 && request.VersionPolicy != HttpVersionPolicy.RequestVersionOrHigher;

    // By name, so that the order in which they were set has no say.
    private static string? HeaderOf(HttpRequestMessage request) => request.Headers.NonValidated
        .Where(header => SensitiveNames.IsKeyHeader(header.Key))
        .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
        .Select(header => header.Value.ToString())
        .FirstOrDefault();

    private static string? ParameterOf(Uri url) => url.Query.TrimStart('?').Split('&')
        .Select(pair => pair.Split('=', 2))
        .FirstOrDefault(pair => pair.Length == 2 && SensitiveNames.IsKeyParameter(pair[0]))?[1];

    private void CountWait(HttpRequestMessage request, long started)
    {
        // Less than a millisecond is the bookkeeping itself.
        if (services.Time.GetElapsedTime(started) is var wait && wait.TotalMilliseconds >= 1)
        {
            services.Statistics.AddWait(request.RequestUri!.Host, wait);
        }
    }
}
