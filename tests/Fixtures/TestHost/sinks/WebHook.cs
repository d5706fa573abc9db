using System.Net.Http.Headers;
using IntegrationFramework;
using Vendors.Http;

namespace TestHost;

/// <summary>Posts each page to an address, as a JSON array.</summary>
[Sink("web_hook")]
public sealed class WebHook(WebHookSettings settings, HttpClient http) : Sink
{
    protected override async Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(page.ToJsonArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = content }.WithIdempotencyKey(page.IdempotencyKey);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token.Reveal());
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}

public sealed record WebHookSettings
{
    public required Uri Url { get; init; }

    public required Secret Token { get; init; }
}
