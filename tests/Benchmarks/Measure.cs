using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>Measures two ways of doing the same, taking turns so that both meet the same machine.</summary>
internal static class Measure
{
    private const int Rounds = 7;

    /// <summary>Prints the median times and their ratio, after a round that does not count.</summary>
    public static async Task CompareAsync(string what, string ours, Func<Task> our, string theirs, Func<Task> their, double budget)
    {
        var (left, right) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var first = await SecondsAsync(our);
            var second = await SecondsAsync(their);
            if (round > 0)
            {
                left.Add(first);
                right.Add(second);
            }
        }

        var ratio = Median([.. left.Zip(right, (a, b) => a / b)]);
        Console.WriteLine(what);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {ours,-24} {Median(left) * 1000,10:F1} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {theirs,-24} {Median(right) * 1000,10:F1} ms"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  ratio {ratio:F2}, budget {budget:F2}: {(ratio <= budget ? "kept" : "MISSED")}"));
    }

    private static async Task<double> SecondsAsync(Func<Task> action)
    {
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
