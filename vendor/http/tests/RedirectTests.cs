using System.Net;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using Vendors.Http;
using static Vendors.Tests.Http.RawServer;

namespace Vendors.Tests.Http;

public class RedirectTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ifw-http-");

    [After(Test)]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task Post_AnsweredWithSeeOther_GetsWhatItPointsTo()
    {
        await using var server = WithAnswers(Answer("303 See Other", "Location: /result"), Answer("200 OK", body: "done"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { Retries = 0 });

        using var response = await test.Client.PostAsync(server.Url, new StringContent("order"));

        await Assert.That(await response.Content.ReadAsStringAsync()).IsEqualTo("done");
        await Assert.That(server.Requests.Last().Head).StartsWith("GET /result ").And.DoesNotContain("Content-Length");
    }

    [Test]
    public async Task Get_RedirectedFromHttpToHttps_IsFollowed()
    {
        // Nobody speaks TLS there, which shows that it was tried.
        await using var plain = WithAnswers("no TLS");
        await using var server = WithAnswers(Answer("301 Moved", $"Location: https://127.0.0.1:{plain.Url.Port}/"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { Retries = 0, Timeout = TimeSpan.FromSeconds(1) });

        var error = await Assert.That(async () => await test.Client.GetAsync(server.Url)).Throws<ServiceException>();

        await Assert.That(error!.Message).DoesNotContain("redirect");
        await Assert.That(server.Requests.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Get_RedirectedFromHttpsToHttp_IsNotFollowed()
    {
        var asked = new List<Uri>();
        using var handler = new RedirectHandler { InnerHandler = new Redirecting(asked) };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://service.example/");

        var error = await Assert.That(async () => await invoker.SendAsync(request, CancellationToken.None)).Throws<ServiceException>();

        await Assert.That(error!.Message).StartsWith("GET to service.example was redirected to http on port 80; only redirects to the same port, or from http to https, are followed.");
        await Assert.That(asked.Count).IsEqualTo(1);
    }

    [Test, NotInParallel]
    public async Task Get_RedirectedWhereARateIsLimited_TakesATurnForEachRequest()
    {
        await using var server = WithAnswers([.. Enumerable.Repeat(Answer("302 Found", "Location: /next"), 6), Answer("200 OK")]);
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, new HttpConfig { RateLimit = new Rate(10, TimeSpan.FromSeconds(1)) });

        (await test.Client.GetAsync(server.Url)).Dispose();

        var times = server.Requests.Select(request => request.At).ToArray();
        await Assert.That(times.Length).IsEqualTo(7);
        await Assert.That(times[^1] - times[0]).IsGreaterThan(TimeSpan.FromMilliseconds(550));
    }

    // No certificate that a client trusts can be had here.
    private sealed class Redirecting(List<Uri> asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found) { RequestMessage = request, Headers = { Location = new Uri("http://service.example/") } });
        }
    }
}
