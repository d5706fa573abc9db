using System.IO.Compression;
using System.Net;
using System.Text.Json;
using IntegrationFramework.FakeServices.Faults;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationFramework.FakeServices.Tests.Faults;

public class AnswerFaultTests
{
    [Test]
    [Arguments(500)]
    [Arguments(502)]
    [Arguments(503)]
    [Arguments(429)]
    public async Task Status_Added_IsAnsweredWithoutRetryAfter(int status)
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.Status(status));

        using var response = await client.Http.GetAsync("v2/everything");

        await Assert.That((int)response.StatusCode).IsEqualTo(status);
        await Assert.That(response.Headers.RetryAfter).IsNull();
    }

    [Test]
    public async Task TooManyRequests_WithRetryAfter_TellsSeconds()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.TooManyRequests(TimeSpan.FromHours(2)));

        using var response = await client.Http.GetAsync("v2/everything");

        await Assert.That(response.Headers.RetryAfter!.Delta).IsEqualTo(TimeSpan.FromHours(2));
    }

    [Test]
    public async Task TooManyRequests_WithRetryAfterAsDate_TellsTheDateByTheServersClock()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await using var client = await Client.StartAsync(new FakeServerOptions { Time = new FakeTimeProvider(now) });
        client.Fake.Faults.Add("*", Fault.TooManyRequests(TimeSpan.FromMinutes(90), asDate: true));

        using var response = await client.Http.GetAsync("v2/everything");

        await Assert.That(response.Headers.RetryAfter!.Date).IsEqualTo(now.AddMinutes(90));
    }

    [Test]
    public async Task Html_Added_ComesWith200InPlaceOfJson()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.Html());

        using var response = await client.Http.GetAsync("v2/everything");

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.OK);
        await Assert.That(response.Content.Headers.ContentType!.MediaType).IsEqualTo("text/html");
        await Assert.That(await response.Content.ReadAsStringAsync()).StartsWith("<!DOCTYPE html>");
    }

    [Test]
    public async Task InvalidJson_Added_BreaksTheRealAnswerOffInTheMiddle()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.InvalidJson());

        var text = await client.Http.GetStringAsync($"geo/1.0/direct?q=Berlin&appid={client.Fake.OpenWeatherMap.ApiKey}");

        await Assert.That(text).StartsWith("""[{"name":"Berlin",""");
        await Assert.That(() => JsonElement.Parse(text)).ThrowsException().WithExceptionType(typeof(JsonException));
    }

    [Test]
    public async Task RedirectLoop_AddedOnce_NeverEnds()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("/v2/everything", Fault.RedirectLoop());

        using var response = await client.Http.GetAsync("v2/everything");

        // The plain client gives up after 50 redirects and hands the last one out.
        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.Redirect);
        await Assert.That(client.Fake.Requests.To("/_redirects/*").Count).IsEqualTo(50);
    }

    [Test]
    public async Task Redirect_Added_TellsTheLocation()
    {
        await using var client = await Client.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = client.Fake.Url };
        client.Fake.Faults.Add("*", Fault.Redirect("http://elsewhere.example/", status: 307));

        using var response = await http.GetAsync("v2/everything");

        await Assert.That(response.StatusCode).IsEqualTo(HttpStatusCode.TemporaryRedirect);
        await Assert.That(response.Headers.Location!.Host).IsEqualTo("elsewhere.example");
    }

    [Test]
    public async Task GzipBomb_Added_IsSmallOnTheWireAndHugeUnpacked()
    {
        const long Bytes = 64 * 1024 * 1024;
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.GzipBomb(Bytes));

        using var response = await client.Http.GetAsync("v2/everything");
        var packed = await response.Content.ReadAsByteArrayAsync();
        await using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var counted = 0L;
        var buffer = new byte[1024 * 1024];
        for (int read; (read = await unpacked.ReadAsync(buffer)) > 0;)
        {
            counted += read;
        }

        await Assert.That(response.Content.Headers.ContentEncoding.Single()).IsEqualTo("gzip");
        await Assert.That(packed.Length).IsLessThan(1024 * 1024);
        await Assert.That(counted).IsEqualTo(Bytes);
    }

    [Test]
    public async Task SalesforceError_Added_HasItsForm()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Faults.Add("/services/data/*", Fault.SalesforceError("QUERY_TIMEOUT", "Your query request was running for too long."));

        var (status, json) = await client.GetAsync("services/data/v62.0/limits");

        await Assert.That(status).IsEqualTo(HttpStatusCode.BadRequest);
        await Assert.That(Client.Error(json).Code).IsEqualTo("QUERY_TIMEOUT");
    }
}
