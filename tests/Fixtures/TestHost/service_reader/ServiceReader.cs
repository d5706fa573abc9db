using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntegrationFramework;

namespace TestHost;

/// <summary>Signs in to a service, and reads its items page by page, as of the time of day.</summary>
[Integration]
public sealed partial class ServiceReader(ServiceReaderSettings settings, HttpClient http) : Integration<Line>
{
    protected override async IAsyncEnumerable<Line> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (settings.Pages == 0)
        {
            yield break;
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_secret"] = settings.ApiKey.Reveal() });
        using var signedIn = await http.PostAsync(new Uri(settings.Url, "token"), form, cancellationToken);
        var token = (await ReadAsync(signedIn, cancellationToken)).GetProperty("access_token").GetString()!;
        for (var page = 1; page <= settings.Pages; page++)
        {
            var asOf = run.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(settings.Url, $"items?page={page}&as_of={asOf}&customer={settings.Customer}&appid={Uri.EscapeDataString(settings.ApiKey.Reveal())}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, cancellationToken);
            foreach (var item in (await ReadAsync(response, cancellationToken)).GetProperty("items").EnumerateArray())
            {
                yield return new Line($"{item.GetString()} {asOf}");
            }
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
    }
}

public sealed record ServiceReaderSettings
{
    public required Uri Url { get; init; }

    public required Secret ApiKey { get; init; }

    public string Customer { get; init; } = "all";

    public int Pages { get; init; } = 2;
}
