using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace IntegrationFramework.FakeServices.Network;

/// <summary>A proxy that makes tunnels (CONNECT) to one server, whatever host is asked for, or refuses what it is asked.</summary>
public sealed class TunnelProxy : LoopbackServer
{
    private readonly Uri _target;

    /// <summary>Starts listening.</summary>
    /// <param name="target">Where the tunnels end.</param>
    public TunnelProxy(Uri target)
    {
        _target = target;
        Address = $"127.0.0.1:{Listen().ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Its host and port.</summary>
    public string Address { get; }

    /// <summary>The user and the password that it wants, as <c>user:password</c>.</summary>
    /// <value>Null: it lets everybody through.</value>
    public string? User { get; init; }

    /// <summary>What it answers instead of making a tunnel.</summary>
    public int? Refusal { get; init; }

    /// <summary>The first lines of what it was asked, and whether it did it.</summary>
    public ConcurrentQueue<(string Line, bool IsDone)> Requests { get; } = [];

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadHeadAsync(stream) is { Length: > 0 } head)
                {
                    var status = StatusFor(head);
                    Requests.Enqueue((head[..head.IndexOf('\r', StringComparison.Ordinal)], status == 200));
                    if (status == 200)
                    {
                        await TunnelAsync(client);
                        return;
                    }

                    var challenge = status == 407 ? "Proxy-Authenticate: Basic realm=\"proxy\"\r\n" : "";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(
                        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Refused\r\n{challenge}Content-Length: 0\r\n\r\n")), Stopped);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                // Either end has gone.
            }
        }
    }

    private int StatusFor(string head)
    {
        var wanted = User is null ? "" : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(User))}\r\n";
        return !head.Contains(wanted, StringComparison.OrdinalIgnoreCase) ? 407
            : Refusal ?? (head.StartsWith("CONNECT ", StringComparison.Ordinal) ? 200 : 405);
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(_target.Host, _target.Port, Stopped);
        var (near, far) = (client.GetStream(), server.GetStream());
        await near.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), Stopped);
        await UntilOneEndsAsync(client, server, near.CopyToAsync(far, Stopped), far.CopyToAsync(near, Stopped));
    }

    // A byte at a time: what follows belongs to the tunnel.
    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, Stopped) > 0)
        {
            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                return head.ToString();
            }
        }

        return "";
    }
}
