using Vendors.Http;
using Vendors.Http.Caching;
using static Vendors.Tests.Http.Caching.CacheCalls;

namespace Vendors.Tests.Http.Caching;

/// <summary>Which responses are kept, and for which requests.</summary>
public class CacheableTests
{
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
    public async Task Get_OfAResponseThatIsNotGood_IsNotKept()
    {
        await using var server = Server();
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());
        for (var i = 0; i < 3; i++)
        {
            using var request = Request(server.Url).KeptOnlyIf(body => body.Span.SequenceEqual("answer 2"u8));
            using var response = await client.SendAsync(request);
        }

        await Assert.That(server.Requests).IsEqualTo(2);
    }

    [Test]
    public async Task Get_OfWhatChangesByItself_AsksEachTime()
    {
        await using var server = Server();
        using var test = new ClientUnderTest { Policy = new() { CacheTtl = Hour } };
        using var client = new IntegrationHttpClient(test.Services());
        for (var i = 0; i < 2; i++)
        {
            using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Url).WithoutCache());
        }

        await Assert.That(server.Requests).IsEqualTo(2);
    }

    [Test]
    [Arguments("account")]
    [Arguments("language")]
    [Arguments("authorization")]
    [Arguments("query")]
    [Arguments("tenant")]
    [Arguments("tenant of an account")]
    public async Task Get_ThatDiffers_HasAnAnswerOfItsOwn(string difference)
    {
        await using var server = Server();
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());

        using var first = Add(Request(server.Url), "xero-tenant-id", "first");
        using var answer = await client.SendAsync(difference == "tenant of an account" ? first.ForAccount("same") : first);
        using var request = Add(Request(difference == "query" ? new Uri(server.Url, "?page=2") : server.Url), "xero-tenant-id", difference.StartsWith("tenant", StringComparison.Ordinal) ? "other" : "first");
        _ = difference switch
        {
            "tenant of an account" => request.ForAccount("same"),
            "account" => request.ForAccount("other"),
            "language" => Add(request, "Accept-Language", "de"),
            "authorization" => Add(request, "Authorization", "Bearer other"),
            _ => request,
        };
        using var response = await client.SendAsync(request);

        await Assert.That(await response.Content.ReadAsStringAsync()).IsEqualTo("answer 2");
    }

    [Test]
    [Arguments("traceparent")]
    [Arguments("Idempotency-Key")]
    [Arguments("X-Request-Id")]
    public async Task Get_ThatDiffersInWhatIsNewEachTime_HasTheSameAnswer(string header)
    {
        await using var server = Server();
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());
        using var first = Add(Request(server.Url), header, "1");
        using var second = Add(Request(server.Url), header, "2");

        using var answer = await client.SendAsync(first);
        using var same = await client.SendAsync(second);

        await Assert.That(await same.Content.ReadAsStringAsync()).IsEqualTo("answer 1");
    }

    [Test]
    public async Task Get_WithTheSameHeadersInAnotherOrder_HasTheSameAnswer()
    {
        await using var server = Server();
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());
        using var first = Add(Add(Request(server.Url), "X-Tenant", "1"), "X-Unit", "2");
        using var second = Add(Add(Request(server.Url), "x-unit", "2"), "X-Tenant", "1");

        using var answer = await client.SendAsync(first);
        using var same = await client.SendAsync(second);

        await Assert.That(await same.Content.ReadAsStringAsync()).IsEqualTo("answer 1");
    }

    [Test]
    [Arguments("Accept-Encoding, xero-tenant-id", "answer 1")]
    [Arguments("Authorization", "answer 1")]
    [Arguments("*", "answer 2")]
    [Arguments("Accept, traceparent", "answer 2")]
    [Arguments("idempotency-key", "answer 2")]
    public async Task Get_OfAResponseThatVaries_IsKeptOnlyWhereItsRequestsAreToldApart(string vary, string second)
    {
        await using var server = Server(headers: headers => headers["Vary"] = vary);
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());

        await GetAsync(client, server.Url);

        await Assert.That(await GetAsync(client, server.Url)).IsEqualTo(second);
    }

    [Test]
    public async Task WithCache_OfANameThatIsNone_Throws()
    {
        using var test = new ClientUnderTest();
        using var client = new IntegrationHttpClient(test.Services());
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:1/").WithCache("../elsewhere", Hour);

        await Assert.That(async () => await client.SendAsync(request)).Throws<ArgumentException>();
    }

    private static HttpRequestMessage Add(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Add(name, value);
        return request;
    }
}
