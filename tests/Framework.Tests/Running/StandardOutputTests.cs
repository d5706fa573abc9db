using System.Runtime.CompilerServices;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>Lines on standard output can't be taken back, and a run that ends before its time says so.</summary>
public class StandardOutputTests
{
    private const string OnePage = "page: { records: 10 }\ndeliver:\n  - stdout: {}\n";

    [Test]
    public async Task Stop_AfterAPageWasShown_CountsItAsDelivered()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var run = await host.RunAsync(OnePage, new Script { Fetch = (_, ct) => Source(host, stop.Cancel, ct) }, stop.Token);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Cancelled);
        await Assert.That(run.Counters.Delivered).IsEqualTo(10);
        await Assert.That(run.ErrorMessage!).EndsWith("10 records are on standard output, and come again when it is run again.");
        await Assert.That(Lines(host)).IsEqualTo(10);
    }

    [Test]
    public async Task Failure_AfterAPageWasShown_CountsItAsDelivered()
    {
        await using var host = new Host();
        var run = await host.RunAsync(OnePage, new Script { Fetch = (_, ct) => Source(host, Fail, ct) });
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Counters.Delivered).IsEqualTo(10);
        await Assert.That(await host.QueryAsync("SELECT status, records_delivered FROM runs")).IsEquivalentTo(["failed,10"]);
    }

    [Test]
    public async Task Failure_WithAnotherSink_SaysThatOnlyStandardOutputHasTheRecords()
    {
        using var log = new LogList();
        await using var host = new Host { Loggers = log };
        var run = await host.RunAsync(OnePage + "  - jsonl: { path: a.jsonl }", new Script { Fetch = (_, ct) => Source(host, Fail, ct) });
        await Assert.That(run.Counters.Delivered).IsEqualTo(0);
        await Assert.That(log.Lines).Contains("script: 10 records went to standard output before it ended, and can't be taken back; the other sinks have none of them.");
        await Assert.That(File.Exists(host.Output("a.jsonl"))).IsFalse();
    }

    [Test]
    public async Task Stop_WithASecondAttemptToCome_ShowsNothing()
    {
        await using var host = new Host();
        using var stop = new CancellationTokenSource();
        var run = await host.RunAsync(
            OnePage + "retry: { attempts: 2 }", new Script { Fetch = (_, ct) => Script.Items(10, ct).Concat(Source(null, stop.Cancel, ct)) }, stop.Token);
        await Assert.That(run.Counters.Delivered).IsEqualTo(0);
        await Assert.That(run.ErrorMessage!).EndsWith("Nothing of it was delivered; run it again.");
        await Assert.That(Lines(host)).IsEqualTo(0);
    }

    private static void Fail() => throw new InvalidDataException("the source is broken");

    private static int Lines(Host host) => host.StandardOutput.ToArray().Count(static sign => sign == (byte)'\n');

    /// <summary>Gives ten records and, once they are shown, comes to an end before its time.</summary>
    private static async IAsyncEnumerable<Item> Source(Host? host, Action end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in Script.Items(10, cancellationToken))
        {
            yield return item;
        }

        for (var looks = 0; host?.StandardOutput.Length == 0; looks++)
        {
            await Assert.That(looks).IsLessThan(4000).Because("nothing is shown");
            await Task.Delay(5, cancellationToken);
        }

        end();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
