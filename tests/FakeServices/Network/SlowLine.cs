using System.Globalization;
using System.Net.Sockets;

namespace IntegrationFramework.FakeServices.Network;

/// <summary>A line to a server that lets so much through to it in a second, and may come to a standstill. What comes back isn't slowed down.</summary>
public sealed class SlowLine : LoopbackServer
{
    private const int Piece = 16 * 1024;

    private readonly Uri _server;
    private readonly int _bytesPerSecond;
    private readonly long _stallsAfter;

    /// <summary>Opens a line.</summary>
    /// <param name="server">Where it leads.</param>
    /// <param name="bytesPerSecond">How much goes to the server in a second.</param>
    /// <param name="stallsAfter">How many bytes to the server a connection takes before nothing more gets through.</param>
    public SlowLine(Uri server, int bytesPerSecond, long stallsAfter = long.MaxValue)
    {
        (_server, _bytesPerSecond, _stallsAfter) = (server, bytesPerSecond, stallsAfter);

        // Else a few megabytes would be in the kernel at once, and not on the line.
        Url = new Uri($"http://127.0.0.1:{Listen(receiveBuffer: Piece * 4).ToString(CultureInfo.InvariantCulture)}/");
    }

    /// <summary>The server's address by this line.</summary>
    public Uri Url { get; }

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, Stopped);
                await UntilOneEndsAsync(
                    client, server, SendAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), Stopped));
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
        while (sent < _stallsAfter && await client.ReadAsync(buffer, Stopped) is var count and > 0)
        {
            await server.WriteAsync(buffer.AsMemory(0, count), Stopped);
            sent += count;
            var now = TimeProvider.System.GetTimestamp();
            free = Math.Max(now, free) + (count * TimeProvider.System.TimestampFrequency / _bytesPerSecond);
            await Task.Delay(TimeProvider.System.GetElapsedTime(now, free), TimeProvider.System, Stopped);
        }

        if (sent >= _stallsAfter)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, Stopped);
        }
    }
}
