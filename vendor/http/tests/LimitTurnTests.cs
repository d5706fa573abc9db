using System.Threading.Channels;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Time.Testing;
using static Vendors.Tests.Http.RawServer;

namespace Vendors.Tests.Http;

public class LimitTurnTests
{
    private static readonly Rate TenPerSecond = new(10, TimeSpan.FromSeconds(1));
    private static readonly Rate OnePerHour = new(1, TimeSpan.FromHours(1));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ifw-limits-");

    [After(Test)]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task Take_AfterItsTimeHasPassed_WaitsForAnotherTurn()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var store = await OpenAsync(time);
        var limits = new SharedLimits(store, "r", time);
        await using var late = await limits.EnterAsync("host", "-", TenPerSecond, null, TimeSpan.Zero);
        time.Advance(TimeSpan.FromMilliseconds(500));
        await using var other = await limits.EnterAsync("host", "-", TenPerSecond, null, TimeSpan.Zero);
        var began = time.GetTimestamp();

        await other.TakeAsync();
        var taken = late.TakeAsync().AsTask();
        while (!taken.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(5);
        }

        await taken;
        await Assert.That(time.GetElapsedTime(began)).IsGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(105));
        await Assert.That(other.IsPast).IsTrue();
    }

    [Test]
    public async Task Take_InTime_WaitsForNothing()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var store = await OpenAsync(time);
        await using var turn = await new SharedLimits(store, "r", time).EnterAsync("host", "-", TenPerSecond, null, TimeSpan.Zero);

        await Assert.That(turn.TakeAsync().AsTask().IsCompletedSuccessfully).IsTrue();
    }

    [Test]
    public async Task Take_AfterItsTimeHasPassedWithNobodyBehind_GoesNow()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var store = await OpenAsync(time);
        var limits = new SharedLimits(store, "r", time);

        // As long as it takes to make a connection, and more than a request may be late.
        await using (var turn = await limits.EnterAsync("host", "-", OnePerHour, null, TimeSpan.Zero))
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await turn.TakeAsync();
        }

        var error = await Assert.That(async () => await limits.EnterAsync("host", "-", OnePerHour, null, TimeSpan.Zero, TimeSpan.FromMinutes(5))).Throws<ServiceException>();
        await Assert.That(error!.RetryAfter!.Value).IsGreaterThanOrEqualTo(time.GetUtcNow().AddHours(1));
    }

    [Test]
    public async Task Enter_WhereTheTurnIsTooLate_FailsAtOnceAndLeavesTheTurnToOthers()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var store = await OpenAsync(time);
        var limits = new SharedLimits(store, "r", time);
        await using (var first = await limits.EnterAsync("host", "-", OnePerHour, 1, TimeSpan.Zero))
        {
            await first.TakeAsync();
        }

        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            var error = await Assert.That(async () => await limits.EnterAsync("host", "-", OnePerHour, 1, TimeSpan.Zero, TimeSpan.FromMinutes(5))).Throws<ServiceException>();
            await Assert.That(error!.Message).StartsWith("http.rate_limit lets the next request to host go at 2026-01-01 01:00:00Z, which is longer than a request may wait.");
            await Assert.That(error.IsTransient).IsTrue();
        }

        time.Advance(TimeSpan.FromMinutes(31));
        await using var next = await limits.EnterAsync("host", "-", OnePerHour, 1, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        await Assert.That(next.IsPast).IsFalse();
    }

    [Test]
    public async Task Enter_ThatIsCancelled_GivesTheTurnBack()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var store = await OpenAsync(time);
        var limits = new SharedLimits(store, "r", time);
        await using (var first = await limits.EnterAsync("host", "-", OnePerHour, null, TimeSpan.Zero))
        {
            await first.TakeAsync();
        }

        using var cancellation = new CancellationTokenSource();
        var waiting = limits.EnterAsync("host", "-", OnePerHour, null, TimeSpan.Zero, cancellationToken: cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.That(async () => await waiting).Throws<OperationCanceledException>();

        time.Advance(TimeSpan.FromMinutes(61));
        await using var next = await limits.EnterAsync("host", "-", OnePerHour, null, TimeSpan.Zero, TimeSpan.Zero);
        await Assert.That(next.IsPast).IsFalse();
    }

    // The turn is at 01:00; then the service asks to be left alone until 01:30, for longer than one waits, or than whoever waits cares.
    [Test]
    [Arguments("blocked")]
    [Arguments("cancelled")]
    [Arguments("renewed")]
    public async Task Enter_WhoseWaitingEndsWhileTheServiceIsLeftAlone_GivesTheTurnBack(string end)
    {
        var time = new WatchedTime(DateTimeOffset.UnixEpoch.AddYears(56));
        var began = time.GetUtcNow();
        await using var store = await OpenAsync(time);
        var limits = new SharedLimits(store, "r", time);
        await using var first = await limits.EnterAsync("host", "-", OnePerHour, null, TimeSpan.Zero);
        await first.TakeAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = end == "renewed"
            ? first.TakeAsync().AsTask()
            : limits.EnterAsync("host", "-", OnePerHour, null, end == "cancelled" ? TimeSpan.FromHours(3) : TimeSpan.Zero, cancellationToken: cancellation.Token).AsTask();
        await time.UntilSomebodyWaitsAsync(TimeSpan.FromMinutes(59));
        await limits.BlockAsync("host", "-", began.AddMinutes(90));
        time.Advance(TimeSpan.FromMinutes(61));
        if (end == "cancelled")
        {
            await time.UntilSomebodyWaitsAsync(TimeSpan.FromMinutes(28));
            await cancellation.CancelAsync();
        }

        var error = await Assert.That(async () => await waiting).ThrowsException();
        await Assert.That(error is ServiceException).IsEqualTo(end != "cancelled");

        time.Advance(TimeSpan.FromMinutes(30));
        await using var next = await limits.EnterAsync("host", "-", OnePerHour, null, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await Assert.That(next.IsPast).IsFalse();
    }

    [Test]
    public async Task Get_OfNobodyWithARate_LeavesTheTurnToTheRetry()
    {
        await using var test = await HttpTestClient.OpenAsync(
            _folder.FullName, new HttpConfig { Retries = 1, Delay = TimeSpan.FromMilliseconds(1), RateLimit = OnePerHour });

        var error = await Assert.That(async () => await test.Client.GetAsync(new Uri("http://127.0.0.1:1/"))).Throws<ServiceException>();

        await Assert.That(error!.Message).StartsWith("GET to 127.0.0.1 failed in 2 attempts: the connection was refused.");
    }

    [Test]
    public async Task Get_WhoseTurnDoesNotCome_SaysWhatHoldsItBack()
    {
        var release = new TaskCompletionSource();
        await using var server = new LoopbackServer((_, _) => release.Task);
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { Concurrency = 1, TotalTimeout = TimeSpan.FromSeconds(1) });
        await using var other = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { Concurrency = 1 });
        var first = other.Client.GetAsync(server.Url);
        while (server.Requests == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        var error = await Assert.That(async () => await test.Client.GetAsync(server.Url)).Throws<ServiceException>();
        release.SetResult();
        (await first).Dispose();

        await Assert.That(error!.Message).StartsWith("GET to 127.0.0.1 was not sent: its turn didn't come within http.total_timeout of 1 s, since http.rate_limit or http.concurrency lets fewer");
    }

    [Test]
    public async Task Block_ForYears_LastsADay()
    {
        await using var server = WithAnswers(Answer("200 OK"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig());
        var now = TimeProvider.System.GetUtcNow();
        await test.Limits.BlockAsync($"127.0.0.1:{server.Url.Port}", "-", now.AddYears(10));

        var error = await Assert.That(async () => await test.Client.GetAsync(server.Url)).Throws<ServiceException>();

        await Assert.That(error!.RetryAfter!.Value).IsBetween(now.AddDays(1).AddSeconds(-1), now.AddDays(1).AddMinutes(1));
    }

    private async Task<TelemetryStore> OpenAsync(TimeProvider time)
    {
        var store = TelemetryStore.Open(Path.Combine(_folder.FullName, "telemetry.db"), time);
        await store.TryOpenRunAsync(new RunOpening { RunId = "r", BatchId = "b", Integration = "i", StartedAt = time.GetUtcNow(), Host = "here", ProcessId = 1 });
        return store;
    }

    /// <summary>A clock that stands still until it is advanced, and sees who waits by it.</summary>
    private sealed class WatchedTime(DateTimeOffset now) : FakeTimeProvider(now)
    {
        private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waits.Writer.TryWrite(dueTime);
            return timer;
        }

        public async Task UntilSomebodyWaitsAsync(TimeSpan atLeast)
        {
            while (await _waits.Reader.ReadAsync() < atLeast)
            {
            }
        }
    }
}
