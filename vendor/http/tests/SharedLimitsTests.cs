using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Telemetry;
using static Vendors.Tests.Http.RawServer;

namespace Vendors.Tests.Http;

public class SharedLimitsTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ifw-limits-");

    [After(Test)]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    // Times are the server's, and a machine that is busy elsewhere may see the first requests late; it doesn't do so every time.
    [Test, NotInParallel, Retry(2)]
    public async Task Get_OfTwoRunsWithDifferentRates_KeepsTheLowerOverAnyInterval()
    {
        await using var server = WithAnswers(Answer("200 OK"));
        await using var slow = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { RateLimit = new Rate(10, TimeSpan.FromSeconds(1)) });
        await using var fast = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { RateLimit = new Rate(1000, TimeSpan.FromSeconds(1)) });
        await using var unlimited = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig());
        (await slow.Client.GetAsync(server.Url)).Dispose();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
            (await (i % 3 == 0 ? slow : i % 3 == 1 ? fast : unlimited).Client.GetAsync(server.Url)).Dispose()));

        var times = server.Requests.Select(request => request.At).Order().ToArray();
        await Assert.That(times.Length).IsEqualTo(25);
        for (var i = 0; i + 10 < times.Length; i++)
        {
            await Assert.That(times[i + 10] - times[i]).IsGreaterThan(TimeSpan.FromSeconds(1))
                .Because(string.Join(' ', times.Select(time => $"{(time - times[0]).TotalMilliseconds:0}")));
        }
    }

    [Test]
    public async Task Get_OfTwoRunsWithAConcurrency_NeverHasMoreAtOnce()
    {
        var now = 0;
        var most = 0;
        await using var server = new LoopbackServer(async (_, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Delay(20);
            Interlocked.Decrement(ref now);
        });
        await using var first = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { Concurrency = 3 });
        await using var second = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { Concurrency = 5 });
        (await first.Client.GetAsync(server.Url)).Dispose();
        (await second.Client.GetAsync(server.Url)).Dispose();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => (await (i % 2 == 0 ? first : second).Client.GetAsync(server.Url)).Dispose()));

        await Assert.That(most).IsEqualTo(3);
    }

    [Test]
    public async Task Get_WhileACrashedRunHoldsTheOnlySlot_GetsItInTheEnd()
    {
        await using var server = WithAnswers(Answer("200 OK"));
        await using var store = TelemetryStore.Open(Path.Combine(_folder.FullName, "telemetry.db"), TimeProvider.System);
        await store.TryOpenRunAsync(new RunOpening
        {
            RunId = "dead",
            BatchId = "dead",
            Integration = "dead",
            StartedAt = TimeProvider.System.GetUtcNow(),
            Host = "here",
            ProcessId = 1,
        });
        var limits = new IntegrationFramework.Http.SharedLimits(store, "dead", TimeProvider.System);
        _ = await limits.EnterAsync($"127.0.0.1:{server.Url.Port}", "-", null, 1, TimeSpan.Zero);
        await using var test = await OpenWithoutMarkingAsync(new HttpConfig { Concurrency = 1 });

        using var response = await test.Client.GetAsync(server.Url);

        await Assert.That((int)response.StatusCode).IsEqualTo(200);

        async Task<HttpTestClient> OpenWithoutMarkingAsync(HttpConfig policy)
        {
            using (BatchLock.Take(BatchLock.FolderOf(_folder.FullName), "dead"))
            {
                return await HttpTestClient.OpenAsync(_folder.FullName, policy);
            }
        }
    }

    [Test]
    public async Task Get_WithABudgetThatIsUsedUp_FailsAtOnce()
    {
        await using var server = WithAnswers(Answer("200 OK"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig());
        var host = $"127.0.0.1:{server.Url.Port}";
        await test.Limits.ReportUsageAsync(host, "-", 5000, 5000);

        var error = await Assert.That(async () => await test.Client.GetAsync(server.Url)).Throws<ServiceException>();
        await test.Limits.ReportUsageAsync(host, "-", 10, 5000);
        using var response = await test.Client.GetAsync(server.Url);

        await Assert.That(error!.Message).StartsWith($"{host} allows this account 5000 requests, and 5000 are used: nothing more is sent until ");
        await Assert.That(server.Requests.Count).IsEqualTo(1);
    }

    [Test]
    [Arguments("Authorization", "", true)]
    [Arguments("X-Api-Key", "", true)]
    [Arguments("Ocp-Apim-Subscription-Key", "", true)]
    [Arguments("X-Shopify-Access-Token", "", true)]
    [Arguments("", "appid", true)]
    [Arguments("", "subscription-key", true)]
    [Arguments("X-Signature", "", false)]
    [Arguments("X-CSRF-Token", "", false)]
    [Arguments("Cookie", "", false)]
    [Arguments("", "sig", false)]
    public async Task Get_OfAnotherKey_CountsForAnAccountOfItsOwn(string header, string parameter, bool isAccount)
    {
        await using var server = WithAnswers(Answer("429 Too Many Requests", "Retry-After: 3600"), Answer("200 OK"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { Retries = 0 });
        await Assert.That(async () => await GetAsync("first")).Throws<ServiceException>();

        var other = async () => await GetAsync("second");

        if (isAccount)
        {
            await Assert.That(await other()).IsEqualTo(200);
        }
        else
        {
            await Assert.That(other).Throws<ServiceException>();
        }

        async Task<int> GetAsync(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, parameter.Length > 0 ? new Uri(server.Url, $"?{parameter}={key}") : server.Url);
            if (header.Length > 0)
            {
                request.Headers.TryAddWithoutValidation(header, key);
            }

            using var response = await test.Client.SendAsync(request);
            return (int)response.StatusCode;
        }
    }

    [Test]
    public async Task Close_OfARun_KeepsItsCountsByHost()
    {
        await using var server = WithAnswers(Answer("503 Busy", "Retry-After: 1"), Answer("200 OK", body: "12345"));
        string runId;
        await using (var test = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { Delay = TimeSpan.FromMilliseconds(1) }))
        {
            runId = test.RunId;
            (await test.Client.GetAsync(server.Url)).Dispose();
        }

        await using var reader = await TelemetryReader.OpenAsync(Path.Combine(_folder.FullName, "telemetry.db"), TimeProvider.System);
        var rows = await reader.Database.QueryAsync(
            $"SELECT host, requests, retries, bytes, cached, statuses, wait_ms >= 900 FROM http WHERE run_id = {runId}",
            row => $"{row.GetString(0)} {row.GetInt64(1)} {row.GetInt64(2)} {row.GetInt64(3)} {row.GetInt64(4)} {row.GetString(5)} {row.GetInt64(6)}").ToListAsync();
        await Assert.That(rows.Single()).IsEqualTo("""127.0.0.1 2 1 5 0 {"200":1,"503":1} 1""");
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
