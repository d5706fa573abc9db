using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Vendors.Http;

namespace Benchmarks;

/// <summary>Requests that a server answers after 100 ms, so many at once, through all handlers with telemetry on.</summary>
internal static class HttpBenchmark
{
    private const double Budget = 1.1;
    private const int Rounds = 5;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(string[] args)
    {
        var requests = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        var atOnce = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100;
        var folder = Directory.CreateTempSubdirectory("ifw-benchmark-");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start(atOnce * 2);
        _ = ServeAsync(server);
        try
        {
            var url = new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/");
            var time = TimeProvider.System;
            await using var store = TelemetryStore.Open(TelemetryBenchmark.NewFile(folder), time);
            var run = new RunOpening { RunId = RunIds.Create(time), BatchId = "batch", Integration = "http", StartedAt = time.GetUtcNow(), Host = "here", ProcessId = Environment.ProcessId };
            await store.TryOpenRunAsync(run);
            using var client = new IntegrationHttpClient(new HttpServices
            {
                Policy = new HttpConfig(),
                Integration = run.Integration,
                RunId = run.RunId,
                Root = folder.FullName,
                Time = time,
                Logger = NullLogger.Instance,
                Redactor = new Redactor(),
                Limits = new SharedLimits(store, run.RunId, time),
            });
            using var bare = new HttpClient(new SocketsHttpHandler());
            var ideal = Latency * Math.Ceiling(requests / (double)atOnce);
            var (ours, bares) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                var (our, its) = (await RatioAsync(client), await RatioAsync(bare));
                if (round > 0)
                {
                    ours.Add(our);
                    bares.Add(its);
                }
            }

            ours.Sort();
            bares.Sort();
            var median = ours[Rounds / 2];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{requests} requests of {Latency.TotalMilliseconds:0} ms, {atOnce} at once: {median * ideal.TotalMilliseconds:0} ms, ideal {ideal.TotalMilliseconds:0} ms"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  ratio {median:F3} ({ours[0]:F3} to {ours[^1]:F3}), budget {Budget:F1}: {(median <= Budget ? "kept" : "MISSED")}; HttpClient alone {bares[Rounds / 2]:F3} ({bares[0]:F3} to {bares[^1]:F3})"));

            async Task<double> RatioAsync(HttpClient through)
            {
                var started = Stopwatch.GetTimestamp();
                await SendAsync(through, url, requests, atOnce);
                return Stopwatch.GetElapsedTime(started) / ideal;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task SendAsync(HttpClient client, Uri url, int requests, int atOnce)
    {
        var sent = 0;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref sent) <= requests)
            {
                using var response = await client.GetAsync(url);
                response.EnsureSuccessStatusCode();
            }
        }));
    }

    private static async Task ServeAsync(TcpListener server)
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await server.AcceptTcpClientAsync());
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private static async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[8192];
            var read = 0;
            while (await stream.ReadAsync(buffer.AsMemory(read)) is var count && count > 0)
            {
                read += count;
                if (buffer.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
                {
                    read = 0;
                    await Task.Delay(Latency);
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"u8.ToArray());
                }
            }
        }
    }
}
