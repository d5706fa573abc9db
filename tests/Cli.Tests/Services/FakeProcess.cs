using System.Text.Json;
using System.Text.RegularExpressions;
using Cli.Tests.Support;

namespace Cli.Tests.Services;

/// <summary>The three services in a process of their own, so that the times that they record are nobody else's work.</summary>
public sealed partial class FakeProcess : IDisposable
{
    private readonly RunningProcess _process;
    private readonly HttpClient _http = new();

    private FakeProcess(RunningProcess process) => _process = process;

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    public static async Task<FakeProcess> StartAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "FakeServices", Ifw.Configuration, OperatingSystem.IsWindows() ? "FakeServices.exe" : "FakeServices");
        var fake = new FakeProcess(RunningProcess.Start(program, AppContext.BaseDirectory, [], "--port", "0", "--https-port", "0"));
        await fake._process.SeenAsync("Ctrl+C stops.");
        fake.Url = new Uri(Address().Match(fake._process.Seen()).Value);
        return fake;
    }

    /// <summary>Opens a session of Salesforce.</summary>
    /// <returns>Its access token.</returns>
    public async Task<string> OpenSessionAsync()
    {
        var keys = Keys().Matches(_process.Seen()).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim());
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", keys["SALESFORCE_CLIENT_ID"]), new("client_secret", keys["SALESFORCE_CLIENT_SECRET"]),
        ]);
        using var response = await _http.PostAsync(new Uri(Url, "/services/oauth2/token"), form);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Makes something go wrong, as <c>POST /_faults</c> takes it.</summary>
    public async Task AddFaultAsync(string json)
    {
        using var content = new StringContent(json);
        using var response = await _http.PostAsync(new Uri(Url, "/_faults"), content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The requests to a path, in their order: the query, and when they arrived.</summary>
    public async Task<IReadOnlyList<(string Query, TimeSpan At)>> RequestsAsync(string path)
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Url, $"/_requests?path={path}")));
        return [.. answer.RootElement.EnumerateArray()
            .Select(request => (request.GetProperty("query").GetString()!, TimeProvider.System.GetElapsedTime(0, request.GetProperty("received_ticks").GetInt64())))
            .OrderBy(request => request.Item2)];
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();

    [GeneratedRegex("^([A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Keys();
}
