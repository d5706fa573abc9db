using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Http;

/// <summary>The right to send one request, until it is disposed of.</summary>
public sealed class LimitTurn : IAsyncDisposable
{
    private readonly SharedLimits? _limits;
    private readonly string _key;
    private readonly string _host;
    private readonly LimitPatience _patience;
    private bool _isTaken;

    internal LimitTurn(SharedLimits? limits, string key, string host, LimitPatience patience)
    {
        _limits = limits;
        _key = key;
        _host = host;
        _patience = patience;
    }

    /// <summary>The turn of a request that nobody limits.</summary>
    internal static LimitTurn Unlimited { get; } = new(null, "", "", default);

    /// <summary>Whether it holds one of the places for requests at once.</summary>
    internal bool HasSlot { get; init; }

    /// <summary>When the request is to be sent, and what else holds.</summary>
    internal Reservation Reserved { get; set; }

    /// <summary>Whether <see cref="TakeAsync"/> has to wait for another turn: the time of this one has passed, or it was taken.</summary>
    public bool IsPast => _limits is not null && Reserved.At is { } at && (_isTaken || _limits.IsPast(at + (Reserved.State.Slack ?? 0)));

    /// <summary>
    /// To be called when the request goes out, as late as can be: where its time has passed meanwhile, since a connection had to be made
    /// first, or where it was taken already and the same request goes out once more, another turn is waited for: now, where nobody else has
    /// one after it and it wasn't taken. Not thread-safe.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ServiceException">
    /// Meanwhile the service wants to be left alone for longer than the request may wait, its budget is used up, or another turn comes too late.
    /// </exception>
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

    /// <summary>Leaves the turn to others, where nothing went out in it: where <see cref="TakeAsync"/> wasn't called, since there was no connection.</summary>
    public ValueTask GiveBackAsync() => !_isTaken && Reserved.At is not null ? _limits!.GiveBackAsync(_key, Reserved) : ValueTask.CompletedTask;

    /// <summary>Gives the place back, where the number of requests at once is limited.</summary>
    public ValueTask DisposeAsync() => HasSlot ? _limits!.ReleaseAsync(_key) : ValueTask.CompletedTask;

    private async ValueTask RenewAsync(SharedLimits limits, CancellationToken cancellationToken)
    {
        Reserved = await limits.RenewAsync(_key, _host, _isTaken ? null : Reserved.At, _patience, cancellationToken).ConfigureAwait(false);
        _isTaken = true;
    }
}
