using System.Net;
using System.Text;
using Vendors.Http;

namespace Vendors.Tests.Http.Caching;

/// <summary>Requests whose responses are kept for an hour in news_cache.json, and the server that answers them.</summary>
internal static class CacheCalls
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static LoopbackServer Server(
        Func<int, HttpStatusCode>? status = null, Action<WebHeaderCollection>? headers = null, string? text = null) => new(async (number, context) =>
        {
            context.Response.StatusCode = (int)(status?.Invoke(number) ?? HttpStatusCode.OK);
            headers?.Invoke(context.Response.Headers);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text ?? $"answer {number}"));
        });

    public static HttpRequestMessage Request(Uri url) => new HttpRequestMessage(HttpMethod.Get, url).WithCache("news", Hour);

    public static async Task<string> GetAsync(HttpClient client, Uri url)
    {
        using var request = Request(url);
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
