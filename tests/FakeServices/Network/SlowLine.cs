using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IntegrationFramework.FakeServices.Network;

/// <summary>A line to a server that lets so much through to it in a second, and may come to a standstill. What comes back isn't slowed down.</summary>
public sealed class SlowLine : IAsyncDisposable
{
    private const int Piece = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly int _bytesPerSecond;
    private readonly long _stallsAfter;
    private readonly Task _serving;

    /// <summary>Opens a line.</summary>
    /// <param name="server">Where it leads.</param>
    /// <param name="bytesPerSecond">How much goes to the server in a second.</param>
    /// <param name="stallsAfter">How many bytes to the server a connection takes before nothing more gets through.</param>
    public SlowLine(Uri server, int bytesPerSecond, long stallsAfter = long.MaxValue)
    {
        (_server, _bytesPerSecond, _stallsAfter) = (server, bytesPerSecond, stallsAfter);

        // Else a few megabytes would be in the kernel at once, and not on the line.
        _listener.Server.ReceiveBufferSize = Piece * 4;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/");
        _serving = ServeAsync();
    }

    /// <summary>The server's address by this line.</summary>
    public Uri Url { get; }

    /// <summary>Cuts all that is on the line.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _stop.CancelAsync();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ConnectAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(clients);
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                Task[] ways = [SendAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), _stop.Token)];
                await Task.WhenAny(ways);
                client.Close();
                server.Close();
                await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // Stopped, or nobody is there.
            }
        }
    }

    private async Task SendAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[Piece];
        var (sent, free) = (0L, TimeProvider.System.GetTimestamp());
        while (sent < _stallsAfter && await client.ReadAsync(buffer, _stop.Token) is var count and > 0)
        {
            await server.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            sent += count;
            var now = TimeProvider.System.GetTimestamp();
            free = Math.Max(now, free) + (count * TimeProvider.System.TimestampFrequency / _bytesPerSecond);
            await Task.Delay(TimeProvider.System.GetElapsedTime(now, free), TimeProvider.System, _stop.Token);
        }

        if (sent >= _stallsAfter)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
        }
    }
}
