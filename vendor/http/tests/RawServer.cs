using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vendors.Tests.Http;

/// <summary>A server on this machine that writes the bytes it is told, so that answers can be wrong in every way. One request per connection.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int, NetworkStream, Task> _answer;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _serving;

    /// <param name="answer">Answers a request; gets its number, from 1.</param>
    public RawServer(Func<int, NetworkStream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    public ConcurrentQueue<(string Head, DateTimeOffset At)> Requests { get; } = [];

    public static RawServer WithAnswers(params string[] answers) => new(async (number, stream) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answers[Math.Min(number, answers.Length) - 1].Replace("\n", "\r\n"))));

    public static string Answer(string status, string headers = "", string body = "") =>
        $"HTTP/1.1 {status}\n{(headers.Length == 0 ? "" : headers + "\n")}Content-Length: {body.Length}\nConnection: close\n\n{body}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();

        // A connection that was made and never used waits for its first request.
        await _stopped.CancelAsync();
        await _serving;
        _stopped.Dispose();
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
            {
                answers.Add(AnswerAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var head = new StringBuilder();
                var buffer = new byte[4096];
                while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    var count = await stream.ReadAsync(buffer, _stopped.Token);
                    if (count == 0)
                    {
                        return;
                    }

                    head.Append(Encoding.ASCII.GetString(buffer, 0, count));
                }

                Requests.Enqueue((head.ToString(), TimeProvider.System.GetUtcNow()));
                await _answer(Requests.Count, stream);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The client has gone, or the server has stopped.
            }
        }
    }
}
