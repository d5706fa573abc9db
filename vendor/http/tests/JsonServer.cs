using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Vendors.Tests.Http;

/// <summary>A real HTTP server on this machine that answers with texts, and keeps what it was asked.</summary>
internal sealed class JsonServer : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    /// <param name="answer">Gives the answer to a request, told by its path and query.</param>
    public JsonServer(Func<string, Answer> answer) => _server = new LoopbackServer(async (_, context) =>
    {
        var asked = context.Request.Url!.PathAndQuery;
        Asked.Enqueue(asked);
        Keys.Enqueue(context.Request.Headers["X-Api-Key"] ?? "");
        var (status, body, type) = answer(asked);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
    });

    /// <summary>A server that gives one answer to everything.</summary>
    public static JsonServer With(string body, int status = (int)HttpStatusCode.OK, string type = "application/json") => new(_ => new Answer(status, body, type));

    public Uri Url => _server.Url;

    /// <summary>The paths and queries, in the order in which they were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>The X-Api-Key header of each request.</summary>
    public ConcurrentQueue<string> Keys { get; } = [];

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>An answer of a <see cref="JsonServer"/>.</summary>
internal sealed record Answer(int Status, string Body, string Type = "application/json")
{
    public static implicit operator Answer(string body) => new(200, body);
}
