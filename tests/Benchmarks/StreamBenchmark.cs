using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IntegrationFramework.Http;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Vendors.Http;

namespace Benchmarks;

/// <summary>A JSON array that is larger than memory should be, read element by element; a server in this process makes it on the fly.</summary>
internal static class StreamBenchmark
{
    private const double BudgetMegabytes = 64;
    private const double Megabyte = 1024 * 1024;
    private const int ElementsPerPiece = 400;

    public static async Task RunAsync(string[] args)
    {
        var megabytes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1024;
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, ElementsPerPiece).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{i}},"name":"Customer number {{i}}","address":{"street":"Mill Road {{i}}","city":"Leeds"},"tags":["a","b"],"amount":{{i * 1.25}}},"""))));
        var pieces = (long)(megabytes * Megabyte / piece.Length);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = ServeAsync(server, piece, pieces);
        var folder = Directory.CreateTempSubdirectory("ifw-benchmark-");
        try
        {
            using var client = new IntegrationHttpClient(new HttpServices
            {
                Integration = "stream",
                RunId = "run",
                Root = folder.FullName,
                Time = TimeProvider.System,
                Logger = NullLogger.Instance,
                Redactor = new Redactor(),
            });
            var before = Process.GetCurrentProcess().PeakWorkingSet64 / Megabyte;
            var started = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/").AsStreamed();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var (elements, sum) = (0L, 0L);
            await foreach (var id in response.ReadArrayAsync(null, element => element.GetProperty("id").GetInt64()))
            {
                elements++;
                sum += id;
            }

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await serving;
            var expected = pieces * ElementsPerPiece + 1;
            if (elements != expected)
            {
                throw new InvalidOperationException($"{elements} elements were read, and {expected} sent.");
            }

            var peak = Process.GetCurrentProcess().PeakWorkingSet64 / Megabyte;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a JSON array of {pieces * piece.Length / Megabyte:F0} MB, {elements} elements: {seconds:F1} s, {pieces * piece.Length / Megabyte / seconds:F0} MB/s"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  peak memory {peak:F1} MB, the server's included ({before:F1} MB before), budget {BudgetMegabytes:F0} MB: {(peak <= BudgetMegabytes ? "kept" : "MISSED")}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ServeAsync(TcpListener server, byte[] piece, long pieces)
    {
        using var client = await server.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[16]);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n["u8.ToArray());
        for (var i = 0L; i < pieces; i++)
        {
            await stream.WriteAsync(piece);
        }

        await stream.WriteAsync("{\"id\":0}]"u8.ToArray());
    }
}
