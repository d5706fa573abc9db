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

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ifw-limits-");

    [After(Test)]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task Take_AfterItsTimeHasPassed_WaitsForAnotherTurn()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var store = TelemetryStore.Open(Path.Combine(_folder.FullName, "telemetry.db"), time);
        await store.TryOpenRunAsync(new RunOpening { RunId = "r", BatchId = "b", Integration = "i", StartedAt = time.GetUtcNow(), Host = "here", ProcessId = 1 });
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
        await using var store = TelemetryStore.Open(Path.Combine(_folder.FullName, "telemetry.db"), time);
        await store.TryOpenRunAsync(new RunOpening { RunId = "r", BatchId = "b", Integration = "i", StartedAt = time.GetUtcNow(), Host = "here", ProcessId = 1 });
        await using var turn = await new SharedLimits(store, "r", time).EnterAsync("host", "-", TenPerSecond, null, TimeSpan.Zero);

        await Assert.That(turn.TakeAsync().AsTask().IsCompletedSuccessfully).IsTrue();
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
}
