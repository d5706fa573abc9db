using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using Vendors.Http;

namespace Vendors.Tests.Http;

public class UploadTests
{
    private const int Megabyte = 1024 * 1024;

    [Test]
    public async Task Put_OfALargeBodyOverASlowLine_MayTakeLongerThanTheTimeoutOfAnAttempt()
    {
        var watch = new Stopwatch();
        await using var server = new RawServer(async (_, stream) =>
        {
            watch.Start();
            await ReadSlowlyAsync(stream, 24 * Megabyte, TimeSpan.FromMilliseconds(120));
            watch.Stop();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        });
        using var test = new ClientUnderTest { Policy = new HttpConfig { Timeout = TimeSpan.FromSeconds(1), Retries = 0 } };
        using var client = new IntegrationHttpClient(test.Services());

        using var response = await client.PutAsync(server.Url, new ByteArrayContent(new byte[24 * Megabyte]));

        await Assert.That((int)response.StatusCode).IsEqualTo(201);
        await Assert.That(watch.Elapsed).IsGreaterThan(TimeSpan.FromSeconds(2));
    }

    [Test]
    public async Task Put_WhoseBodyNobodyTakesAnyMore_EndsAfterTheTimeout()
    {
        var release = new TaskCompletionSource();
        await using var server = new RawServer(async (_, stream) =>
        {
            await ReadSlowlyAsync(stream, Megabyte, TimeSpan.Zero);
            await release.Task;
        });
        using var test = new ClientUnderTest { Policy = new HttpConfig { Timeout = TimeSpan.FromMilliseconds(500), Retries = 0 } };
        using var client = new IntegrationHttpClient(test.Services());
        var watch = Stopwatch.StartNew();

        var error = await Assert.That(async () => await client.PutAsync(server.Url, new ByteArrayContent(new byte[64 * Megabyte]))).Throws<ServiceException>();
        release.SetResult();

        await Assert.That(error!.Message).StartsWith("PUT to 127.0.0.1 failed in 1 attempt: nothing more of its body could be sent for 0.5 s, after ").And.Contains(" of 67.1 MB. ");
        await Assert.That(watch.Elapsed).IsLessThan(TimeSpan.FromSeconds(30));
    }

    // Some of the body was read with the head.
    private static async Task ReadSlowlyAsync(NetworkStream stream, int count, TimeSpan perMegabyte)
    {
        var buffer = new byte[64 * 1024];
        var slack = buffer.Length;
        var paused = 0L;
        for (var read = 0L; read < count - slack;)
        {
            read += await stream.ReadAsync(buffer);
            if (read - paused > Megabyte)
            {
                paused = read;
                await Task.Delay(perMegabyte);
            }
        }

        while (stream.DataAvailable)
        {
            _ = await stream.ReadAsync(buffer);
        }
    }
}
