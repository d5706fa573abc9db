using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationFramework.FakeServices.Faults;

internal sealed record StatusFault(int Code, TimeSpan? RetryAfter, bool AsDate) : Fault("status")
{
    internal override Task ApplyAsync(FaultContext context)
    {
        if (RetryAfter is { } wait)
        {
            context.Http.Response.Headers.RetryAfter = AsDate
                ? (context.Time.GetUtcNow() + wait).ToString("R", CultureInfo.InvariantCulture)
                : ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return context.Http.AnswerJsonAsync(Code, new JsonObject { ["message"] = ReasonPhrases.GetReasonPhrase(Code) });
    }
}

internal sealed record AnswerFault(int Code, string Body, string ContentType, IReadOnlyDictionary<string, string> Headers) : Fault("answer")
{
    internal override Task ApplyAsync(FaultContext context)
    {
        foreach (var (name, value) in Headers)
        {
            context.Http.Response.Headers[name] = value;
        }

        return context.Http.AnswerTextAsync(Code, ContentType, Body);
    }
}

internal sealed record HtmlFault() : Fault("html")
{
    private const string Page = """
        <!DOCTYPE html>
        <html><head><title>Maintenance</title></head><body><h1>We'll be back soon</h1><p>Please come again later.</p></body></html>
        """;

    internal override Task ApplyAsync(FaultContext context) =>
        context.Http.AnswerTextAsync(StatusCodes.Status200OK, "text/html; charset=utf-8", Page);
}

internal sealed record InvalidJsonFault() : Fault("invalid_json")
{
    internal override async Task ApplyAsync(FaultContext context)
    {
        // Half of compressed bytes would be a broken archive, which is another fault.
        context.Http.Request.Headers.AcceptEncoding = "identity";
        var body = await context.HandleAsync();
        await context.Http.AnswerBytesAsync(
            context.Http.Response.StatusCode, context.Http.Response.ContentType ?? "application/json", body[..(body.Length / 2)]);
    }
}

internal sealed record RedirectFault(string Location) : Fault("redirect")
{
    public int Code { get; init; } = StatusCodes.Status302Found;

    internal override Task ApplyAsync(FaultContext context)
    {
        context.Http.Response.StatusCode = Code;
        context.Http.Response.Headers.Location = Location;
        context.Http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}

internal sealed record GzipBombFault(long Bytes) : Fault("gzip_bomb")
{
    private static readonly ConcurrentDictionary<long, byte[]> Bombs = new();

    internal override Task ApplyAsync(FaultContext context)
    {
        context.Http.Response.Headers.ContentEncoding = "gzip";
        return context.Http.AnswerBytesAsync(StatusCodes.Status200OK, "application/json", Bombs.GetOrAdd(Bytes, Pack));
    }

    private static byte[] Pack(long bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            var zeros = new byte[1024 * 1024];
            for (var left = bytes; left > 0; left -= zeros.Length)
            {
                gzip.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
            }
        }

        return packed.ToArray();
    }
}
