using System.Net;
using System.Net.Sockets;

namespace IntegrationFramework.FakeServices.Network;

/// <summary>HTTP listeners on free ports of this machine.</summary>
public static class LoopbackHttp
{
    private const int Attempts = 20;

    /// <summary>Starts a listener, on another port if somebody else was given the free one that it found meanwhile.</summary>
    /// <param name="url">Where it listens.</param>
    /// <exception cref="HttpListenerException">No port that was found free could be listened on.</exception>
    public static HttpListener Listen(out Uri url)
    {
        for (var attempt = 1; ; attempt++)
        {
            url = new Uri($"http://127.0.0.1:{FreePort()}/");
            var listener = new HttpListener();
            listener.Prefixes.Add(url.ToString());
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (attempt < Attempts)
            {
                // HttpListener can't listen on port 0, so the port can be lost between the look and the start.
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
