using System.Globalization;
using IntegrationFramework.Http;

namespace Vendors.Http;

/// <summary>
/// The attempt that is being sent, as its connection sees it. It takes its turn among those that share the service's limits when its first
/// bytes go out. Whenever a piece of the request's body has gone, its timeout begins anew, and the time that it took isn't counted to the total.
/// </summary>
internal sealed class SendingAttempt : IDisposable
{
    private static readonly AsyncLocal<SendingAttempt?> Sending = new();

    private const double Megabyte = 1_000_000;

    private readonly Lock _lock = new();
    private readonly LimitTurn? _turn;
    private readonly TotalTime? _total;
    private readonly TimeProvider _time;
    private readonly TimeSpan _span;
    private readonly CancellationTokenSource _timeout;
    private readonly bool _hasBody;
    private readonly long? _bodyLength;
    private ConnectionStream? _connection;
    private long _started;
    private long _moved;
    private long _sent;
    private TimeSpan _granted;
    private bool _isOver;

    private SendingAttempt(HttpRequestMessage request, TimeSpan timeout, TimeProvider time)
    {
        (_turn, _total) = (request.State().Turn, request.State().Total);
        _hasBody = request.Content is not null;
        _bodyLength = request.Content?.Headers.ContentLength;
        (_span, _time) = (timeout, time);
        _timeout = new CancellationTokenSource(timeout, time);
    }

    /// <summary>The attempt that the running code sends.</summary>
    public static SendingAttempt? Current => Sending.Value;

    /// <summary>Cancelled when the attempt has taken too long.</summary>
    public CancellationToken TimedOut => _timeout.Token;

    /// <summary>What took too long.</summary>
    public string Late => _hasBody && _sent > 0 && _sent < _bodyLength
        ? string.Create(CultureInfo.InvariantCulture, $"nothing more of its body could be sent for {_span.TotalSeconds:0.###} s, after {_sent / Megabyte:0.0} of {_bodyLength / Megabyte:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"no complete answer came within {_span.TotalSeconds:0.###} s");

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

        TakeBack();
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

        _moved = _started;
    }

    /// <summary>Gives the service its whole time again, since something has moved.</summary>
    public void HasSent(int bytes)
    {
        if (!_hasBody)
        {
            return;
        }

        lock (_lock)
        {
            // Where the answer didn't wait for the whole body, the rest may still be on its way.
            if (_isOver)
            {
                return;
            }

            TakeBack();
            var now = _time.GetTimestamp();
            _total?.Add(_time.GetElapsedTime(_moved, now));
            _moved = now;
            _sent += bytes;

            // What was sent last may still lie in the system's buffers, and takes the time that it took before to get to the service.
            _granted = _sent < _bodyLength ? TimeSpan.Zero : _time.GetElapsedTime(_started, now);
            _total?.Add(_granted);
            Restart(_span + _granted);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            TakeBack();
            _isOver = true;
            _timeout.Dispose();
        }
    }

    /// <summary>Takes what wasn't needed of the time that was granted for the last of the body to arrive.</summary>
    private void TakeBack()
    {
        var needed = _time.GetElapsedTime(_moved);
        if (_granted > needed)
        {
            _total?.Add(needed - _granted);
        }

        _granted = TimeSpan.Zero;
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
