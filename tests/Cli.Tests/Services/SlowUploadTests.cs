using Cli.Tests.Support;
using IntegrationFramework.FakeServices.Network;

namespace Cli.Tests.Services;

/// <summary>An author's integration that writes to Salesforce in bulk, as a process, over a line that is slow or stands still.</summary>
public class SlowUploadTests
{
    // Few rows, and long ones: what takes time is to be the line, and not what the fake does with them.
    private const int Rows = 1200;
    private const int BytesPerRow = 10_000;
    private const int BytesPerSecond = 2_000_000;

    [Test]
    public async Task Run_OverASlowLine_DeliversEveryRowOnce()
    {
        await using var root = await ServiceRoot.StartAsync();
        root.Fake.Salesforce.BulkPolls = 1;
        var before = root.Fake.Salesforce.Records.All("Account").Count;
        await using var line = new SlowLine(root.Fake.Url, BytesPerSecond);

        var outcome = await RunAsync(root, line, "http={timeout: 4s, total_timeout: 5s, retries: 0}");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(root.Fake.Salesforce.Records.All("Account").Count).IsEqualTo(before + Rows);
        await Assert.That(root.Fake.Requests.To("*/batches").Count).IsEqualTo(1);
        await Assert.That(await root.TelemetryAsync("SELECT status, records_delivered, records_dead, attempts FROM runs")).IsEquivalentTo([$"succeeded|{Rows}|0|1"]);
        await Assert.That(await root.TelemetryAsync("SELECT duration_ms > 5000 FROM phases WHERE phase = 'deliver'")).IsEquivalentTo(["1"]);
    }

    [Test]
    public async Task Run_OverALineThatStandsStill_FailsWithNothingWritten()
    {
        await using var root = await ServiceRoot.StartAsync();
        var before = root.Fake.Salesforce.Records.All("Account").Count;
        await using var line = new SlowLine(root.Fake.Url, int.MaxValue, stallsAfter: 1_000_000);

        var outcome = await RunAsync(root, line, "http={timeout: 1s, retries: 2, delay: 1ms}");

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains(
            "uploader failed in deliver: The 1,200 rows of a Bulk job for Account didn't get to Salesforce, 3 times; none of them is written, since no job was closed. "
            + "PUT to 127.0.0.1 failed in 1 attempt: nothing more of its body could be sent for 1 s, after ");
        await Assert.That(root.Fake.Requests.To("*/jobs/ingest/*", "PATCH").Select(request => request.Text)).IsEquivalentTo(Enumerable.Repeat("""{"state":"Aborted"}""", 3));
        await Assert.That(root.Fake.Salesforce.Records.All("Account").Count).IsEqualTo(before);
    }

    private static Task<Outcome> RunAsync(ServiceRoot root, SlowLine line, string http) => TestHost.RunAsync(
        root.Root, new Dictionary<string, string> { ["SALESFORCE_INSTANCE_URL"] = line.Url.AbsoluteUri }, "run", "uploader", "--verbose", $"--set=uploader.{http}", $"--set=uploader.settings.count={Rows}", $"--set=uploader.settings.size={BytesPerRow}");
}
