using System.Globalization;
using System.Net;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using Vendors.Http;
using static Vendors.Tests.Http.RawServer;

namespace Vendors.Tests.Http;

/// <summary>Answers that are right, and yet easily taken wrong.</summary>
public class OddAnswerTests
{
    private static readonly HttpConfig Quick = new()
    {
        Retries = 1,
        Delay = TimeSpan.FromMilliseconds(1),
        MaxDelay = TimeSpan.FromSeconds(5),
        MaxResponse = new ByteSize(1024 * 1024),
    };

    [Test]
    [Arguments("")]
    [Arguments("Content-Encoding: gzip\n")]
    public async Task Head_OfMoreThanMayBeHeld_IsAnswered(string header)
    {
        await using var server = WithAnswers($"HTTP/1.1 200 OK\n{header}Content-Length: 200000000\nETag: W/\"1\"\n\n");
        using var test = new ClientUnderTest { Policy = Quick };
        using var client = new IntegrationHttpClient(test.Services());

        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, server.Url));

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.OK);
        await Assert.That(response.Headers.ETag!.ToString()).IsEqualTo("W/\"1\"");
        await Assert.That(await response.Content.ReadAsStringAsync()).IsEmpty();
        await Assert.That(header.Length > 0 || response.Content.Headers.ContentLength == 200_000_000).IsTrue();
    }

    [Test]
    [Arguments("204 No Content", "")]
    [Arguments("304 Not Modified", "Content-Length: 200000000\n")]
    [Arguments("200 OK", "Content-Length: 0\n")]
    [Arguments("200 OK", "Content-Length: 0\nContent-Encoding: gzip\n")]
    [Arguments("200 OK", "Transfer-Encoding: chunked\nContent-Encoding: br\n", "0\n\n")]
    public async Task Get_AnsweredWithNothing_GivesNothing(string status, string headers, string body = "")
    {
        await using var server = WithAnswers($"HTTP/1.1 {status}\n{headers}\n{body}");
        using var test = new ClientUnderTest { Policy = Quick };
        using var client = new IntegrationHttpClient(test.Services());

        using var response = await client.GetAsync(server.Url);

        await Assert.That(await response.Content.ReadAsStringAsync()).IsEmpty();
        await Assert.That(server.Requests.Count).IsEqualTo(1);
    }

    [Test]
    [Arguments("Sat, 01 Jan 2000 00:00:00 GMT")]
    [Arguments("0")]
    [Arguments("-5")]
    [Arguments("soon")]
    public async Task Get_WithARetryAfterThatSaysNothing_WaitsAsLongAsTheBackOff(string value)
    {
        await using var server = WithAnswers(Answer("503 Busy", "Retry-After: " + value), Answer("200 OK"));
        var logger = new ListLogger();
        using var test = new ClientUnderTest { Policy = Quick, Logger = logger };
        using var client = new IntegrationHttpClient(test.Services());

        using var response = await client.GetAsync(server.Url);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.OK);
        await Assert.That(logger.Warnings.Single()).Contains("retry 1 of 1 follows in 00:00:00.0");
    }

    [Test]
    [Arguments(-3600)]
    [Arguments(3600)]
    public async Task Get_WithARetryAfterOfAClockThatGoesWrong_WaitsAsLongAsThatMeans(int wrongBy)
    {
        var said = TimeProvider.System.GetUtcNow().AddSeconds(wrongBy);
        var headers = $"Date: {said.ToString("R", CultureInfo.InvariantCulture)}\nRetry-After: {said.AddSeconds(2).ToString("R", CultureInfo.InvariantCulture)}";
        await using var server = WithAnswers(Answer("429 Too Many Requests", headers), Answer("200 OK"));
        using var test = new ClientUnderTest { Policy = Quick };
        using var client = new IntegrationHttpClient(test.Services());

        using var response = await client.GetAsync(server.Url);

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.OK);
        var times = server.Requests.Select(request => request.At).ToArray();
        await Assert.That(times[1] - times[0]).IsGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }
}
