using System.Net;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vendors.Http;

namespace Vendors.Tests.Http;

public class IntegrationHttpClientTests
{
    private static readonly HttpConfig Quick = new()
    {
        Retries = 3,
        Delay = TimeSpan.FromMilliseconds(1),
        MaxDelay = TimeSpan.FromMilliseconds(20),
    };

    [Test]
    [Arguments(HttpStatusCode.ServiceUnavailable)]
    [Arguments(HttpStatusCode.TooManyRequests)]
    [Arguments(HttpStatusCode.RequestTimeout)]
    public async Task Get_WhileTheServerFails_IsTriedAgainUntilItSucceeds(HttpStatusCode failure)
    {
        await using var server = LoopbackServer.WithStatuses(failure, failure, HttpStatusCode.OK);
        using var client = Client(Quick);

        using var response = await client.GetAsync(server.Url);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.OK);
        await Assert.That(server.Requests).IsEqualTo(3);
    }

    [Test]
    [Arguments(0, 1)]
    [Arguments(2, 3)]
    public async Task Get_OfAServerThatNeverRecovers_GivesItsLastAnswerAfterTheRetries(int retries, int requests)
    {
        await using var server = LoopbackServer.WithStatuses(HttpStatusCode.BadGateway);
        using var client = Client(Quick with { Retries = retries });

        using var response = await client.GetAsync(server.Url);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.BadGateway);
        await Assert.That(server.Requests).IsEqualTo(requests);
    }

    [Test]
    public async Task Get_RefusedForItself_IsNotTriedAgain()
    {
        await using var server = LoopbackServer.WithStatuses(HttpStatusCode.NotFound, HttpStatusCode.OK);
        using var client = Client(Quick);

        using var response = await client.GetAsync(server.Url);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Post_ThatFails_IsNotTriedAgain()
    {
        await using var server = LoopbackServer.WithStatuses(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        using var client = Client(Quick);

        using var response = await client.PostAsync(server.Url, new StringContent("once"));

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.ServiceUnavailable);
        await Assert.That(server.Methods).IsEquivalentTo(["POST"]);
    }

    [Test]
    public async Task Get_OfAServerThatHangsOnce_IsTriedAgainAfterTheTimeout()
    {
        var release = new TaskCompletionSource();
        await using var server = new LoopbackServer((number, _) => number == 1 ? release.Task : Task.CompletedTask);
        using var client = Client(Quick with { Timeout = TimeSpan.FromMilliseconds(200) });

        using var response = await client.GetAsync(server.Url);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.OK);
        await Assert.That(server.Requests).IsEqualTo(2);
        release.SetResult();
    }

    [Test]
    public async Task Get_OfAServerThatHangsForGood_EndsAfterTheLastTimeout()
    {
        var release = new TaskCompletionSource();
        await using var server = new LoopbackServer((_, _) => release.Task);
        using var client = Client(Quick with { Timeout = TimeSpan.FromMilliseconds(100), Retries = 1 });

        var error = await Assert.That(async () => await client.GetAsync(server.Url)).Throws<ServiceException>();
        release.SetResult();
        await Assert.That(error!.Message).IsEqualTo(
            "GET to 127.0.0.1 failed in 2 attempts: no complete answer came within 0.1 s. Try it again later, or check the URL and the network.");
    }

    [Test]
    public async Task Get_OfNobody_ThrowsAfterTheRetries()
    {
        var logger = new ListLogger();
        using var client = Client(Quick, logger: logger);

        var error = await Assert.That(async () => await client.GetAsync(new Uri("http://127.0.0.1:1/"))).Throws<ServiceException>();
        await Assert.That(error!.Message).IsEqualTo(
            "GET to 127.0.0.1 failed in 4 attempts: the connection was refused. Try it again later, or check the URL and the network.");
        await Assert.That(error.IsTransient).IsTrue();
        await Assert.That(logger.Warnings.Count()).IsEqualTo(3);
    }

    [Test]
    public async Task Get_ThatIsCancelled_IsNotTriedAgain()
    {
        var release = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        await using var server = new LoopbackServer(async (_, _) =>
        {
            await cancellation.CancelAsync();
            await release.Task;
        });
        using var client = Client(Quick);

        await Assert.That(async () => await client.GetAsync(server.Url, cancellation.Token)).Throws<OperationCanceledException>();
        await Assert.That(server.Requests).IsEqualTo(1);
        release.SetResult();
    }

    [Test]
    public async Task Get_ThatIsTriedAgain_IsLoggedWithoutPathAndQuery()
    {
        await using var server = LoopbackServer.WithStatuses(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        var logger = new ListLogger();
        using var client = Client(Quick, logger: logger);

        using var response = await client.GetAsync(new Uri(server.Url, "v1?key=hunter2"));

        var line = logger.Warnings.Single();
        await Assert.That(line).StartsWith("Warning: GET to 127.0.0.1 failed (status 503); retry 1 of 3 follows in ");
        await Assert.That(string.Join('\n', logger.Lines)).DoesNotContain("hunter2").And.Contains("v1?key=***: status 200 in");
    }

    [Test]
    public async Task Get_WithARateLimit_WaitsForItsTurn()
    {
        await using var server = LoopbackServer.WithStatuses(HttpStatusCode.OK);
        var time = new FakeTimeProvider();
        using var client = Client(
            Quick with { RateLimit = new Rate(2, TimeSpan.FromMinutes(1)), Timeout = TimeSpan.FromHours(1), TotalTimeout = null }, time);

        using var first = await client.GetAsync(server.Url);
        var second = client.GetAsync(server.Url);
        time.Advance(TimeSpan.FromSeconds(29));
        var early = second.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(1));
        using var response = await second;

        await Assert.That(early).IsFalse();
        await Assert.That(server.Requests).IsEqualTo(2);
    }

    private static IntegrationHttpClient Client(HttpConfig policy, TimeProvider? time = null, ILogger? logger = null) => new(new HttpServices
    {
        Policy = policy,
        Integration = "test",
        RunId = "run",
        Root = Path.GetTempPath(),
        Time = time ?? TimeProvider.System,
        Logger = logger ?? NullLogger.Instance,
        Redactor = new Redactor(),
    });
}
