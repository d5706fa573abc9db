using System.Globalization;

namespace IntegrationFramework.Running;

/// <summary>A window of time that a run fetches again, with the backfill that it is part of.</summary>
/// <param name="Backfill">What the backfill's windows are remembered under, from <see cref="NameOf"/>.</param>
/// <param name="From">The first instant in the window.</param>
/// <param name="To">The first instant after it.</param>
public sealed record BackfillWindow(string Backfill, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Cuts a span of time into windows, the oldest first; the last one may be shorter.</summary>
    /// <param name="from">The first instant of the first window.</param>
    /// <param name="to">The first instant after the last one.</param>
    /// <param name="window">How long a window is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> isn't after <paramref name="from"/>, or a window has no length.</exception>
    public static IEnumerable<BackfillWindow> Cut(DateTimeOffset from, DateTimeOffset to, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        return Windows();

        IEnumerable<BackfillWindow> Windows()
        {
            var name = NameOf(from, to, window);
            for (var start = from; start < to;)
            {
                var end = to - start > window ? start + window : to;
                yield return new BackfillWindow(name, start, end);
                start = end;
            }
        }
    }

    /// <summary>What a backfill's windows are remembered under: the same for the same arguments.</summary>
    public static string NameOf(DateTimeOffset from, DateTimeOffset to, TimeSpan window) =>
        string.Create(CultureInfo.InvariantCulture, $"{Telemetry.UtcText.From(from)}/{Telemetry.UtcText.From(to)}/{window:c}");
}
