using System.Text;
using Microsoft.Extensions.Time.Testing;
using Vendors.Http;
using Vendors.Http.Caching;
using static Vendors.Tests.Http.Caching.CacheCalls;

namespace Vendors.Tests.Http.Caching;

/// <summary>The file under cache/: what is in it, how large it gets, and several that write it.</summary>
public class CacheFileTests
{
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
            using var request = Request(new Uri(plain.Url, $"?q={known}&appid=unknown-to-the-redactor"));
            request.Headers.Add("X-Session-Token", "unknown-to-the-redactor");
            using var response = await client.SendAsync(request);
        }

        var text = await File.ReadAllTextAsync(Path.Combine(test.Root, "cache", "news_cache.json"));
        await Assert.That(text).Contains("?q=***&appid=***");
        foreach (var secret in new[] { known, body, "unknown-to-the-redactor" })
        {
            await Assert.That(text).DoesNotContain(secret).And.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='));
        }
    }

    [Test]
    [Arguments("{ \"version\": 2, \"responses\": [ {")]
    [Arguments("")]
    [Arguments("{ \"version\": 2, \"responses\": [ { \"key\": 7 } ] }")]
    [Arguments("[]")]
    [Arguments("""{ "version": 2, "responses": [ { "key": null, "url": "u", "validated_at": "2026-11-30T00:00:00Z", "used_at": "2026-11-30T00:00:00Z", "headers": {}, "body": "" } ] }""")]
    [Arguments("""{ "version": 2, "responses": [ { "key": "k", "url": "u", "validated_at": "2026-11-30T00:00:00Z", "used_at": "2026-11-30T00:00:00Z", "headers": { "ETag": null }, "body": "" } ] }""")]
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
    public async Task File_OfAnEarlierVersion_IsBegunAnew()
    {
        await using var server = Server();
        var logger = new ListLogger();
        using var test = new ClientUnderTest { Logger = logger };
        var folder = Directory.CreateDirectory(Path.Combine(test.Root, "cache")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "news_cache.json"), """{ "version": 1, "responses": [] }""");
        using (var client = new IntegrationHttpClient(test.Services()))
        {
            await GetAsync(client, server.Url);
        }

        await Assert.That(Directory.EnumerateFiles(folder).Single()).EndsWith("news_cache.json");
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "news_cache.json"))).StartsWith("{\"version\":2,");
        await Assert.That(logger.Warnings).IsEmpty();
    }

    // By itself: the limit holds for all that the process writes meanwhile.
    [Test, NotInParallel]
    public async Task File_LargerThanTheProcessMayWrite_FailsNoRequestAndIsTold()
    {
        Skip.Unless(OperatingSystem.IsLinux(), "The limit is set as Linux has it.");
        await using var server = Server(text: new string('x', 2_000_000));
        var logger = new ListLogger();
        using var test = new ClientUnderTest { Logger = logger };
        using (FileSizeLimit.Set(1_000_000))
        {
            using var client = new IntegrationHttpClient(test.Services());
            await Assert.That((await GetAsync(client, server.Url)).Length).IsEqualTo(2_000_000);
        }

        await Assert.That(logger.Warnings.Single()).Contains("news_cache.json can't be written; the next run asks services again.");
    }

    [Test]
    public async Task File_ThatCannotBeWritten_IsToldOnce()
    {
        await using var server = Server();
        var logger = new ListLogger();
        using var test = new ClientUnderTest { Logger = logger };
        Directory.CreateDirectory(Path.Combine(test.Root, "cache", "news_cache.json"));
        for (var i = 0; i < 2; i++)
        {
            using var client = new IntegrationHttpClient(test.Services());
            await Assert.That(await GetAsync(client, server.Url)).IsEqualTo("answer 1");
        }

        await Assert.That(logger.Warnings.Single()).Contains("news_cache.json can't be written; the next run asks services again.");
    }

    [Test]
    public async Task Save_OfSeveralCachesOnOneFile_KeepsWhatAllOfThemHave()
    {
        using var test = new ClientUnderTest();
        var caches = Enumerable.Range(0, 4).Select(_ => new ResponseCache(new CacheFile(test.Root, "news"))).ToArray();

        await Task.WhenAll(caches.Select(async (cache, i) =>
        {
            for (var round = 0; round < 5; round++)
            {
                await cache.PutAsync(Response($"{i}-{round}", 100), test.Logger);
                await cache.SaveAsync(test.Logger);
            }
        }));

        var fresh = new ResponseCache(new CacheFile(test.Root, "news"));
        var found = Enumerable.Range(0, 4).SelectMany(i => Enumerable.Range(0, 5).Select(round => fresh.Find($"{i}-{round}", TimeProvider.System, test.Logger)));
        await Assert.That(found.All(response => response is not null)).IsTrue();
    }

    [Test]
    public async Task Put_OfMoreThanItHolds_LetsTheLeastRecentlyUsedGo()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var test = new ClientUnderTest();
        var cache = new ResponseCache(new CacheFile(test.Root, "news"));
        const int size = 1024 * 1024;
        for (var i = 0; i < 31; i++)
        {
            await cache.PutAsync(Response($"{i}", size, time.GetUtcNow()), test.Logger);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        cache.Find("0", time, test.Logger);
        time.Advance(TimeSpan.FromSeconds(1));
        await cache.PutAsync(Response("31", size, time.GetUtcNow()), test.Logger);
        await cache.SaveAsync(test.Logger);

        await Assert.That(cache.Find("0", time, test.Logger)).IsNotNull();
        await Assert.That(cache.Find("31", time, test.Logger)).IsNotNull();
        await Assert.That(cache.Find("1", time, test.Logger)).IsNull();
        await Assert.That(new FileInfo(Path.Combine(test.Root, "cache", "news_cache.json")).Length).IsLessThan(ResponseCache.LargestTotal * 4 / 3);
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
}
