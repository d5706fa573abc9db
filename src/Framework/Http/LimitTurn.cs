using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Http;

/// <summary>The right to send one request, until it is disposed of.</summary>
public sealed class LimitTurn : IAsyncDisposable
{
    private readonly SharedLimits? _limits;
    private readonly string _key;
    private readonly string _host;
    private readonly TimeSpan _longestBlock;
    private bool _isTaken;

    internal LimitTurn(SharedLimits? limits, string key, string host, TimeSpan longestBlock)
    {
        _limits = limits;
        _key = key;
        _host = host;
        _longestBlock = longestBlock;
    }

    /// <summary>The turn of a request that nobody limits.</summary>
    internal static LimitTurn Unlimited { get; } = new(null, "", "", TimeSpan.Zero);

    /// <summary>Whether it holds one of the places for requests at once.</summary>
    internal bool HasSlot { get; init; }

    /// <summary>Until when the request is to be sent, in microseconds since 1970; <see langword="null"/> where nobody limits the rate.</summary>
    internal long? Latest { get; set; }

    /// <summary>Whether <see cref="TakeAsync"/> has to wait for another turn: the time of this one has passed, or it was taken.</summary>
    public bool IsPast => _limits is not null && Latest is { } latest && (_isTaken || _limits.IsPast(latest));

    /// <summary>
    /// To be called when the request goes out, as late as can be: where its time has passed meanwhile, since a connection had to be made
    /// first, or where it was taken already and the same request goes out once more, another turn is waited for. Not thread-safe.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ServiceException">Meanwhile the service wants to be left alone for longer than the request may wait, or its budget is used up.</exception>
    /// <exception cref="TelemetryException">The database can't be used.</exception>
    public ValueTask TakeAsync(CancellationToken cancellationToken = default)
    {
        if (IsPast)
        {
            return RenewAsync(_limits!, cancellationToken);
        }

        _isTaken = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Gives the place back, where the number of requests at once is limited.</summary>
    public ValueTask DisposeAsync() => HasSlot ? _limits!.ReleaseAsync(_key) : ValueTask.CompletedTask;

    private async ValueTask RenewAsync(SharedLimits limits, CancellationToken cancellationToken)
    {
        Latest = await limits.RenewAsync(_key, _host, _longestBlock, cancellationToken).ConfigureAwait(false);
        _isTaken = true;
    }
}
