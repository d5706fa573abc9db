using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Faults;
using IntegrationFramework.FakeServices.Network;

namespace Cli.Tests.Services;

/// <summary>One case for each row of docs/HTTP.md's table of faults. Retries are two, back-off is short.</summary>
internal static class FaultCases
{
    /// <summary>The weather service, as one calls it that is reached through a proxy.</summary>
    public const string HostBehindProxy = "weather.invalid";

    private const int Attempts = 3;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Func<ServiceRoot, string[]> ShortTimeout = _ => ["http.timeout=1s"];

    public static IReadOnlyDictionary<string, FaultCase> All { get; } = new FaultCase[]
    {
        new("429 with `Retry-After` in seconds", Attempts) { Fault = Fault.TooManyRequests(TimeSpan.FromSeconds(1)), Gap = Second },
        new("429 with `Retry-After` as a date", Attempts) { Fault = Fault.TooManyRequests(TimeSpan.FromSeconds(2), asDate: true), Gap = Second },
        new("503 with `Retry-After`", Attempts) { Fault = Fault.Status(503, TimeSpan.FromSeconds(1)), Gap = Second },
        new("429 without `Retry-After`", Attempts) { Fault = Fault.TooManyRequests() },
        new("a `Retry-After` beyond `max_delay` or the time left", 1) { Fault = Fault.TooManyRequests(TimeSpan.FromMinutes(2)) },
        new("another run before that time", 0)
        {
            Arrange = async root =>
            {
                root.Fake.Faults.Add("/data/2.5/weather", Fault.TooManyRequests(TimeSpan.FromMinutes(2)));
                await root.RunWeatherNewsAsync();
                root.Fake.Requests.Clear();
            },
        },
        OfStatus(408),
        OfStatus(500),
        OfStatus(502),
        OfStatus(503) with { Name = "503 without `Retry-After`" },
        new("no connection", Attempts) { Sets = _ => ["settings.open_weather_map.base_url=http://127.0.0.1:1/"] },
        new("a reset", Attempts) { Fault = Fault.Reset() },
        new("no answer in time", Attempts) { Fault = Fault.Timeout(), Sets = ShortTimeout },
        new("a slow drip", Attempts) { Fault = Fault.Drip(TimeSpan.FromMilliseconds(50)), Sets = ShortTimeout },
        new("a body cut short", Attempts) { Fault = Fault.CutShort() },
        new("a content length that is too large", Attempts) { Fault = Fault.WrongContentLength(10), Sets = ShortTimeout },
        new("a content length that is too small", 1) { Fault = Fault.WrongContentLength(-10) },
        new("invalid JSON", 1) { Fault = Fault.InvalidJson() },
        new("HTML in place of JSON", 1) { Fault = Fault.Html() },
        new("an empty body", 1) { Fault = Fault.Answer(200, "") },
        new("a redirect loop", 11) { Fault = Fault.RedirectLoop() },
        new("a redirect to another host", 1) { Fault = Fault.Redirect("http://localhost:1/") },
        new("a redirect to another port", 1) { Fault = Fault.Redirect("http://127.0.0.1:1/") },
        OfPost("a POST that is redirected", Fault.Redirect("/elsewhere", 307)),
        OfPost("a POST whose connection is reset", Fault.Reset()),
        OfPost("a POST whose answer is lost", Fault.LostAnswer()),
        OfPost("a POST answered with 503", Fault.Status(503)),
        new("a gzip bomb, or more than `max_response`", 1) { Fault = Fault.GzipBomb(), Sets = _ => ["http.max_response=1MB"] },
        new("a wrong certificate", 1) { Sets = root => ["http.timeout=1m", $"settings.open_weather_map.base_url={root.Fake.HttpsUrl}"] },
        OfProxy("a proxy that wants a user and a password", 1, root => new TunnelProxy(root.Fake.HttpsUrl) { User = "mole:secret" }),
        OfProxy("a proxy that forbids the host", 1, root => new TunnelProxy(root.Fake.HttpsUrl) { Refusal = 403 }),
        OfProxy("a proxy that doesn't get through to the host", Attempts, root => new TunnelProxy(root.Fake.HttpsUrl) { Refusal = 502 }),
        OfProxy("a proxy that can't be reached", Attempts, _ => null),
        new("longer than `total_timeout` in all", 0)
        {
            Fault = Fault.Reset(),
            Sets = _ => ["http.retries=100", "http.delay=400ms", "http.max_delay=400ms", "http.total_timeout=4s"],
        },
        new("80 % of 20 or more requests within 30 s fail", 20) { Fault = Fault.Status(500), Sets = _ => ["http.retries=50", "http.max_delay=2ms"], Retries = 20 },
        OfSalesforce("the budget is used up, as the last answer says", 1, fake => (fake.Salesforce.ApiLimit, fake.Salesforce.ApiUsed) = (100, 99)),
        OfSalesforce("the service refuses, since the budget is used up", 1, fake => (fake.Salesforce.ApiLimit, fake.Salesforce.ApiUsed) = (100, 100)),
        OfBulk("a streamed body cut short", Fault.CutShort()),

        // A little longer than the gap: a timer may ring some milliseconds early by the server's clock.
        OfBulk("a streamed body that stalls", Fault.Stall()) with { Sets = _ => ["settings.salesforce.bulk=always", "http.timeout=1100ms"], Gap = Second },
    }.ToDictionary(each => each.Name);

    private static FaultCase OfStatus(int status) => new($"{status}", Attempts) { Fault = Fault.Status(status) };

    // Signing in by refresh token is a POST that must not arrive twice.
    private static FaultCase OfPost(string name, Fault fault) => new(name, 1)
    {
        Integration = SalesforceTests.A,
        Path = "/services/oauth2/token",
        Fault = fault,
        Arrange = root =>
        {
            root.SignInByRefreshToken();
            return Task.CompletedTask;
        },
    };

    private static FaultCase OfProxy(string name, int requests, Func<ServiceRoot, TunnelProxy?> start) => new(name, requests)
    {
        Arrange = root =>
        {
            root.Surroundings["HTTPS_PROXY"] = "http://127.0.0.1:1";
            if (start(root) is { } proxy)
            {
                root.Through(proxy);
            }

            return Task.CompletedTask;
        },
        Sets = _ => [$"settings.open_weather_map.base_url=https://{HostBehindProxy}/"],
    };

    private static FaultCase OfSalesforce(string name, int requests, Action<FakeServer> arrange) => new(name, requests)
    {
        Integration = SalesforceTests.A,
        Arrange = root =>
        {
            root.Fake.Salesforce.QueryPageSize = 15;
            arrange(root.Fake);
            return Task.CompletedTask;
        },
    };

    // Opening the job, its state, and the result, four times.
    private static FaultCase OfBulk(string name, Fault fault) => new(name, 6)
    {
        Integration = SalesforceTests.A,
        Path = "*/results",
        Fault = fault,
        Arrange = root =>
        {
            root.Fake.Salesforce.BulkPolls = 1;
            return Task.CompletedTask;
        },
        Sets = _ => ["settings.salesforce.bulk=always"],
        Retries = 0,
    };
}
