using IntegrationFramework.Configuration;
using Microsoft.Extensions.Time.Testing;
using Vendors.Http;
using static Vendors.Tests.Http.Caching.CacheCalls;

namespace Vendors.Tests.Http.Caching;

/// <summary>How long a response is used, and what is asked when that is over.</summary>
public class TimeToLiveTests
{
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
    public async Task Get_WithACacheTtlOfNothing_AsksEachTime()
    {
        await using var server = Server();
        using var test = new ClientUnderTest { Policy = new HttpConfig { CacheTtl = TimeSpan.Zero } };
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);

        await Assert.That(await GetAsync(client, server.Url)).IsEqualTo("answer 2");
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
    [Arguments("ETag", "W/\"v1\"", "If-None-Match")]
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
}
