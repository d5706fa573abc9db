using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Vendors.Http;

namespace Benchmarks;

/// <summary>
/// A large JSON array, read record by record while it arrives: through all handlers with telemetry on, and by a loop written by hand. The server
/// and each reading are processes of their own, so that the memory measured is the reader's alone.
/// </summary>
internal static class StreamBenchmark
{
    private const double BudgetInMegabytes = 64;
    private const int Rounds = 3;
    private const string Ours = "ifw";
    private static readonly string[] Sides = [Ours, "loop"];

    public static Task RunAsync(string[] args) => args switch
    {
        ["serve"] => StreamServer.RunAsync(),
        ["read", var side, var url] => ReadAsync(side, new Uri(url)),
        [] => CompareAsync([10, 100, 1000]),
        _ => CompareAsync([.. args.Select(size => int.Parse(size, CultureInfo.InvariantCulture))]),
    };

    private static async Task CompareAsync(int[] sizes)
    {
        using var server = Start("serve");
        try
        {
            var url = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server didn't start.");
            var most = 0.0;
            foreach (var megabytes in sizes)
            {
                var readings = Sides.ToDictionary(side => side, _ => new List<Reading>());
                for (var round = 0; round < Rounds; round++)
                {
                    foreach (var side in Sides)
                    {
                        readings[side].Add(await MeasureAsync(side, $"{url}{megabytes}"));
                    }
                }

                var sums = readings.Values.SelectMany(all => all).Select(reading => (reading.Records, reading.Total)).Distinct().ToList();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{megabytes,5} MB, {sums[0].Records,9:N0} records: {string.Join("; ", Sides.Select(side => Describe(side, megabytes, readings[side])))}"));
                if (sums.Count > 1)
                {
                    throw new InvalidOperationException("The readings differ in what they read.");
                }

                most = Math.Max(most, readings[Ours].Max(reading => reading.Megabytes));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"memory of {Ours} at most {most:0} MB, budget {BudgetInMegabytes:0} MB: {(most <= BudgetInMegabytes ? "kept" : "MISSED")}"));
        }
        finally
        {
            // It ends with its input.
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }
    }

    private static string Describe(string side, int megabytes, List<Reading> readings)
    {
        var seconds = readings.Select(reading => reading.Seconds).Order().ElementAt(Rounds / 2);
        return string.Create(CultureInfo.InvariantCulture, $"{side} {megabytes / seconds,4:0} MB/s, {readings.Max(reading => reading.Megabytes):0} MB");
    }

    private static async Task<Reading> MeasureAsync(string side, string url)
    {
        using var reader = Start("read", side, url);
        var line = await reader.StandardOutput.ReadToEndAsync();
        await reader.WaitForExitAsync();
        return line.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var records, var total, var seconds, var kilobytes]
            ? new Reading(
                long.Parse(records, CultureInfo.InvariantCulture),
                decimal.Parse(total, CultureInfo.InvariantCulture),
                double.Parse(seconds, CultureInfo.InvariantCulture),
                double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1000)
            : throw new InvalidOperationException($"{side} read nothing from {url}.");
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["stream", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static async Task ReadAsync(string side, Uri url)
    {
        var started = Stopwatch.GetTimestamp();
        var (records, total) = (0L, 0m);
        await foreach (var order in side == Ours ? OursAsync(url) : LoopAsync(url))
        {
            records++;
            total += order.Total + order.Lines.Count;
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records} {total} {seconds} {MostKilobytes()}"));
    }

    private static async IAsyncEnumerable<StreamedOrder> OursAsync(Uri url)
    {
        var folder = Directory.CreateTempSubdirectory("ifw-benchmark-");
        try
        {
            var time = TimeProvider.System;
            await using var store = TelemetryStore.Open(TelemetryBenchmark.NewFile(folder), time);
            var run = new RunOpening { RunId = RunIds.Create(time), BatchId = "batch", Integration = "stream", StartedAt = time.GetUtcNow(), Host = "here", ProcessId = Environment.ProcessId };
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
            using var request = new HttpRequestMessage(HttpMethod.Get, url).AsStreamed();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await foreach (var order in response.ReadArrayAsync(property: null, StreamedOrder.Read))
            {
                yield return order;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async IAsyncEnumerable<StreamedOrder> LoopAsync(Uri url)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await foreach (var order in JsonSerializer.DeserializeAsyncEnumerable(body, StreamedOrderJson.Default.StreamedOrder))
        {
            yield return order!;
        }
    }

    // Linux alone keeps the books on it.
    private static string MostKilobytes() =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];

    private sealed record Reading(long Records, decimal Total, double Seconds, double Megabytes);
}
