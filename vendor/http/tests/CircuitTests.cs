using IntegrationFramework;
using IntegrationFramework.Configuration;
using Microsoft.Extensions.Time.Testing;
using Vendors.Http;
using static Vendors.Tests.Http.RawServer;

namespace Vendors.Tests.Http;

public class CircuitTests
{
    [Test]
    public async Task Get_OfAHostThatHasRecovered_ClosesTheCircuit()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var server = WithAnswers([.. Enumerable.Repeat(Answer("500 Oops"), 20), Answer("200 OK")]);
        using var test = new ClientUnderTest { Time = time, Policy = new HttpConfig { Retries = 0, Timeout = TimeSpan.FromHours(1), TotalTimeout = null } };
        using var client = new IntegrationHttpClient(test.Services());
        for (var i = 0; i < 20; i++)
        {
            (await client.GetAsync(server.Url)).Dispose();
        }

        await Assert.That(async () => await client.GetAsync(server.Url)).Throws<ServiceException>();
        time.Advance(TimeSpan.FromSeconds(16));
        using var first = await client.GetAsync(server.Url);
        using var second = await client.GetAsync(server.Url);

        await Assert.That((int)second.StatusCode).IsEqualTo(200);
        await Assert.That(server.Requests.Count).IsEqualTo(22);
    }
}
