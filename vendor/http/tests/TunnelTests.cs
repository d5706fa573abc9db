using System.Net;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Network;
using IntegrationFramework.Http;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vendors.Http;

namespace Vendors.Tests.Http;

public class TunnelTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ifw-http-");

    [After(Test)]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task Get_ThroughATunnel_TakesOneTurn()
    {
        // By this clock a second turn never comes.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var fake = await FakeServer.StartAsync();
        await using var proxy = new TunnelProxy(fake.HttpsUrl);
        await using var store = TelemetryStore.Open(Path.Combine(_folder.FullName, "telemetry.db"), time);
        var run = new RunOpening { RunId = RunIds.Create(time), BatchId = "batch", Integration = "shop", StartedAt = time.GetUtcNow(), Host = "here", ProcessId = 1 };
        await store.TryOpenRunAsync(run);
        using var connections = new SocketsHttpHandler
        {
            Proxy = new WebProxy($"http://{proxy.Address}"),
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=elsewhere.example" },
            PlaintextStreamFilter = ConnectionStream.AroundAsync,
        };
        using var client = new HttpClient(HttpPolicy.Over(connections, new HttpServices
        {
            Policy = new HttpConfig { RateLimit = new Rate(1, TimeSpan.FromHours(1)), Retries = 0 },
            Integration = run.Integration,
            RunId = run.RunId,
            Root = _folder.FullName,
            Time = time,
            Logger = NullLogger.Instance,
            Redactor = new Redactor(),
            Limits = new SharedLimits(store, run.RunId, time),
        }));

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        using var response = await client.GetAsync(new Uri("https://weather.invalid/data/2.5/weather"), patience.Token);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.Unauthorized);
        await Assert.That(proxy.Requests.Single()).IsEqualTo(("CONNECT weather.invalid:443 HTTP/1.1", true));
    }
}
