using System.Net;
using System.Net.Sockets;

namespace IntegrationFramework.FakeServices.Network;

/// <summary>Takes connections on a free port of this machine, until it is disposed of.</summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    /// <summary>Cancelled when it stops.</summary>
    protected CancellationToken Stopped => _stop.Token;

    /// <summary>Cuts all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _stop.CancelAsync();
        await _serving;
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts listening.</summary>
    /// <param name="receiveBuffer">How many bytes of a connection the system takes before they are read; as it likes by default.</param>
    /// <returns>The port.</returns>
    protected int Listen(int? receiveBuffer = null)
    {
        if (receiveBuffer is { } size)
        {
            _listener.Server.ReceiveBufferSize = size;
        }

        _listener.Start();
        _serving = ServeAsync();
        return ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    /// <summary>Serves a connection to its end.</summary>
    protected abstract Task ServeAsync(TcpClient client);

    /// <summary>Lets both ways run until one ends, and cuts them.</summary>
    protected static async Task UntilOneEndsAsync(TcpClient client, TcpClient server, params Task[] ways)
    {
        await Task.WhenAny(ways);
        client.Close();
        server.Close();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(clients);
    }
}
