using System.Collections.Concurrent;
using System.Net;
using IntegrationFramework.FakeServices.Network;

namespace Vendors.Tests.Http;

/// <summary>A real HTTP server on this machine that answers each request as it is told.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<int, HttpListenerContext, Task> _answer;
    private readonly Task _serving;
    private int _requests;

    /// <param name="answer">Answers a request; gets its number, from 1.</param>
    public LoopbackServer(Func<int, HttpListenerContext, Task> answer)
    {
        _answer = answer;
        _listener = LoopbackHttp.Listen(out var url);
        Url = url;
        _serving = ServeAsync();
    }

    /// <summary>Answers with these statuses, the last one for all further requests.</summary>
    public static LoopbackServer WithStatuses(params HttpStatusCode[] statuses) => new((number, context) =>
    {
        context.Response.StatusCode = (int)statuses[Math.Min(number, statuses.Length) - 1];
        return Task.CompletedTask;
    });

    public Uri Url { get; }

    public int Requests => Volatile.Read(ref _requests);

    public ConcurrentQueue<string> Methods { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                break;
            }

            answers.Add(AnswerAsync(context));
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        Methods.Enqueue(context.Request.HttpMethod);
        try
        {
            await _answer(Interlocked.Increment(ref _requests), context);
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The client has gone, as it does after a timeout.
        }
    }
}
