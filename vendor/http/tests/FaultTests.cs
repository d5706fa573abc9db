using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using Vendors.Http;
using static Vendors.Tests.Http.RawServer;

namespace Vendors.Tests.Http;

public class FaultTests
{
    private static readonly HttpConfig Quick = new() { Retries = 2, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(5) };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ifw-http-");

    [After(Test)]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task Get_WithRetryAfter_IsRepeatedNeverEarly(bool asDate)
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(2);
        await using var server = WithAnswers(
            Answer("429 Too Many Requests", "Retry-After: " + (asDate ? until.ToString("R", CultureInfo.InvariantCulture) : "1")), Answer("200 OK", body: "ok"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick);

        var text = await test.Client.GetStringAsync(server.Url);

        await Assert.That(text).IsEqualTo("ok");
        var times = server.Requests.Select(request => request.At).ToArray();
        await Assert.That(times.Length).IsEqualTo(2);
        await Assert.That(times[1]).IsGreaterThanOrEqualTo(asDate ? until.AddTicks(-(until.Ticks % TimeSpan.TicksPerSecond)) : times[0].AddSeconds(1));
    }

    [Test]
    public async Task Get_WithRetryAfterBeyondMaxDelay_FailsAtOnceAndBlocksOtherRunsOfTheAccountAlone()
    {
        await using var server = WithAnswers(Answer("503 Busy", "Retry-After: 120"), Answer("200 OK"));
        await using var first = await HttpTestClient.OpenAsync(_folder.FullName, Quick);
        await using var second = await HttpTestClient.OpenAsync(_folder.FullName, Quick);
        var before = TimeProvider.System.GetUtcNow();

        var error = await Assert.That(async () => await first.Client.GetAsync(server.Url)).Throws<ServiceException>();
        var blocked = await Assert.That(async () => await second.Client.GetAsync(server.Url)).Throws<ServiceException>();
        using var other = await second.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Url).ForAccount("other"));

        await Assert.That(error!.Message).StartsWith("GET to 127.0.0.1 was answered with status 503 and asked not to come back before ");
        await Assert.That(error.IsTransient).IsTrue();
        await Assert.That(error.RetryAfter!.Value).IsBetween(before.AddSeconds(119), before.AddSeconds(130));
        await Assert.That(blocked!.Message).StartsWith("127.0.0.1").And.Contains(" asked not to be called before ");
        await Assert.That(blocked.RetryAfter).IsNotNull();
        await Assert.That(server.Requests.Count).IsEqualTo(2);
    }

    [Test]
    [Arguments("cut")]
    [Arguments("reset")]
    [Arguments("drip")]
    [Arguments("silence")]
    public async Task Get_WhoseAnswerIsBroken_IsRepeated(string fault)
    {
        await using var server = new RawServer(async (number, stream) =>
        {
            if (number > 1)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer("200 OK", body: "whole").Replace("\n", "\r\n")));
            }
            else if (fault != "silence")
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\npart"u8.ToArray());
                for (var i = 0; fault == "drip" && i < 20; i++)
                {
                    await Task.Delay(100);
                    await stream.WriteAsync("."u8.ToArray());
                }

                if (fault == "reset")
                {
                    stream.Socket.LingerState = new LingerOption(true, 0);
                }
            }
        });
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick with { Timeout = TimeSpan.FromMilliseconds(600) });

        await Assert.That(await test.Client.GetStringAsync(server.Url)).IsEqualTo("whole");
        await Assert.That(server.Requests.Count).IsEqualTo(2);
    }

    [Test]
    [Arguments("408 Request Timeout")]
    [Arguments("425 Too Early")]
    [Arguments("429 Too Many Requests")]
    [Arguments("500 Oops")]
    public async Task Get_AnsweredWithWhatPasses_IsRepeated(string status)
    {
        await using var server = WithAnswers(Answer(status), Answer("200 OK", body: "ok"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick);

        await Assert.That(await test.Client.GetStringAsync(server.Url)).IsEqualTo("ok");
    }

    [Test]
    public async Task Post_IsRepeatedOnlyWithAnIdempotencyKey()
    {
        await using var server = WithAnswers(Answer("503 Busy"), Answer("503 Busy"), Answer("200 OK"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick);

        using var once = await test.Client.PostAsync(server.Url, new StringContent("a"));
        using var repeated = await test.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, server.Url) { Content = new StringContent("b") }.WithIdempotencyKey("k1"));

        await Assert.That((int)once.StatusCode).IsEqualTo(503);
        await Assert.That((int)repeated.StatusCode).IsEqualTo(200);
        await Assert.That(server.Requests.Count(request => request.Head.Contains("Idempotency-Key: k1"))).IsEqualTo(2);
    }

    [Test]
    [Arguments("/", "more than 10 times")]
    [Arguments("http://localhost:1/", "to another host, localhost")]
    [Arguments("http://127.0.0.1:1/", "to http on port 1;")]
    public async Task Get_RedirectedWhereItMustNot_FailsWithoutRetry(string location, string part)
    {
        await using var server = WithAnswers(Answer("302 Found", "Location: " + location));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick);

        var error = await Assert.That(async () => await test.Client.GetAsync(server.Url)).Throws<ServiceException>();

        await Assert.That(error!.Message).Contains(part);
        await Assert.That(error.IsTransient).IsFalse();
        await Assert.That(server.Requests.Count).IsEqualTo(location == "/" ? 11 : 1);
    }

    [Test]
    public async Task Get_RedirectedOnTheSameHost_ArrivesWithItsHeaders()
    {
        await using var server = WithAnswers(Answer("301 Moved", "Location: /there"), Answer("200 OK", body: "here"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url) { Headers = { { "Authorization", "Bearer t" } } };

        using var response = await test.Client.SendAsync(request);

        await Assert.That(await response.Content.ReadAsStringAsync()).IsEqualTo("here");
        await Assert.That(server.Requests.Last().Head).StartsWith("GET /there ").And.Contains("Authorization: Bearer t");
    }

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task Get_OfMoreThanMayBeHeld_FailsWithoutRetry(bool isBomb)
    {
        var body = new byte[4_000_000];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        var sent = isBomb ? packed.ToArray() : body;
        await using var server = new RawServer(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{(isBomb ? "Content-Encoding: gzip\r\n" : "")}Content-Length: {sent.Length}\r\n\r\n"));
            await stream.WriteAsync(sent);
        });
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick with { MaxResponse = new ByteSize(1024 * 1024) });

        var error = await Assert.That(async () => await test.Client.GetAsync(server.Url)).Throws<ServiceException>();

        await Assert.That(error!.Message).Contains("was answered with more than 1MB (decompressed)").And.Contains("http.max_response");
        await Assert.That(server.Requests.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Get_WithAnUntrustedCertificate_SaysSoAndIsNotRepeated()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=elsewhere.example", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var connections = 0;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            connections++;
            await using var tls = new SslStream(client.GetStream());
            await Assert.That(async () =>
            {
                await tls.AuthenticateAsServerAsync(certificate);
                _ = await tls.ReadAsync(new byte[1]);
                throw new IOException("the client has gone");
            }).Throws<Exception>();
        });
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick);

        var error = await Assert.That(async () => await test.Client.GetAsync(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"))).Throws<ServiceException>();
        await serving;

        await Assert.That(error!.Message).StartsWith("GET to 127.0.0.1 was not sent: the certificate of 127.0.0.1 can't be trusted: it was issued for another name, and its issuer isn't trusted");
        await Assert.That(error.IsTransient).IsFalse();
        await Assert.That(connections).IsEqualTo(1);
        await Assert.That(test.Logger.Warnings).IsEmpty();
    }

    [Test]
    public async Task Get_OfAHostThatFailsNearlyAlways_OpensTheCircuit()
    {
        await using var server = WithAnswers(Answer("500 Oops"));
        await using var test = await HttpTestClient.OpenAsync(_folder.FullName, Quick with { Retries = 0 });
        for (var i = 0; i < 20; i++)
        {
            using var response = await test.Client.GetAsync(server.Url);
        }

        var error = await Assert.That(async () => await test.Client.GetAsync(server.Url)).Throws<ServiceException>();

        await Assert.That(error!.Message).StartsWith("127.0.0.1 failed 80 % of its last requests or more, so that nothing is sent to it until ");
        await Assert.That(error.RetryAfter).IsNotNull();
        await Assert.That(server.Requests.Count).IsEqualTo(20);
    }

    [Test]
    public async Task Get_BeyondTheTotalTimeout_SaysWhatWasTried()
    {
        await using var server = WithAnswers("");
        await using var test = await HttpTestClient.OpenAsync(
            _folder.FullName, Quick with { Retries = 100, Delay = TimeSpan.FromMilliseconds(50), TotalTimeout = TimeSpan.FromMilliseconds(400) });

        var error = await Assert.That(async () => await test.Client.GetAsync(server.Url)).Throws<ServiceException>();

        await Assert.That(error!.Message).StartsWith("GET to 127.0.0.1 did not succeed within http.total_timeout of 0.4 s, in ").And.Contains(" (the last one: ");
    }
}
