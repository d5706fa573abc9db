using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Faults;
using IntegrationFramework.FakeServices.Network;

namespace Cli.Tests.Services;

/// <summary>HTTPS through a proxy, as most of what runs in companies goes.</summary>
public class TunnelTests
{
    private const string Weather = "weather.invalid";
    private const string News = "news.invalid";
    private const string Password = "s@same:4711";
    private static readonly string[] Sets =
        [$"settings.open_weather_map.base_url=https://{Weather}/", $"settings.news_api.base_url=https://{News}/", "http.retries=0"];

    [Test]
    [Arguments("HTTPS_PROXY")]
    [Arguments("https_proxy")]
    [Arguments("ALL_PROXY")]
    public async Task Run_OverHttpsThroughAProxy_ReachesTheServicesByTunnels(string variable)
    {
        using var certificate = new TrustedCertificate(Weather, News);
        await using var root = await StartAsync(certificate);
        var proxy = root.Through(new TunnelProxy(root.Fake.HttpsUrl));
        root.Surroundings.Remove("HTTPS_PROXY");
        root.Surroundings[variable] = $"http://{proxy.Address}";

        var outcome = await root.RunAsync("weather_news", Sets);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(proxy.Requests).IsEquivalentTo([($"CONNECT {Weather}:443 HTTP/1.1", true), ($"CONNECT {News}:443 HTTP/1.1", true)]);
        await Assert.That(root.Fake.Requests.All.Select(request => $"{request.Scheme} {request.Header("Host")}")).IsEquivalentTo([$"https {Weather}", $"https {News}"]);
        await Assert.That(await root.TelemetryAsync("SELECT host, requests, retries, statuses FROM http")).IsEquivalentTo([$$"""{{News}}|1|0|{"200":1}""", $$"""{{Weather}}|1|0|{"200":1}"""]);
    }

    [Test]
    public async Task Run_ThroughAProxyThatWantsAPassword_GivesItToTheProxyAndToNobodyElse()
    {
        using var certificate = new TrustedCertificate(Weather, News);
        await using var root = await StartAsync(certificate);
        var proxy = root.Through(new TunnelProxy(root.Fake.HttpsUrl) { User = $"mole:{Password}" }, $"mole:{Uri.EscapeDataString(Password)}@");

        var outcome = await root.RunAsync("weather_news", Sets);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(proxy.Requests.Where(request => request.IsDone).Select(request => request.Line)).IsEquivalentTo(
            [$"CONNECT {Weather}:443 HTTP/1.1", $"CONNECT {News}:443 HTTP/1.1"]);
        await Assert.That(root.Fake.Requests.All.Any(request => request.Header("Proxy-Authorization") is not null)).IsFalse();
        await Assert.That(await PlacesOfThePasswordAsync(root)).IsEmpty();
    }

    [Test]
    [Arguments("https")]
    [Arguments("http")]
    public async Task Run_WithAPasswordThatTheProxyRefuses_SaysSoWithoutIt(string scheme)
    {
        await using var root = await ServiceRoot.StartAsync();
        var proxy = root.Through(new TunnelProxy(root.Fake.HttpsUrl) { User = "mole:another" }, $"mole:{Uri.EscapeDataString(Password)}@");
        root.Surroundings["HTTP_PROXY"] = root.Surroundings["HTTPS_PROXY"];

        var outcome = await root.RunAsync("weather_news", [.. Sets, $"settings.open_weather_map.base_url={scheme}://{Weather}/"]);

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains(
            $"GET to {Weather} failed in 1 attempt: the proxy {proxy.Address} refused with status 407: it wants a user and a password, or others than it got. "
            + $"Put them into {scheme.ToUpperInvariant()}_PROXY: http://USER:PASSWORD@{proxy.Address}.");
        await Assert.That(root.Fake.Requests.All).IsEmpty();
        await Assert.That(await PlacesOfThePasswordAsync(root)).IsEmpty();
    }

    [Test]
    public async Task Run_ForAHostThatIsExceptedFromTheProxy_GoesPastIt()
    {
        using var certificate = new TrustedCertificate();
        await using var root = await StartAsync(certificate);
        var proxy = root.Through(new TunnelProxy(root.Fake.HttpsUrl));
        root.Surroundings["NO_PROXY"] = "elsewhere.example, 127.0.0.1";

        var outcome = await root.RunAsync(
            "weather_news", $"settings.open_weather_map.base_url={root.Fake.HttpsUrl}", $"settings.news_api.base_url={root.Fake.HttpsUrl}");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(root.Fake.Requests.All.Count).IsEqualTo(2);
        await Assert.That(proxy.Requests).IsEmpty();
    }

    [Test]
    public async Task Run_WithACertificateThatMayBeTheProxys_SaysSo()
    {
        await using var root = await ServiceRoot.StartAsync();
        var proxy = root.Through(new TunnelProxy(root.Fake.HttpsUrl));

        var outcome = await root.RunAsync("weather_news", Sets);

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains($"the certificate of {Weather} can't be trusted: ").And.Contains($" It may be the one of the proxy {proxy.Address}. ");
    }

    [Test]
    public async Task Run_WhoseTunnelBreaksOff_NamesTheProxy()
    {
        using var certificate = new TrustedCertificate(Weather, News);
        await using var root = await StartAsync(certificate);
        var proxy = root.Through(new TunnelProxy(root.Fake.HttpsUrl));
        root.Fake.Faults.Add("/data/2.5/weather", Fault.Reset(), int.MaxValue);

        var outcome = await root.RunAsync("weather_news", Sets);

        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains($"GET to {Weather} failed in 1 attempt: ").And.Contains($" (through the proxy {proxy.Address}). Try it again later");
    }

    private static async Task<ServiceRoot> StartAsync(TrustedCertificate certificate)
    {
        var root = await ServiceRoot.StartAsync(new FakeServerOptions { Certificate = certificate.Certificate });
        certificate.Trust(root.Surroundings);
        return root;
    }

    private static async Task<List<string>> PlacesOfThePasswordAsync(ServiceRoot root)
    {
        string[] forms = [Password, Uri.EscapeDataString(Password), Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"mole:{Password}"))];
        var places = new List<string>();
        foreach (var form in forms)
        {
            places.AddRange(await root.PlacesOfAsync(form));
        }

        return places;
    }
}
