using System.Diagnostics;
using IntegrationFramework.Configuration;
using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Faults;
using IntegrationFramework.FakeServices.Network;
using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

/// <summary>Rows that take their time to get to Salesforce, or don't get there.</summary>
public class SlowUploadTests
{
    // Few rows, and long ones: what takes time is to be the line, and not what the fake does with them.
    private const int Rows = 1200;
    private const int BytesPerRow = 10_000;
    private const int BytesPerSecond = 2_000_000;

    [Test]
    public async Task Ingest_OverASlowLine_MayTakeLongerThanTheTimeouts()
    {
        var policy = new HttpConfig { Timeout = TimeSpan.FromSeconds(4), TotalTimeout = TimeSpan.FromSeconds(5), Retries = 0 };
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.BulkPolls = 1;
        var before = fake.Salesforce.Records.All("Account").Count;
        await using var line = new SlowLine(fake.Url, BytesPerSecond);
        using var org = Org.Of(fake, options => options with { InstanceUrl = line.Url }, policy);
        var watch = Stopwatch.StartNew();

        var results = await org.Client.IngestAsync(BulkOperation.Insert, Accounts()).ToListAsync();

        await Assert.That(watch.Elapsed).IsGreaterThan(policy.TotalTimeout!.Value);
        await Assert.That(results.Count(result => result.IsSuccess)).IsEqualTo(Rows);
        await Assert.That(fake.Salesforce.Records.All("Account").Count).IsEqualTo(before + Rows);
        await Assert.That(fake.Requests.To("*/jobs/ingest", "POST").Count).IsEqualTo(1);
        await Assert.That(fake.Requests.To("*/batches").Count).IsEqualTo(1);
    }

    [Test]
    public async Task Ingest_OverALineThatStandsStill_FailsWithEveryJobAborted()
    {
        await using var fake = await FakeServer.StartAsync();
        var before = fake.Salesforce.Records.All("Account").Count;
        await using var line = new SlowLine(fake.Url, int.MaxValue, stallsAfter: 1_000_000);
        using var org = Org.Of(
            fake, options => options with { InstanceUrl = line.Url }, new HttpConfig { Timeout = TimeSpan.FromSeconds(1), Retries = 2, Delay = TimeSpan.FromMilliseconds(1) });

        var error = await Assert.That(async () => await org.Client.IngestAsync(BulkOperation.Insert, Accounts()).ToListAsync()).Throws<SalesforceException>();

        await Assert.That(error!.Message).StartsWith(
            "The 1,200 rows of a Bulk job for Account didn't get to Salesforce, 3 times; none of them is written, since no job was closed. "
            + "PUT to 127.0.0.1 failed in 1 attempt: nothing more of its body could be sent for 1 s, after ");
        await Assert.That(error.IsTransient).IsTrue();
        await Assert.That(fake.Requests.To("*/jobs/ingest/*", "PATCH").Select(request => request.Text)).IsEquivalentTo(Enumerable.Repeat("""{"state":"Aborted"}""", 3));
        await Assert.That(fake.Salesforce.Records.All("Account").Count).IsEqualTo(before);
    }

    [Test]
    public async Task Ingest_WhoseUploadArrivesButIsNotAnswered_WritesEachRowOnce()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.BulkPolls = 1;
        fake.Faults.Add("*/batches", Fault.LostAnswer());
        var before = fake.Salesforce.Records.All("Account").Count;
        using var org = Org.Of(fake);

        var results = await org.Client.IngestAsync(BulkOperation.Insert, Accounts().Take(10)).ToListAsync();

        await Assert.That(results.Count(result => result.IsSuccess)).IsEqualTo(10);
        await Assert.That(fake.Salesforce.Records.All("Account").Count).IsEqualTo(before + 10);
        await Assert.That(fake.Requests.To("*/jobs/ingest/*", "PATCH").Select(request => request.Text)).IsEquivalentTo(
            ["""{"state":"Aborted"}""", """{"state":"UploadComplete"}"""], TUnit.Assertions.Enums.CollectionOrdering.Matching);
    }

    private static IAsyncEnumerable<SalesforceObject> Accounts()
    {
        var text = new string('x', BytesPerRow);
        return Enumerable.Range(0, Rows).Select(i => new SalesforceObject("Account") { ["Name"] = $"Account {i}", ["Description"] = text }).ToAsyncEnumerable();
    }
}
