using IntegrationFramework.Http;

namespace Vendors.Http;

/// <summary>
/// The attempt that is being sent, as its connection sees it. It takes its turn among those that share the service's limits when its first
/// bytes go out, and its timeout begins anew whenever a piece of the request's body has gone.
/// </summary>
internal sealed class SendingAttempt : IDisposable
{
    private static readonly AsyncLocal<SendingAttempt?> Sending = new();

    private readonly Lock _lock = new();
    private readonly LimitTurn? _turn;
    private readonly TimeProvider _time;
    private readonly TimeSpan _span;
    private readonly CancellationTokenSource _timeout;
    private readonly bool _hasBody;
    private readonly long? _bodyLength;
    private ConnectionStream? _connection;
    private long _started;
    private long _sent;
    private bool _isOver;

    private SendingAttempt(HttpRequestMessage request, TimeSpan timeout, TimeProvider time)
    {
        _turn = request.State().Turn;
        _hasBody = request.Content is not null;
        _bodyLength = request.Content?.Headers.ContentLength;
        (_span, _time) = (timeout, time);
        _timeout = new CancellationTokenSource(timeout, time);
    }

    /// <summary>The attempt that the running code sends.</summary>
    public static SendingAttempt? Current => Sending.Value;

    /// <summary>Cancelled when the attempt has taken too long.</summary>
    public CancellationToken TimedOut => _timeout.Token;

    /// <summary>Begins an attempt, for what the caller awaits from now on.</summary>
    public static SendingAttempt Begin(HttpRequestMessage request, TimeSpan timeout, TimeProvider time)
    {
        var attempt = new SendingAttempt(request, timeout, time);
        Sending.Value = attempt;
        return attempt;
    }

    /// <summary>Waits for the attempt's turn before its first bytes go out on a connection; on another one they go out again.</summary>
    public async ValueTask GoesOutAsync(ConnectionStream connection, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(_connection, connection))
        {
            return;
        }

        (_connection, _started, _sent) = (connection, _time.GetTimestamp(), 0);
        if (_turn is { IsPast: true })
        {
            // The wait for another turn is nothing that the service takes.
            Restart(Timeout.InfiniteTimeSpan);
            await _turn.TakeAsync(cancellationToken).ConfigureAwait(false);
            _started = _time.GetTimestamp();
            Restart(_span);
        }
        else if (_turn is not null)
        {
            await _turn.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the service its whole time again, since something has moved.</summary>
    public void HasSent(int bytes)
    {
        if (!_hasBody)
        {
            return;
        }

        _sent += bytes;

        // What was sent last may still lie in the system's buffers, and takes the time that it took before to get to the service.
        Restart(_sent >= _bodyLength ? _span + _time.GetElapsedTime(_started) : _span);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _timeout.Dispose();
        }
    }

    private void Restart(TimeSpan span)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _timeout.CancelAfter(span);
            }
        }
    }
}
