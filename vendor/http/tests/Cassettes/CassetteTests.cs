using System.Net.Http.Headers;
using System.Text;
using IntegrationFramework.Http;
using IntegrationFramework.Running;
using IntegrationFramework.Security;
using Vendors.Http;

namespace Vendors.Tests.Http.Cassettes;

public class CassetteTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Test]
    [Arguments("text/csv; charset=iso-8859-1", "näme,größe\r\nx,1\r\ny,2")]
    [Arguments("text/plain", "one line\n")]
    [Arguments("application/json", "{\"b\":1.50,\"a\":[null,true,\"ü \\\\ \\\"\"],\"deep\":{\"deeper\":{}}}")]
    [Arguments("application/json", "{\"cut\": ")]
    [Arguments("text/html", "<p>not found</p>")]
    [Arguments("application/json", "\"a text\"")]
    public async Task Play_OfWhatWasRecorded_GivesTheSameResponse(string type, string text)
    {
        var encoding = type.Contains("8859", StringComparison.Ordinal) ? Encoding.Latin1 : Encoding.UTF8;
        var (recorded, played) = await RecordAndPlayAsync(encoding.GetBytes(text), type);

        await Assert.That(played.Text).IsEqualTo(recorded.Text);
        await Assert.That(played.Type).IsEqualTo(type);
        await Assert.That(played.ETag).IsEqualTo("\"v1\"");
    }

    [Test]
    public async Task Play_OfBytesThatAreNoText_GivesTheSameBytes()
    {
        byte[] bytes = [0, 255, 128, 10, 13, 0, 7];

        var (_, played) = await RecordAndPlayAsync(bytes, "application/octet-stream");

        await Assert.That(played.Bytes.AsSpan().SequenceEqual(bytes)).IsTrue();
    }

    [Test]
    public async Task Play_OfEqualRequests_AnswersInTheirOrderAndTheLastAgainAndAgain()
    {
        using var test = new ClientUnderTest();
        var cassette = CassetteOf(Exchange("http://a.example/x", "1"), Exchange("http://a.example/x", "2"));
        var services = test.Services(RunMode.Sandbox, cassette);
        using var one = new IntegrationHttpClient(services);
        using var other = new IntegrationHttpClient(services);

        string[] answers = [await one.GetStringAsync("http://a.example/x"), await other.GetStringAsync("http://a.example/x"), await one.GetStringAsync("http://a.example/x")];

        await Assert.That(string.Join(' ', answers)).IsEqualTo("1 2 2");
    }

    [Test]
    [Arguments("http://a.example/x?b=2&a=1")]
    [Arguments("http://a.example/x?a=1&b=%32")]
    [Arguments("http://a.example:80/x?a=1&b=2")]
    public async Task Play_OfTheSameQueryWrittenOtherwise_Answers(string url)
    {
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services(RunMode.Sandbox, CassetteOf(Exchange("http://a.example/x?a=1&b=2", "found"))));

        await Assert.That(await client.GetStringAsync(url)).IsEqualTo("found");
    }

    [Test]
    public async Task Play_WithAnotherSecretThanRecorded_Answers()
    {
        using var test = new ClientUnderTest();
        test.Redactor.Add(["placeholder-key"]);
        using var client = new IntegrationHttpClient(test.Services(RunMode.Sandbox, CassetteOf(Exchange("http://a.example/k/***?appid=***", "found"))));

        await Assert.That(await client.GetStringAsync("http://a.example/k/placeholder-key?appid=whatever")).IsEqualTo("found");
    }

    [Test]
    [Arguments("DELETE", "http://a.example/items?page=1", "", "the method is DELETE here and GET there")]
    [Arguments("GET", "https://b.example/items?page=1", "", "the host is https://b.example here and http://a.example there")]
    [Arguments("GET", "http://a.example/item?page=1", "", "the path is /item here and /items there")]
    [Arguments("GET", "http://a.example/items?page=3", "", "the parameter page is '3' here and '1' there")]
    [Arguments("GET", "http://a.example/items", "", "the parameter page is missing here and '1' there")]
    [Arguments("GET", "http://a.example/items?page=1&sort=up", "", "the parameter sort is 'up' here and missing there")]
    [Arguments("POST", "http://a.example/new", "{\"name\":\"y\"}", "the bodies differ at character 10: '{\"name\":\"y\"}' here and '{\"name\":\"x\"}' there")]
    public async Task Play_OfWhatWasNotRecorded_ShowsWhatDiffersFromTheNearest(string method, string url, string body, string expected)
    {
        using var test = new ClientUnderTest();
        var cassette = CassetteOf(
            Exchange("http://a.example/items?page=1", "1"),
            Exchange("http://a.example/other", "2"),
            new CassetteExchange(
                new CassetteRequest("POST", "http://a.example/new", CassetteBody.FromText("{\"name\":\"x\"}", test.Redactor)), new CassetteResponse(201, [])));
        using var client = new IntegrationHttpClient(test.Services(RunMode.Sandbox, cassette));
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        }

        var error = await Assert.That(async () => await client.SendAsync(request)).Throws<CassetteException>();

        await Assert.That(error!.Message).Contains($"; {expected}. Ask for what was recorded, or record it again: ifw run shop --record");
        await Assert.That(error.IsTransient).IsFalse();
    }

    [Test]
    public async Task Play_OfARateLimitedPolicy_WaitsForNobody()
    {
        using var test = new ClientUnderTest { Policy = new() { RateLimit = new IntegrationFramework.Rate(1, TimeSpan.FromHours(1)) } };
        using var client = new IntegrationHttpClient(test.Services(RunMode.Sandbox, CassetteOf(Exchange("http://a.example/x", "1"))));

        for (var i = 0; i < 3; i++)
        {
            await Assert.That(await client.GetStringAsync("http://a.example/x")).IsEqualTo("1");
        }
    }

    [Test]
    public async Task Record_WithACacheWanted_AsksAndKeepsEachTime()
    {
        await using var server = new LoopbackServer((_, _) => Task.CompletedTask);
        using var test = new ClientUnderTest { Policy = new() { CacheTtl = TimeSpan.FromHours(1) } };
        var recorder = new CassetteRecorder();
        using var client = new IntegrationHttpClient(test.Services(RunMode.Record, recorder: recorder));

        for (var i = 0; i < 2; i++)
        {
            using var response = await client.GetAsync(server.Url);
        }

        await Assert.That(server.Requests).IsEqualTo(2);
        await Assert.That(Directory.Exists(Path.Combine(test.Root, "cache"))).IsFalse();
    }

    [Test]
    public async Task Write_OfASecretThatBecameKnownLater_TakesItOut()
    {
        using var test = new ClientUnderTest();
        var path = Path.Combine(test.Root, "cassette.json");
        var redactor = new Redactor();
        redactor.Add(["late-secret", "12345678"]);

        await CassetteFile.WriteAsync(path, CassetteOf(Exchange("http://a.example/late-secret", "{\"late-secret\":\"x late-secret\",\"n\":12345678}")), redactor);

        await Assert.That(await File.ReadAllTextAsync(path)).DoesNotContain("late-secret").And.DoesNotContain("12345678");
    }

    [Test]
    public async Task Write_OfBytesThatHoldASecret_IsRefused()
    {
        using var test = new ClientUnderTest();
        var redactor = new Redactor();
        redactor.Add(["hidden-in-bytes"]);
        var exchange = new CassetteExchange(
            new CassetteRequest("GET", "http://a.example/"), new CassetteResponse(200, [], CassetteBody.FromBytes("\0hidden-in-bytes"u8)));

        var error = await Assert.That(async () => await CassetteFile.WriteAsync(Path.Combine(test.Root, "cassette.json"), CassetteOf(exchange), redactor))
            .Throws<CassetteException>();

        await Assert.That(error!.Message).DoesNotContain("hidden-in-bytes");
        await Assert.That(Directory.EnumerateFiles(test.Root)).IsEmpty();
    }

    private static async Task<(Answer Recorded, Answer Played)> RecordAndPlayAsync(byte[] body, string type)
    {
        using var test = new ClientUnderTest();
        var recorder = new CassetteRecorder();
        Answer recorded;
        Uri url;
        await using (var server = new LoopbackServer(async (_, context) =>
        {
            context.Response.ContentType = type;
            context.Response.Headers["ETag"] = "\"v1\"";
            await context.Response.OutputStream.WriteAsync(body);
        }))
        {
            url = server.Url;
            using var client = new IntegrationHttpClient(test.Services(RunMode.Record, recorder: recorder));
            recorded = await Answer.ReadAsync(await client.GetAsync(url));
        }

        var path = Path.Combine(test.Root, "cassette.json");
        await CassetteFile.WriteAsync(path, new Cassette { RecordedAt = Then, Exchanges = recorder.Exchanges() }, test.Redactor);
        using var player = new IntegrationHttpClient(test.Services(RunMode.Sandbox, CassetteFile.Read(path)));
        return (recorded, await Answer.ReadAsync(await player.GetAsync(url)));
    }

    private static Cassette CassetteOf(params CassetteExchange[] exchanges) => new() { RecordedAt = Then, Exchanges = exchanges };

    private static CassetteExchange Exchange(string url, string body) =>
        new(new CassetteRequest("GET", url), new CassetteResponse(200, [], CassetteBody.FromText(body, new Redactor())));

    private sealed record Answer(string Text, byte[] Bytes, string? Type, string? ETag)
    {
        public static async Task<Answer> ReadAsync(HttpResponseMessage response)
        {
            using (response)
            {
                return new Answer(
                    await response.Content.ReadAsStringAsync(),
                    await response.Content.ReadAsByteArrayAsync(),
                    response.Content.Headers.ContentType?.ToString(),
                    response.Headers.ETag?.ToString());
            }
        }
    }
}
