using System.Globalization;
using System.Text.RegularExpressions;
using Cli.Tests.Support;
using IntegrationFramework.FakeServices.Requests;

namespace Cli.Tests.Services;

/// <summary>Each row of docs/HTTP.md's table of faults, as the program shows it.</summary>
public partial class FaultTests
{
    // Of a delay that begins with a millisecond; what services ask for is longer.
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMilliseconds(500);

    [Test]
    public async Task Table_AndTests_HaveTheSameRows() =>
        await Assert.That(FaultRow.All.Select(row => row.Name)).IsEquivalentTo(FaultCases.All.Keys);

    [Test, MethodDataSource(nameof(Names))]
    public async Task Run_WhileAFaultLasts_EndsAsDocumented(string name)
    {
        var row = FaultRow.All.Single(row => row.Name == name);
        var fault = FaultCases.All[name];
        await using var root = await ArrangeAsync(fault, int.MaxValue);

        var outcome = await RunAsync(root, fault);

        await Assert.That(outcome.ExitCode).IsEqualTo(row.ExitCode).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains($"{fault.Integration} failed in fetch: ");
        await Assert.That(await root.TelemetryAsync("SELECT error_message FROM runs WHERE status = 'failed' ORDER BY started_at DESC LIMIT 1")).Contains(row.Message.IsMatch)
            .Because($"{row.Message}\n{outcome}");
        var counts = await root.TelemetryAsync("SELECT requests, retries FROM http WHERE run_id = (SELECT id FROM runs ORDER BY started_at DESC LIMIT 1)");
        var (requests, retries) = counts is [var counted] && counted.Split('|') is [var sent, var again]
            ? (int.Parse(sent, CultureInfo.InvariantCulture), int.Parse(again, CultureInfo.InvariantCulture))
            : (0, 0);
        var isBounded = fault.Requests > 0 || fault.Fault is null;
        await Assert.That(isBounded ? requests == fault.Requests : requests > 2).IsTrue().Because($"{requests} requests\n{outcome}");
        await Assert.That(isBounded ? retries == (fault.Retries ?? (row.IsRetried ? requests - 1 : 0)) : retries > 1).IsTrue().Because($"{retries} retries\n{outcome}");
        await Assert.That(Gaps(root.Fake.Requests.To(fault.Path))).DoesNotContain(gap => gap < fault.Gap);
        await Assert.That(fault.Gap > TimeSpan.Zero).IsEqualTo(row.Wait is FaultWait.AsAsked or FaultWait.Timeout);
        await Assert.That(TimedOut().Count(outcome.Error)).IsEqualTo(row.Wait is FaultWait.TimeoutAndBackOff ? requests : 0).Because(outcome.ToString());
        await Assert.That(Waits(outcome).Count).IsEqualTo(row.Wait is FaultWait.None or FaultWait.Timeout ? 0 : retries).Because(outcome.ToString());
        await Assert.That(Waits(outcome).All(wait => wait < LongestBackOff)).IsEqualTo(row.Wait is not FaultWait.AsAsked).Because(outcome.ToString());
    }

    [Test, MethodDataSource(nameof(Names))]
    public async Task Run_ThatMayBeTriedAgain_IsSoWhereTheErrorIsTransient(string name)
    {
        var row = FaultRow.All.Single(row => row.Name == name);
        var fault = FaultCases.All[name];
        await using var root = await ArrangeAsync(fault, int.MaxValue);

        var outcome = await RunAsync(root, fault, "http.retries=0", "retry={attempts: 2, delay: 1ms}");

        await Assert.That(outcome.ExitCode).IsEqualTo(row.ExitCode).Because(outcome.ToString());
        await Assert.That(await root.TelemetryAsync("SELECT attempts FROM runs ORDER BY started_at DESC LIMIT 1")).IsEquivalentTo([row.IsTransient ? "2" : "1"])
            .Because(outcome.ToString());
    }

    [Test, MethodDataSource(nameof(Passing))]
    public async Task Run_WhereAFaultPasses_Succeeds(string name)
    {
        var fault = FaultCases.All[name];
        await using var root = await ArrangeAsync(fault, times: 1);

        var outcome = await RunAsync(root, fault);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(root.Fake.Requests.To(fault.Path).Count).IsEqualTo(2);
        await Assert.That(await root.TelemetryAsync("SELECT status, attempts FROM runs")).IsEquivalentTo(["succeeded|1"]);
    }

    public static IEnumerable<string> Names() => FaultCases.All.Keys;

    // What takes too long in all has no time to pass.
    public static IEnumerable<string> Passing() => FaultRow.All
        .Where(row => row.IsRetried && FaultCases.All[row.Name] is { Fault: not null, Requests: > 0 })
        .Select(row => row.Name);

    private static async Task<ServiceRoot> ArrangeAsync(FaultCase fault, int times)
    {
        var root = await ServiceRoot.StartAsync();
        await fault.Arrange(root);
        if (fault.Fault is { } happens)
        {
            root.Fake.Faults.Add(fault.Path, happens, times);
        }

        return root;
    }

    private static Task<Outcome> RunAsync(ServiceRoot root, FaultCase fault, params string[] settings)
    {
        string[] sets = ["http.retries=2", "http.delay=1ms", "http.max_delay=5s", .. settings, .. fault.Sets(root)];
        return fault.Integration == "weather_news" ? root.RunWeatherNewsAsync(sets) : root.RunAsync(fault.Integration, sets);
    }

    // Each attempt that took as long as http.timeout, with a second or more.
    [GeneratedRegex(@": no complete answer came within 1 s, after (99\d|\d{4,}) ms")]
    private static partial Regex TimedOut();

    // As they are logged before each repetition.
    private static List<TimeSpan> Waits(Outcome outcome) =>
        [.. Wait().Matches(outcome.Error).Select(match => TimeSpan.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"; retry \d+ of \d+ follows in (\d\d:\d\d:\d\d(\.\d+)?)\.")]
    private static partial Regex Wait();

    private static IEnumerable<TimeSpan> Gaps(IReadOnlyList<ReceivedRequest> requests) =>
        requests.Zip(requests.Skip(1), (before, after) => after.ReceivedAt - before.ReceivedAt);
}
