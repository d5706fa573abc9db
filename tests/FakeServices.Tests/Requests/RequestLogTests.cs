using System.Text;
using IntegrationFramework.FakeServices.Faults;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationFramework.FakeServices.Tests.Requests;

public class RequestLogTests
{
    [Test]
    public async Task All_AfterARequest_HoldsAllOfIt()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero));
        await using var client = await Client.StartAsync(new FakeServerOptions { Time = time });
        using var request = new HttpRequestMessage(HttpMethod.Post, "services/oauth2/token?a=1&b=%C3%BC");
        request.Headers.Add("X-Mark", "here");
        request.Content = new StringContent("ü=1", Encoding.UTF8, "text/plain");

        using var response = await client.Http.SendAsync(request);

        var received = client.Fake.Requests.All.Single();
        await Assert.That((received.Number, received.Method, received.Path, received.Scheme)).IsEqualTo((1, "POST", "/services/oauth2/token", "http"));
        await Assert.That((received.Parameter("a"), received.Parameter("b"), received.Parameter("c"))).IsEqualTo(("1", "ü", null));
        await Assert.That(received.Header("x-mark")).IsEqualTo("here");
        await Assert.That((received.Text, received.BodyLength)).IsEqualTo(("ü=1", 4L));
        await Assert.That(received.ReceivedAt).IsEqualTo(time.GetUtcNow());
        await Assert.That(received.ReceivedTicks).IsEqualTo(time.GetTimestamp());
        await Assert.That(received.Status).IsEqualTo(400);
    }

    [Test]
    public async Task All_WithABodyBeyondTheLimit_KeepsItsBeginningAndItsLength()
    {
        await using var client = await Client.StartAsync();
        var body = new byte[3 * 1024 * 1024];
        body[0] = 7;

        using var response = await client.Http.PostAsync("services/oauth2/token", new ByteArrayContent(body));

        var received = client.Fake.Requests.All.Single();
        await Assert.That(received.BodyLength).IsEqualTo(body.Length);
        await Assert.That(received.Body.Length).IsEqualTo(1024 * 1024);
        await Assert.That(received.Body[0]).IsEqualTo((byte)7);
    }

    [Test]
    public async Task MostAtOnce_OfOverlappingRequests_CountsThem()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("/services/data", Fault.Delay(TimeSpan.FromMilliseconds(200)), times: 3);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.Http.GetStringAsync("services/data")));
        await client.Http.GetStringAsync("services/data");

        await Assert.That(client.Fake.Requests.MostAtOnce("/services/data")).IsEqualTo(3);
        await Assert.That(client.Fake.Requests.MostAtOnce("/v2/*")).IsEqualTo(0);
    }

    [Test]
    public async Task WaitFor_RequestsToCome_ReturnsThem()
    {
        await using var client = await Client.StartAsync();
        var wait = client.Fake.Requests.WaitForAsync("/services/*", count: 2);

        await client.Http.GetStringAsync("services/data");
        await Assert.That(wait.IsCompleted).IsFalse();
        await client.Http.GetStringAsync("services/data");

        await Assert.That((await wait.WaitAsync(TimeSpan.FromSeconds(10))).Count).IsEqualTo(2);
    }

    [Test]
    public async Task Get_Requests_TellsOfThemAndNotOfItself()
    {
        await using var client = await Client.StartAsync();
        await client.Http.GetStringAsync("services/data");
        await client.GetAsync("v2/everything");

        var (_, all) = await client.GetAsync("_requests");
        var (_, some) = await client.GetAsync("_requests?path=/v2/*");

        await Assert.That(all.GetArrayLength()).IsEqualTo(2);
        await Assert.That((some[0].Text("path"), some[0].GetProperty("status").GetInt32())).IsEqualTo(("/v2/everything", 401));
    }

    [Test]
    public async Task Delete_Requests_ForgetsThem()
    {
        await using var client = await Client.StartAsync();
        await client.Http.GetStringAsync("services/data");

        await client.SendAsync(HttpMethod.Delete, "_requests");

        await Assert.That(client.Fake.Requests.All).IsEmpty();
    }
}
