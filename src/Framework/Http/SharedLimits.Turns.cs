using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Http;

/// <summary>Waiting for turns and places.</summary>
public sealed partial class SharedLimits
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UntilCrashedAreLookedFor = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Another turn for a request that has its slot, not through the door: it waits on an open connection, and those behind the door have no
    /// claim to go first.
    /// </summary>
    /// <param name="key">The host and account.</param>
    /// <param name="host">The host.</param>
    /// <param name="unused">The turn whose time has passed, where nothing was sent in it.</param>
    /// <param name="patience">How long it may wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async ValueTask<Reservation> RenewAsync(string key, string host, long? unused, LimitPatience patience, CancellationToken cancellationToken)
    {
        var gate = _store.Limits[key];
        Reservation? reserved = null;
        try
        {
            while (true)
            {
                var turn = await ReserveAsync(key, host, hasSlot: true, reserved?.At ?? unused, patience).ConfigureAwait(false);
                reserved = turn.At is null ? reserved : turn;
                gate.Learn(turn.State, Now());
                if (!await FindBlockAsync(gate, host, patience.Block, cancellationToken).ConfigureAwait(false)
                    && (turn.At is not { } at || await IsInTimeAsync(turn, at, cancellationToken).ConfigureAwait(false))
                    && gate.BlockedUntil <= Now())
                {
                    return turn;
                }
            }
        }
        catch when (reserved is not null)
        {
            // The turn that it came with isn't given back here: that is for its owner to do, once.
            await GiveBackAsync(key, reserved.Value).ConfigureAwait(false);
            throw;
        }
    }

    internal bool IsPast(long latest) => Now() > latest;

    /// <summary>
    /// Gives back a turn in which nothing is sent: else the next one would come after it for nothing, and with one request an hour nobody might
    /// ever get one.
    /// </summary>
    internal async ValueTask GiveBackAsync(string key, Reservation turn) =>
        await _store.Write(new GiveBackTurn(key, turn.At!.Value, turn.State.Pace!.Value)).ConfigureAwait(false);

    internal async ValueTask ReleaseAsync(string key)
    {
        await _store.Write(new ReleaseSlot(key, _runId)).ConfigureAwait(false);
        _store.Limits[key].Release();
    }

    private async ValueTask<LimitTurn> WaitForTurnAsync(string key, string host, LimitGate gate, LimitPatience patience, CancellationToken cancellationToken)
    {
        var hasSlot = false;
        var tookSlot = false;
        Reservation? reserved = null;
        await gate.Entry.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var freed = gate.Released;
                var turn = await ReserveAsync(key, host, hasSlot, reserved?.At, patience).ConfigureAwait(false);
                tookSlot |= turn.TookSlot;
                hasSlot = turn.HasSlot;
                reserved = turn.At is null ? reserved : turn;
                gate.Learn(turn.State, Now());
                if (await FindBlockAsync(gate, host, patience.Block, cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                if (!hasSlot)
                {
                    await WaitForSlotAsync(key, gate, freed, cancellationToken).ConfigureAwait(false);
                }
                else if ((turn.At is not { } at || await IsInTimeAsync(turn, at, cancellationToken).ConfigureAwait(false))
                    && gate.BlockedUntil <= Now())
                {
                    return new LimitTurn(this, key, host, patience) { HasSlot = tookSlot, Reserved = turn };
                }
            }
        }
        catch
        {
            await LeaveAsync(key, reserved, tookSlot).ConfigureAwait(false);
            throw;
        }
        finally
        {
            gate.Entry.Release();
        }
    }

    /// <summary>Leaves to others what was taken by who doesn't wait any more, however its waiting ended: by a block, a budget, another turn that comes too late, or cancellation.</summary>
    private async ValueTask LeaveAsync(string key, Reservation? reserved, bool tookSlot)
    {
        try
        {
            if (reserved is { } turn)
            {
                await GiveBackAsync(key, turn).ConfigureAwait(false);
            }
        }
        finally
        {
            if (tookSlot)
            {
                await ReleaseAsync(key).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<Reservation> ReserveAsync(string key, string host, bool hasSlot, long? unused, LimitPatience patience)
    {
        var turn = await _store.Write(new ReserveTurn(key, _runId, hasSlot, unused, patience.TurnBefore, _time)).ConfigureAwait(false);
        return turn is { IsTooLate: true, At: { } at } ? throw ServiceErrors.NoTurn(host, Microseconds.ToTime(at)) : turn;
    }

    /// <summary>Waits for the turn; <see langword="false"/> where the wait took so long that another turn is needed.</summary>
    private async ValueTask<bool> IsInTimeAsync(Reservation turn, long at, CancellationToken cancellationToken)
    {
        for (var wait = at - Now(); wait > 0; wait = at - Now())
        {
            await Task.Delay(RoundUp(TimeSpan.FromMicroseconds(wait)), _time, cancellationToken).ConfigureAwait(false);
        }

        return Now() <= at + (turn.State.Slack ?? 0);
    }

    private async ValueTask WaitForSlotAsync(string key, LimitGate gate, Task freed, CancellationToken cancellationToken)
    {
        // A slot of this process is told of; those of others have to be looked for, and those of crashed ones to be freed.
        var started = _time.GetTimestamp();
        for (var poll = ShortestPoll; ; poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll)
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var delay = Task.Delay(poll, _time, ends.Token);
            await Task.WhenAny(freed, delay).ConfigureAwait(false);
            await ends.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (freed.IsCompleted)
            {
                return;
            }

            var state = await _store.Write(new ClaimLimit(key, _runId, default)).ConfigureAwait(false);
            gate.Learn(state, Now());
            if (state.Concurrency is null || state.Held < state.Concurrency)
            {
                return;
            }

            if (_time.GetElapsedTime(started) > UntilCrashedAreLookedFor)
            {
                started = _time.GetTimestamp();
                await _store.Write(new MarkCrashed(_store.LocksFolder, _time)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Timers count whole milliseconds, and must not end before the time.</summary>
    private static TimeSpan RoundUp(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(wait.TotalMilliseconds, TimeSpan.FromDays(1).TotalMilliseconds)));
}
