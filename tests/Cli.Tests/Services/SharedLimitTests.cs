using Cli.Tests.Support;

namespace Cli.Tests.Services;

/// <summary>A limit that two integrations share, judged by when their requests arrived at a service that is a process of its own.</summary>
public class SharedLimitTests
{
    private const int Limit = 10;
    private const int Refusals = 24;

    // Every refusal is followed by another request as soon as the limit lets it.
    private static readonly string[] Sets =
        [.. new[] { SalesforceTests.A, SalesforceTests.B }.SelectMany(name => new[] { $"{name}.http.rate_limit={Limit}/s", $"{name}.http.retries=100", $"{name}.http.delay=1ms", $"{name}.http.max_delay=1ms" })];

    // Times are the fake's, and a machine that is busy elsewhere may see the first requests late; it doesn't do so every time.
    [Test, NotInParallel, Retry(2)]
    public async Task Run_OfTwoIntegrationsAtOnce_KeepsToTheLimitOverAnySecond()
    {
        using var fake = await FakeProcess.StartAsync();
        using var root = await NewRootAsync(fake);

        var outcome = await root.RunAsync(["run", SalesforceTests.A, SalesforceTests.B, "--parallel", .. Overrides(Sets)]);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await AssertLimitAsync(fake);
    }

    [Test, NotInParallel, Retry(2)]
    public async Task Run_OfTwoProcessesAtOnce_KeepsToTheLimitOverAnySecond()
    {
        using var fake = await FakeProcess.StartAsync();
        using var root = await NewRootAsync(fake);

        var outcomes = await Task.WhenAll(
            root.RunAsync(["run", SalesforceTests.A, .. Overrides(Sets)]), root.RunAsync(["run", SalesforceTests.B, .. Overrides(Sets)]));

        await Assert.That(outcomes.Select(outcome => outcome.ExitCode)).IsEquivalentTo([0, 0]).Because(string.Join("\n", outcomes.Select(outcome => outcome.ToString())));
        await AssertLimitAsync(fake);
    }

    private static async Task<TemporaryRoot> NewRootAsync(FakeProcess fake)
    {
        var root = new TemporaryRoot();
        root.Write(".env", $"SALESFORCE_INSTANCE_URL={fake.Url}\nSALESFORCE_ACCESS_TOKEN={await fake.OpenSessionAsync()}\n");
        await fake.AddFaultAsync($$"""{ "fault": "status", "status": 429, "path": "*/queryAll", "times": {{Refusals}} }""");
        return root;
    }

    private static IEnumerable<string> Overrides(IEnumerable<string> sets) => sets.SelectMany(set => new[] { "--set", set });

    private static async Task AssertLimitAsync(FakeProcess fake)
    {
        var requests = await fake.RequestsAsync("*/queryAll");
        await Assert.That(requests.Count).IsEqualTo(Refusals + 2);
        await Assert.That(requests.Any(request => request.Query.Contains("FROM%20Account", StringComparison.Ordinal))).IsTrue();
        await Assert.That(requests.Any(request => request.Query.Contains("FROM%20Contact", StringComparison.Ordinal))).IsTrue();
        var times = requests.Select(request => request.At).ToList();
        var spans = Enumerable.Range(0, times.Count - Limit).Select(i => times[i + Limit] - times[i]);
        await Assert.That(spans.Min()).IsGreaterThan(TimeSpan.FromSeconds(1))
            .Because(string.Join(' ', times.Select(time => $"{(time - times[0]).TotalMilliseconds:0}")));
    }
}
