using System.Net;
using System.Text;
using IntegrationFramework.Configuration;
using Microsoft.Extensions.Time.Testing;
using Vendors.Http;
using Vendors.Http.Caching;

namespace Vendors.Tests.Http.Caching;

public class ResponseCacheTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task Get_WithinItsTimeToLive_AsksOnceAcrossClients()
    {
        await using var server = Server();
        using var test = new ClientUnderTest();
        using (var client = new IntegrationHttpClient(test.Services()))
        {
            await GetAsync(client, server.Url);
            await GetAsync(client, server.Url);
        }

        using var other = new IntegrationHttpClient(test.Services());

        await Assert.That(await GetAsync(other, server.Url)).IsEqualTo("answer 1");
        await Assert.That(server.Requests).IsEqualTo(1);
        await Assert.That(File.Exists(Path.Combine(test.Root, "cache", "news_cache.json"))).IsTrue();
    }

    [Test]
    public async Task Get_OfWhatIsNotToBeCached_AsksEachTime()
    {
        await using var server = Server();
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());

        for (var i = 0; i < 2; i++)
        {
            using var response = await client.GetAsync(server.Url);
        }

        await Assert.That(server.Requests).IsEqualTo(2);
        await Assert.That(Directory.Exists(Path.Combine(test.Root, "cache"))).IsFalse();
    }

    [Test]
    public async Task Get_WithCacheTtlConfigured_IsCachedUnderTheIntegrationsName()
    {
        await using var server = Server();
        using var test = new ClientUnderTest { Policy = new HttpConfig { CacheTtl = Hour } };
        using (var client = new IntegrationHttpClient(test.Services()))
        {
            for (var i = 0; i < 2; i++)
            {
                using var response = await client.GetAsync(server.Url);
            }
        }

        await Assert.That(server.Requests).IsEqualTo(1);
        await Assert.That(File.Exists(Path.Combine(test.Root, "cache", "shop_cache.json"))).IsTrue();
    }

    [Test]
    [Arguments("ETag", "\"v1\"", "If-None-Match")]
    [Arguments("Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT", "If-Modified-Since")]
    public async Task Get_AfterItsTimeToLive_AsksWhetherItStillHolds(string validator, string value, string condition)
    {
        var asked = new List<string?>();
        await using var server = new LoopbackServer(async (number, context) =>
        {
            asked.Add(context.Request.Headers[condition]);
            context.Response.Headers[validator] = value;
            if (number > 1)
            {
                context.Response.StatusCode = 304;
                return;
            }

            await context.Response.OutputStream.WriteAsync("answer 1"u8.ToArray());
        });
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var test = new ClientUnderTest { Time = time };
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);
        time.Advance(Hour + TimeSpan.FromSeconds(1));
        var second = await GetAsync(client, server.Url);
        var third = await GetAsync(client, server.Url);

        await Assert.That(asked).IsEquivalentTo([null, value]);
        await Assert.That((second, third)).IsEqualTo(("answer 1", "answer 1"));
    }

    [Test]
    public async Task Get_AfterItsTimeToLive_TakesWhatIsNew()
    {
        await using var server = Server();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var test = new ClientUnderTest { Time = time };
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);
        time.Advance(Hour + TimeSpan.FromSeconds(1));

        await Assert.That(await GetAsync(client, server.Url)).IsEqualTo("answer 2");
        await Assert.That(await GetAsync(client, server.Url)).IsEqualTo("answer 2");
    }

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

    [Test]
    public async Task Get_OfAResponseThatSaysNoStore_IsNotKept()
    {
        await using var server = Server(headers: headers => headers["Cache-Control"] = "no-store");
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);

        await Assert.That(await GetAsync(client, server.Url)).IsEqualTo("answer 2");
    }

    [Test]
    [Arguments("account")]
    [Arguments("language")]
    [Arguments("authorization")]
    [Arguments("query")]
    public async Task Get_ThatDiffers_HasAnAnswerOfItsOwn(string difference)
    {
        await using var server = Server();
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);
        using var request = Request(difference == "query" ? new Uri(server.Url, "?page=2") : server.Url);
        _ = difference switch
        {
            "account" => request.ForAccount("other"),
            "language" => Add(request, "Accept-Language", "de"),
            "authorization" => Add(request, "Authorization", "Bearer other"),
            _ => request,
        };
        using var response = await client.SendAsync(request);

        await Assert.That(await response.Content.ReadAsStringAsync()).IsEqualTo("answer 2");
    }

    [Test]
    public async Task File_OfRequestsWithSecrets_HoldsNone()
    {
        const string known = "k-0123456789";
        const string body = "b-0123456789";
        await using var server = Server(text: $"answer with {body}");
        using var test = new ClientUnderTest();
        test.Redactor.Add([known, body]);
        using (var client = new IntegrationHttpClient(test.Services()))
        {
            await GetAsync(client, new Uri(server.Url, $"?q={known}"));
            await GetAsync(client, new Uri(server.Url, "?appid=unknown-to-the-redactor"));
        }

        await using var plain = Server();
        using (var client = new IntegrationHttpClient(test.Services()))
        {
            await GetAsync(client, new Uri(plain.Url, $"?q={known}&appid=unknown-to-the-redactor"));
        }

        var text = await File.ReadAllTextAsync(Path.Combine(test.Root, "cache", "news_cache.json"));
        await Assert.That(text).Contains("?q=***&appid=***");
        foreach (var secret in new[] { known, body, "unknown-to-the-redactor" })
        {
            await Assert.That(text).DoesNotContain(secret).And.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='));
        }
    }

    [Test]
    [Arguments("{ \"version\": 1, \"responses\": [ {")]
    [Arguments("")]
    [Arguments("{ \"version\": 1, \"responses\": [ { \"key\": 7 } ] }")]
    [Arguments("[]")]
    public async Task File_ThatIsCorrupt_IsSetAsideWithAWarning(string text)
    {
        await using var server = Server();
        var logger = new ListLogger();
        using var test = new ClientUnderTest { Logger = logger };
        var folder = Directory.CreateDirectory(Path.Combine(test.Root, "cache")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "news_cache.json"), text);
        using (var client = new IntegrationHttpClient(test.Services()))
        {
            await Assert.That(await GetAsync(client, server.Url)).IsEqualTo("answer 1");
        }

        await Assert.That(await File.ReadAllTextAsync(Directory.EnumerateFiles(folder, "news_cache.json.corrupt-*").Single())).IsEqualTo(text);
        await Assert.That(logger.Warnings.Single()).Contains("is damaged. It was set aside");
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "news_cache.json"))).Contains("responses");
    }

    [Test]
    public async Task Save_OfSeveralCachesOnOneFile_KeepsWhatAllOfThemHave()
    {
        using var test = new ClientUnderTest();
        var caches = Enumerable.Range(0, 4).Select(_ => new ResponseCache(new CacheFile(test.Root, "news"), test.Logger)).ToArray();

        await Task.WhenAll(caches.Select(async (cache, i) =>
        {
            for (var round = 0; round < 5; round++)
            {
                await cache.PutAsync(Response($"{i}-{round}", 100));
                await cache.SaveAsync();
            }
        }));

        var fresh = new ResponseCache(new CacheFile(test.Root, "news"), test.Logger);
        var found = Enumerable.Range(0, 4).SelectMany(i => Enumerable.Range(0, 5).Select(round => fresh.Find($"{i}-{round}", TimeProvider.System)));
        await Assert.That(found.All(response => response is not null)).IsTrue();
    }

    [Test]
    public async Task Put_OfMoreThanItHolds_LetsTheLeastRecentlyUsedGo()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var test = new ClientUnderTest();
        var cache = new ResponseCache(new CacheFile(test.Root, "news"), test.Logger);
        const int size = 1024 * 1024;
        for (var i = 0; i < 31; i++)
        {
            await cache.PutAsync(Response($"{i}", size, time.GetUtcNow()));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        cache.Find("0", time);
        time.Advance(TimeSpan.FromSeconds(1));
        await cache.PutAsync(Response("31", size, time.GetUtcNow()));
        await cache.SaveAsync();

        await Assert.That(cache.Find("0", time)).IsNotNull();
        await Assert.That(cache.Find("31", time)).IsNotNull();
        await Assert.That(cache.Find("1", time)).IsNull();
        await Assert.That(new FileInfo(Path.Combine(test.Root, "cache", "news_cache.json")).Length).IsLessThan(ResponseCache.LargestTotal * 4 / 3);
    }

    [Test]
    public async Task Get_OfAResponseLargerThanOneMayBe_IsNotKept()
    {
        await using var server = Server(text: new string('x', ResponseCache.LargestResponse + 1));
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);
        await GetAsync(client, server.Url);

        await Assert.That(server.Requests).IsEqualTo(2);
    }

    [Test]
    public async Task WithCache_OfANameThatIsNone_Throws()
    {
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:1/").WithCache("../elsewhere", Hour);

        await Assert.That(async () => await client.SendAsync(request)).Throws<ArgumentException>();
    }

    private static CachedResponse Response(string key, int size, DateTimeOffset? at = null) => new()
    {
        Key = key,
        Url = "http://example.com/",
        ValidatedAt = at ?? DateTimeOffset.UnixEpoch,
        UsedAt = at ?? DateTimeOffset.UnixEpoch,
        Headers = [],
        Body = new byte[size],
    };

    private static LoopbackServer Server(
        Func<int, HttpStatusCode>? status = null, Action<WebHeaderCollection>? headers = null, string? text = null) => new(async (number, context) =>
        {
            context.Response.StatusCode = (int)(status?.Invoke(number) ?? HttpStatusCode.OK);
            headers?.Invoke(context.Response.Headers);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text ?? $"answer {number}"));
        });

    private static HttpRequestMessage Request(Uri url) => new HttpRequestMessage(HttpMethod.Get, url).WithCache("news", Hour);

    private static HttpRequestMessage Add(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Add(name, value);
        return request;
    }

    private static async Task<string> GetAsync(HttpClient client, Uri url)
    {
        using var request = Request(url);
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
