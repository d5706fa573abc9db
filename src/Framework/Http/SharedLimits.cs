using System.Collections.Concurrent;
using System.Globalization;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Http;

/// <summary>
/// The limits of services, which all requests to one host for one account share: those of other integrations and other processes on the
/// same telemetry database, too. A run has one; what it claims ends with it.
/// </summary>
/// <remarks>
/// Turns are spaced evenly, so that over no interval more requests are sent than the rate allows. Where running integrations claim different
/// limits for the same host and account, the strictest holds for all of them, those without a limit of their own included.
/// </remarks>
public sealed partial class SharedLimits
{
    /// <summary>How long what the database said of a key is believed without asking again.</summary>
    private static readonly long Fresh = Ticks(TimeSpan.FromSeconds(1));

    private static readonly TimeSpan LongestBlock = TimeSpan.FromDays(1);

    private readonly TelemetryStore _store;
    private readonly string _runId;
    private readonly TimeProvider _time;

    // Every run has limits, and most runs use no HTTP.
    private ConcurrentDictionary<string, Task<LimitState>>? _claims;

    /// <summary>Makes the limits of a run.</summary>
    /// <param name="store">Where they are kept.</param>
    /// <param name="runId">The run, which has to be open for its claims to count.</param>
    /// <param name="time">The clock.</param>
    public SharedLimits(TelemetryStore store, string runId, TimeProvider time)
    {
        _store = store;
        _runId = runId;
        _time = time;
    }

    internal bool HasClaims => Volatile.Read(ref _claims) is { IsEmpty: false };

    private ConcurrentDictionary<string, Task<LimitState>> Claims => LazyInitializer.EnsureInitialized(ref _claims, static () => new(StringComparer.Ordinal));

    /// <summary>Waits until a request may be sent.</summary>
    /// <param name="host">The host, with its port where that isn't the usual one.</param>
    /// <param name="account">The account; no secret.</param>
    /// <param name="rate">The integration's own rate.</param>
    /// <param name="concurrency">How many requests at once the integration's own policy allows.</param>
    /// <param name="longestBlock">How long to wait at most for a service that wants to be left alone.</param>
    /// <param name="longestWait">How long to wait at most for a turn; <see langword="null"/>: as long as it takes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The turn, to be disposed of when the request is over.</returns>
    /// <exception cref="ServiceException">
    /// The service wants to be left alone for longer than <paramref name="longestBlock"/>, its budget is used up, or the rate lets the request go
    /// only after <paramref name="longestWait"/>.
    /// </exception>
    /// <exception cref="TelemetryException">The database can't be used.</exception>
    public async ValueTask<LimitTurn> EnterAsync(
        string host, string account, Rate? rate, int? concurrency, TimeSpan longestBlock, TimeSpan? longestWait = null, CancellationToken cancellationToken = default)
    {
        var key = KeyOf(host, account);
        var patience = LimitPatience.Of(longestBlock, longestWait, Now());
        var gate = _store.Limits.GetOrAdd(key, static _ => new LimitGate());
        await ClaimAsync(key, gate, LimitClaim.Of(rate, concurrency)).ConfigureAwait(false);
        while (await FindBlockAsync(gate, host, patience.Block, cancellationToken).ConfigureAwait(false))
        {
        }

        return gate.IsLimited
            ? await WaitForTurnAsync(key, host, gate, patience, cancellationToken).ConfigureAwait(false)
            : LimitTurn.Unlimited;
    }

    /// <summary>Keeps every integration and process from asking a service before the time that it named.</summary>
    /// <param name="host">The host.</param>
    /// <param name="account">The account.</param>
    /// <param name="until">When it can be asked again; a time more than a day away counts as a day, since it may be a mistake that only asking again shows.</param>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    public async ValueTask BlockAsync(string host, string account, DateTimeOffset until)
    {
        var key = KeyOf(host, account);
        var latest = _time.GetUtcNow() + LongestBlock;
        await _store.Write(new BlockLimit(key, until < latest ? until : latest)).ConfigureAwait(false);
        await LookAsync(key, _store.Limits.GetOrAdd(key, static _ => new LimitGate())).ConfigureAwait(false);
    }

    /// <summary>
    /// Says how much of an account's budget is used, as services tell with each answer. From <paramref name="allowed"/> on requests fail at once,
    /// for an hour, but not beyond midnight UTC; then one may ask again, and its answer decides.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="account">The account.</param>
    /// <param name="used">How many requests were made.</param>
    /// <param name="allowed">How many there may be.</param>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    public async ValueTask ReportUsageAsync(string host, string account, long used, long allowed)
    {
        var key = KeyOf(host, account);
        var gate = _store.Limits.GetOrAdd(key, static _ => new LimitGate());
        var until = used >= allowed ? Microseconds.From(EndOfExhaustion(_time.GetUtcNow())) : 0;
        if (until == 0 && gate.ExhaustedUntil == 0)
        {
            // Far from the limit nobody else has to know the number.
            gate.LearnUsage(used, allowed, 0);
            return;
        }

        await _store.Write(new ReportUsage(key, used, allowed, until)).ConfigureAwait(false);
        gate.LearnUsage(used, allowed, until);
    }

    private static string KeyOf(string host, string account) => $"{host} {account}";

    private static long Ticks(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset EndOfExhaustion(DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return now.AddHours(1) < midnight ? now.AddHours(1) : midnight;
    }

    private long Now() => Microseconds.From(_time.GetUtcNow());

    /// <summary>Claims once; later looks at the database again only where what it said has grown old.</summary>
    private async ValueTask ClaimAsync(string key, LimitGate gate, LimitClaim claim)
    {
        if (Claims.TryGetValue(key, out var made) && made.IsCompletedSuccessfully)
        {
            if (gate.TryBeginLook(Now(), Fresh))
            {
                await LookAsync(key, gate).ConfigureAwait(false);
            }

            return;
        }

        var claiming = Claims.GetOrAdd(key, _ => _store.Write(new ClaimLimit(key, _runId, claim)).AsTask());
        try
        {
            gate.Learn(await claiming.ConfigureAwait(false), Now());
        }
        catch
        {
            // The database may be well again when the next request comes.
            Claims.TryRemove(new KeyValuePair<string, Task<LimitState>>(key, claiming));
            throw;
        }
    }

    private async ValueTask LookAsync(string key, LimitGate gate) =>
        gate.Learn(await _store.Write(new ClaimLimit(key, _runId, default)).ConfigureAwait(false), Now());

    /// <summary>Waits where the service wants to be left alone for a short time.</summary>
    /// <returns>Whether it waited, so that something else may hold by now.</returns>
    private async ValueTask<bool> FindBlockAsync(LimitGate gate, string host, TimeSpan longestBlock, CancellationToken cancellationToken)
    {
        var now = Now();
        if (gate.ExhaustedUntil > now)
        {
            var again = Microseconds.ToTime(gate.ExhaustedUntil);
            throw new ServiceException(string.Create(
                CultureInfo.InvariantCulture,
                $"{host} allows this account {gate.Allowed} requests, and {gate.Used} are used: nothing more is sent until {again:yyyy-MM-dd HH:mm:ss}Z. Run it again then, or have the limit raised."))
            {
                IsTransient = true,
                RetryAfter = again,
            };
        }

        var wait = TimeSpan.FromMicroseconds(gate.BlockedUntil - now);
        if (wait <= TimeSpan.Zero)
        {
            return false;
        }

        if (wait > longestBlock)
        {
            throw ServiceErrors.Blocked(host, Microseconds.ToTime(gate.BlockedUntil));
        }

        await Task.Delay(RoundUp(wait), _time, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
