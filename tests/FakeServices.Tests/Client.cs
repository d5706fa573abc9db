using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace IntegrationFramework.FakeServices.Tests;

/// <summary>A fake with a plain client that sees it over a socket.</summary>
internal sealed class Client : IAsyncDisposable
{
    private Client(FakeServer fake)
    {
        Fake = fake;
        Http = new HttpClient { BaseAddress = fake.Url, Timeout = TimeSpan.FromSeconds(30) };
    }

    public FakeServer Fake { get; }

    public HttpClient Http { get; }

    public static async Task<Client> StartAsync(FakeServerOptions? options = null) => new(await FakeServer.StartAsync(options));

    /// <summary>A client that is logged in to Salesforce.</summary>
    public static async Task<Client> StartWithSessionAsync(FakeServerOptions? options = null)
    {
        var client = await StartAsync(options);
        client.LogIn();
        return client;
    }

    public void LogIn() => Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Fake.Salesforce.OpenSession());

    public async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(string path) => await SendAsync(HttpMethod.Get, path);

    public async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>The records of a query that has to succeed.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string soql, string resource = "query")
    {
        var (status, json) = await GetAsync($"services/data/v62.0/{resource}?q={Uri.EscapeDataString(soql)}");
        return status == HttpStatusCode.OK ? [.. json.GetProperty("records").EnumerateArray()] : throw new InvalidOperationException(json.GetRawText());
    }

    /// <summary>The errorCode and message of a query that has to fail.</summary>
    public async Task<(string Code, string Message)> QueryErrorAsync(string soql)
    {
        var (status, json) = await GetAsync($"services/data/v62.0/query?q={Uri.EscapeDataString(soql)}");
        return status == HttpStatusCode.BadRequest ? Error(json) : throw new InvalidOperationException($"{status} {json}");
    }

    public static (string Code, string Message) Error(JsonElement json) =>
        (json[0].GetProperty("errorCode").GetString()!, json[0].GetProperty("message").GetString()!);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Fake.DisposeAsync();
    }
}

internal static class JsonExtensions
{
    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();
}
