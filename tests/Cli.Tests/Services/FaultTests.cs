using System.Globalization;
using Cli.Tests.Support;
using IntegrationFramework.FakeServices.Requests;

namespace Cli.Tests.Services;

/// <summary>Each row of docs/HTTP.md's table of faults, as the program shows it.</summary>
public class FaultTests
{
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
        await Assert.That(Gaps(root.Fake.Requests.All)).DoesNotContain(gap => gap < fault.Gap);
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

    private static Task<Outcome> RunAsync(ServiceRoot root, FaultCase fault)
    {
        string[] sets = ["http.retries=2", "http.delay=1ms", "http.max_delay=5s", .. fault.Sets(root)];
        return fault.Integration == "weather_news" ? root.RunWeatherNewsAsync(sets) : root.RunAsync(fault.Integration, sets);
    }

    private static IEnumerable<TimeSpan> Gaps(IReadOnlyList<ReceivedRequest> requests) =>
        requests.Zip(requests.Skip(1), (before, after) => after.ReceivedAt - before.ReceivedAt);
}
