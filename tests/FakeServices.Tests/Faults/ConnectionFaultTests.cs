using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using IntegrationFramework.FakeServices.Faults;

namespace IntegrationFramework.FakeServices.Tests.Faults;

public class ConnectionFaultTests
{
    [Test]
    public async Task Reset_Added_ResetsTheConnectionAndHandlesNothing()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Faults.Add("*", Fault.Reset());

        var broken = await Assert.ThrowsAsync<HttpRequestException>(async () => await client.SendAsync(HttpMethod.Post, "services/data/v62.0/sobjects/Account", """{"Name":"Lost"}"""));

        await Assert.That(SocketErrorOf(broken!)).IsEqualTo(SocketError.ConnectionReset);
        await Assert.That(client.Fake.Salesforce.Records.All("Account").Any(account => account["Name"] is "Lost")).IsFalse();
        await Assert.That(client.Fake.Requests.All.Single().Status).IsNull();
        await Assert.That(client.Fake.Requests.All.Single().Fault).IsEqualTo("reset");
    }

    [Test]
    public async Task LostAnswer_Added_ResetsTheConnectionAfterTheRequestTookEffect()
    {
        await using var client = await Client.StartWithSessionAsync();
        client.Fake.Faults.Add("*", Fault.LostAnswer());

        var broken = await Assert.ThrowsAsync<HttpRequestException>(async () => await client.SendAsync(HttpMethod.Post, "services/data/v62.0/sobjects/Account", """{"Name":"Kept"}"""));

        await Assert.That(SocketErrorOf(broken!)).IsEqualTo(SocketError.ConnectionReset);
        await Assert.That(client.Fake.Salesforce.Records.All("Account").Any(account => account["Name"] is "Kept")).IsTrue();
    }

    [Test]
    public async Task Timeout_Added_NeverAnswers()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.Timeout());
        using var patience = new CancellationTokenSource();

        var request = client.Http.GetAsync("v2/everything", patience.Token);
        await client.Fake.Requests.WaitForAsync("/v2/everything");

        await Assert.That(request.IsCompleted).IsFalse();
        await patience.CancelAsync();
        await Assert.That(async () => await request).Throws<OperationCanceledException>();
    }

    [Test]
    public async Task Dispose_WhileRequestsHang_LetsThemGo()
    {
        var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.Timeout());
        var request = client.Http.GetAsync("v2/everything");
        await client.Fake.Requests.WaitForAsync("/v2/everything");

        var watch = Stopwatch.StartNew();
        await client.Fake.DisposeAsync();

        await Assert.That(async () => await request).Throws<HttpRequestException>();
        await Assert.That(watch.Elapsed).IsLessThan(TimeSpan.FromSeconds(10));
        client.Http.Dispose();
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task CutShort_Added_EndsTheBodyBeforeItsLength(bool https)
    {
        await using var client = await Client.StartAsync();
        using var http = Trusting(https ? client.Fake.HttpsUrl : client.Fake.Url);
        client.Fake.Faults.Add("*", Fault.CutShort());

        using var response = await http.GetAsync(Zip(client), HttpCompletionOption.ResponseHeadersRead);
        var broken = await Assert.ThrowsAsync<HttpIOException>(async () => await ReadAsync(response));

        await Assert.That(response.IsSuccessStatusCode).IsTrue();
        await Assert.That(broken!.HttpRequestError).IsEqualTo(HttpRequestError.ResponseEnded);
    }

    [Test]
    public async Task Stall_Added_SendsHalfOfTheBodyAndThenNothing()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.Stall());

        using var response = await client.Http.GetAsync(Zip(client), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var half = new byte[response.Content.Headers.ContentLength!.Value / 2];
        await body.ReadExactlyAsync(half);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.That(Encoding.UTF8.GetString(half)).StartsWith("""{"zip":"E14",""");
        await Assert.That(async () => await body.ReadExactlyAsync(new byte[1], patience.Token)).Throws<OperationCanceledException>();
    }

    [Test]
    public async Task Drip_Added_SendsTheAnswerByteByByte()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.Drip(TimeSpan.FromMilliseconds(2)));

        var watch = Stopwatch.StartNew();
        using var response = await client.Http.GetAsync(Zip(client), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var read = await body.ReadAsync(new byte[1000]);
        var rest = await new StreamReader(body).ReadToEndAsync();

        await Assert.That(read).IsLessThan(10);
        await Assert.That(rest).EndsWith("""country":"GB"}""");
        await Assert.That(watch.Elapsed).IsGreaterThan(TimeSpan.FromMilliseconds(2 * (rest.Length - 10)));
    }

    [Test]
    public async Task WrongContentLength_TooSmall_LeavesBytesOver()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.WrongContentLength(-5));

        var text = await client.Http.GetStringAsync(Zip(client));

        await Assert.That(text).EndsWith("""country":""");
        // And the client isn't thrown off its stride by them.
        await Assert.That(await client.Http.GetStringAsync(Zip(client))).EndsWith("""country":"GB"}""");
    }

    [Test]
    public async Task WrongContentLength_TooLarge_LetsTheClientWaitForMore()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.WrongContentLength(5));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.That(async () => await client.Http.GetStringAsync(Zip(client), patience.Token)).Throws<OperationCanceledException>();
    }

    [Test]
    public async Task Delay_Added_AnswersLater()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.Delay(TimeSpan.FromMilliseconds(150)));

        var watch = Stopwatch.StartNew();
        var (_, json) = await client.GetAsync(Zip(client));

        await Assert.That(json.Text("name")).IsEqualTo("London");
        await Assert.That(watch.Elapsed).IsGreaterThan(TimeSpan.FromMilliseconds(140));
    }

    [Test]
    public async Task HttpsUrl_WithAClientThatChecks_HasACertificateThatIsRefused()
    {
        await using var client = await Client.StartAsync();
        using var http = new HttpClient { BaseAddress = client.Fake.HttpsUrl };

        var refused = await Assert.ThrowsAsync<HttpRequestException>(async () => await http.GetStringAsync("services/data"));

        await Assert.That(refused!.HttpRequestError).IsEqualTo(HttpRequestError.SecureConnectionError);
        await Assert.That(refused.InnerException).IsTypeOf<AuthenticationException>();
        await Assert.That(client.Fake.Requests.All).IsEmpty();
    }

    [Test]
    public async Task HttpsUrl_WithAClientThatDoesNotCheck_Serves()
    {
        await using var client = await Client.StartAsync();
        using var http = Trusting(client.Fake.HttpsUrl);

        await Assert.That(await http.GetStringAsync("services/data")).Contains("v62.0");
        await Assert.That(client.Fake.Requests.All.Single().Scheme).IsEqualTo("https");
    }

    private static string Zip(Client client) => $"geo/1.0/zip?zip=E14,GB&appid={client.Fake.OpenWeatherMap.ApiKey}";

    private static HttpClient Trusting(Uri address)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=elsewhere.example";
        return new HttpClient(handler) { BaseAddress = address };
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        return await new StreamReader(body).ReadToEndAsync();
    }

    private static SocketError? SocketErrorOf(Exception? exception) => exception switch
    {
        null => null,
        SocketException socket => socket.SocketErrorCode,
        _ => SocketErrorOf(exception.InnerException),
    };
}
