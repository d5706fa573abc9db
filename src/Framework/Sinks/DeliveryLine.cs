using System.Globalization;
using IntegrationFramework.Running;

namespace IntegrationFramework.Sinks;

/// <summary>
/// Which deliveries a run goes on with: those of the regular runs, of the replays, and so on. Each line counts its commits by itself, so that what
/// comes between a delivery and its repetition doesn't change the number that it is known by.
/// </summary>
/// <param name="Name">What its commits are called; empty for the regular runs.</param>
/// <param name="Window">In a backfill: the window of time, which is delivered by itself.</param>
internal sealed record DeliveryLine(string Name, string? Window = null)
{
    /// <summary>The line of a run.</summary>
    /// <param name="options">What it was started with.</param>
    /// <param name="limit">How many records it fetches at most.</param>
    public static DeliveryLine Of(BatchOptions options, long? limit) =>
        options.Replay is not null ? new DeliveryLine("replay")
        : options.Window is { } window ? new DeliveryLine("backfill", $"{Text(window.From)}/{Text(window.To)}")
        : new DeliveryLine(limit is null ? "" : "limit");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
