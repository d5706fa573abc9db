using System.Globalization;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Checks;

/// <summary>The checks of all records of a run, judged when the last one was read.</summary>
internal static class RunChecks
{
    /// <param name="config">The checks.</param>
    /// <param name="records">What was seen of the records.</param>
    /// <param name="run">What else is known of the run.</param>
    /// <param name="store">Knows the runs before.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RunCheckException">One fails.</exception>
    public static async Task JudgeAsync(
        IReadOnlyList<RunCheckConfig> config, CheckedRun records, JudgedRun run, TelemetryStore store, CancellationToken cancellationToken)
    {
        foreach (var check in config)
        {
            var problem = check switch
            {
                VolumeCheckConfig volume when !run.IsLimited && !(run.Fetched == 0 && AllowsEmpty(volume, run)) => await JudgeAsync(volume, records.Count, run, store, cancellationToken).ConfigureAwait(false),
                FreshnessCheckConfig freshness when !(run.IsIncremental && records.Count == 0) => Judge(freshness, records.Records!, run.Now),
                _ => null,
            };
            if (problem is not null)
            {
                throw new RunCheckException($"{problem}. {(run.IsIncremental
                    ? "Its pages are delivered all the same: they were before the last one was known."
                    : "Nothing was delivered.")} Look at the source, or correct checks.run in config.yaml.");
            }
        }
    }

    private static async Task<string?> JudgeAsync(VolumeCheckConfig volume, long count, JudgedRun run, TelemetryStore store, CancellationToken cancellationToken)
    {
        if (count < volume.Min || count > volume.Max)
        {
            return count < volume.Min
                ? string.Create(CultureInfo.InvariantCulture, $"there are {count} records, fewer than {volume.Min} (volume.min)")
                : string.Create(CultureInfo.InvariantCulture, $"there are {count} records, more than {volume.Max} (volume.max)");
        }

        // What a source with a cursor has in all is no measure for what is new in it, nor the other way round.
        if ((volume.AtLeast ?? volume.AtMost) is null
            || (run.IsIncremental && !run.GoesOn)
            || await store.AverageDeliveredAsync(run.Integration, volume.OfLast, run.IsIncremental, AllowsEmpty(volume, run), cancellationToken).ConfigureAwait(false) is not { } average)
        {
            return null;
        }

        var (bound, name) = count < volume.AtLeast * average ? (volume.AtLeast, "at_least") : count > volume.AtMost * average ? (volume.AtMost, "at_most") : (null, "");
        return bound is null ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"there are {count} records, {(name == "at_least" ? "fewer" : "more")} than {bound} times the average of the last runs, which is {average:0.#} (volume.{name})");
    }

    private static bool AllowsEmpty(VolumeCheckConfig volume, JudgedRun run) => volume.AllowEmpty ?? run.IsIncremental;

    private static string? Judge(FreshnessCheckConfig freshness, RecordChecks records, DateTimeOffset now)
    {
        if (records.NewestOf(freshness.Field) is not { } newest)
        {
            return $"there is no record with a value in '{freshness.Field}' (freshness)";
        }

        return now - newest <= freshness.Within ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the newest '{freshness.Field}' is {newest.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, more than {DurationFormat.Format(freshness.Within)} ago (freshness)");
    }
}

/// <summary>What the checks of a run have to know of it.</summary>
/// <param name="Integration">The integration's name.</param>
/// <param name="Now">The time.</param>
/// <param name="IsIncremental">Whether its pages are delivered one by one.</param>
/// <param name="IsLimited">Whether it fetches only some of the records.</param>
/// <param name="Fetched">How many records it has fetched.</param>
/// <param name="GoesOn">Whether it went on from a cursor.</param>
internal readonly record struct JudgedRun(string Integration, DateTimeOffset Now, bool IsIncremental, bool IsLimited, long Fetched, bool GoesOn);
