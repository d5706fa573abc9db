using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vendors.Http;
using static Vendors.Tests.Http.Caching.CacheCalls;

namespace Vendors.Tests.Http.Caching;

/// <summary>An old response in place of one that fails.</summary>
public class StaleResponseTests
{
    [Test]
    [Arguments(HttpStatusCode.InternalServerError)]
    [Arguments(HttpStatusCode.ServiceUnavailable)]
    [Arguments(HttpStatusCode.TooManyRequests)]
    public async Task Get_WhileTheServiceFails_UsesTheOldAnswerForADayWithAWarning(HttpStatusCode failure)
    {
        await using var server = Server(number => number == 1 ? HttpStatusCode.OK : failure);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var logger = new ListLogger();
        using var test = new ClientUnderTest { Time = time, Logger = logger };
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);
        time.Advance(Hour + TimeSpan.FromHours(23));
        var stale = await GetAsync(client, server.Url);
        time.Advance(TimeSpan.FromHours(2));
        using var request = Request(server.Url);
        using var late = await client.SendAsync(request);

        await Assert.That(stale).IsEqualTo("answer 1");
        await Assert.That(late.StatusCode).IsEqualTo(failure);
        await Assert.That(logger.Warnings.Single()).Contains($"failed (status {(int)failure}); the response of 1.00:00:00 ago is used in its place.");
    }

    [Test]
    public async Task Get_OfAServiceThatIsGone_UsesTheOldAnswer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var test = new ClientUnderTest { Time = time };
        using var client = new IntegrationHttpClient(test.Services());
        Uri url;
        await using (var server = Server())
        {
            url = server.Url;
            await GetAsync(client, url);
        }

        time.Advance(Hour + Hour);

        await Assert.That(await GetAsync(client, url)).IsEqualTo("answer 1");
    }

    [Test]
    public async Task Get_Refused_GivesTheRefusalAndNotTheOldAnswer()
    {
        await using var server = Server(number => number == 1 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var test = new ClientUnderTest { Time = time };
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);
        time.Advance(Hour + Hour);
        using var request = Request(server.Url);
        using var response = await client.SendAsync(request);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.Unauthorized);
    }
}
