using System.Diagnostics;
using System.Globalization;
using System.Net;
using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Vendors.Http;

namespace Benchmarks;

/// <summary>How long a response from the HTTP cache takes, from the request made to the body read.</summary>
internal static class CacheBenchmark
{
    private const double BudgetInMicroseconds = 50;
    private const int Rounds = 7;
    private const int Pages = 100;

    public static async Task RunAsync(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20_000;
        var root = Directory.CreateTempSubdirectory("ifw-cache-").FullName;
        try
        {
            var url = new Uri("http://127.0.0.1:18799/");
            using (var listener = new HttpListener())
            {
                listener.Prefixes.Add(url.ToString());
                listener.Start();
                var serving = ServeAsync(listener);
                using var first = Client(root);
                await ReadAsync(first, url, Pages);
                listener.Stop();
                await serving;
            }

            // Nobody listens any more: whatever is answered comes from the cache.
            using var client = Client(root);
            var times = new List<double>();
            for (var round = 0; round <= Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                await ReadAsync(client, url, count);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / count);
            }

            var median = times.Skip(1).Order().ElementAt(Rounds / 2);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"a cached response of 10 kB   {median:F1} µs, budget {BudgetInMicroseconds:F0} µs: {(median <= BudgetInMicroseconds ? "kept" : "MISSED")}"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task ServeAsync(HttpListener listener)
    {
        var body = new byte[10_000];
        body.AsSpan().Fill((byte)'x');
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                context.Response.ContentType = "text/plain";
                await context.Response.OutputStream.WriteAsync(body);
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task ReadAsync(HttpClient client, Uri url, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync(new Uri(url, string.Create(CultureInfo.InvariantCulture, $"?page={i % Pages}")));
            var body = await response.Content.ReadAsByteArrayAsync();
            if (body.Length != 10_000)
            {
                throw new InvalidOperationException($"{body.Length} bytes came.");
            }
        }
    }

    private static IntegrationHttpClient Client(string root) => new(new HttpServices
    {
        Policy = new HttpConfig { CacheTtl = TimeSpan.FromHours(1), Retries = 0 },
        Integration = "benchmark",
        RunId = "run",
        Root = root,
        Time = TimeProvider.System,
        Logger = NullLogger.Instance,
        Redactor = new Redactor(),
    });
}
