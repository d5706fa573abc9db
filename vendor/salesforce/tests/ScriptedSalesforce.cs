using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Vendors.Tests.Http;

namespace Vendors.Tests.Salesforce;

/// <summary>A server that answers each request to a path as it is told, for answers that no org could be brought to on purpose.</summary>
internal sealed class ScriptedSalesforce : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> _answers = new();
    private readonly LoopbackServer _server;

    public ScriptedSalesforce() => _server = new LoopbackServer((_, context) => AnswerAsync(context));

    public Uri Url => _server.Url;

    /// <summary>What was received, as <c>METHOD path-and-query</c> below the API's version.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The bodies of the requests.</summary>
    public ConcurrentQueue<string> Bodies { get; } = [];

    /// <summary>The values of the header that asks for small pages; empty where a request had none.</summary>
    public ConcurrentQueue<string> QueryOptions { get; } = [];

    /// <summary>Adds an answer to a request; the last one is given to all further ones.</summary>
    /// <param name="request"><c>GET query</c>: the method and the path below the API's version, without the query.</param>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Headers of the response, as <c>Name: value</c>.</param>
    public ScriptedSalesforce On(string request, int status, string body = "", params string[] headers)
    {
        _answers.GetOrAdd(request, _ => []).Enqueue(new Answer(status, body, headers, Cut: 0));
        return this;
    }

    /// <summary>Adds an answer whose connection ends in the middle of its body.</summary>
    public ScriptedSalesforce OnCut(string request, string body, int missing, params string[] headers)
    {
        _answers.GetOrAdd(request, _ => []).Enqueue(new Answer(200, body, headers, missing));
        return this;
    }

    /// <summary>An error as Salesforce writes it.</summary>
    public static string Error(string code, string message = "as it is told") => $$"""[{"message":"{{message}}","errorCode":"{{code}}"}]""";

    public int Count(string request) => Requests.Count(received => received.Split('?')[0] == request);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.PathAndQuery.Replace("/services/data/v62.0/", "", StringComparison.Ordinal);
        Requests.Enqueue($"{context.Request.HttpMethod} {path}");
        QueryOptions.Enqueue(context.Request.Headers["Sforce-Query-Options"] ?? "");
        using (var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8))
        {
            Bodies.Enqueue(await reader.ReadToEndAsync());
        }

        var answer = Next($"{context.Request.HttpMethod} {path.Split('?')[0]}");
        context.Response.StatusCode = answer.Status;
        foreach (var header in answer.Headers)
        {
            context.Response.Headers.Add(header);
        }

        var body = Encoding.UTF8.GetBytes(answer.Body);
        context.Response.ContentLength64 = body.Length;
        await context.Response.OutputStream.WriteAsync(body.AsMemory(0, body.Length - answer.Cut));
        if (answer.Cut > 0)
        {
            await context.Response.OutputStream.FlushAsync();
            context.Response.Abort();
        }
    }

    private Answer Next(string request) =>
        !_answers.TryGetValue(request, out var answers) ? new Answer(404, Error("NOT_FOUND", $"nothing is scripted for {request}"), [], 0)
        : answers.Count > 1 && answers.TryDequeue(out var next) ? next
        : answers.TryPeek(out var last) ? last
        : throw new InvalidOperationException(request);

    private sealed record Answer(int Status, string Body, string[] Headers, int Cut);
}
