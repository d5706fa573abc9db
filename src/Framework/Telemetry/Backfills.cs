using IntegrationFramework.Running;

namespace IntegrationFramework.Telemetry;

/// <summary>Which windows of backfills are done, so that one that was ended goes on where it was.</summary>
/// <param name="store">The telemetry database.</param>
public sealed class Backfills(TelemetryStore store)
{
    /// <summary>The windows of a backfill that aren't done yet, the oldest first.</summary>
    /// <param name="integration">The integration's name.</param>
    /// <param name="windows">All of its windows.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TelemetryException">The database can't be read.</exception>
    public async Task<IReadOnlyList<BackfillWindow>> PendingAsync(
        string integration, IReadOnlyList<BackfillWindow> windows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var done = await store.ReadAsync(async database =>
        {
            var done = new HashSet<(string Backfill, string From)>();
            foreach (var backfill in windows.Select(window => window.Backfill).Distinct(StringComparer.Ordinal))
            {
                await foreach (var from in database.QueryAsync(
                    $"SELECT window_from FROM backfills WHERE integration = {integration} AND backfill = {backfill}",
                    static row => row.GetString(0),
                    cancellationToken).ConfigureAwait(false))
                {
                    done.Add((backfill, from));
                }
            }

            return done;
        }).ConfigureAwait(false);
        return [.. windows.Where(window => !done.Contains((window.Backfill, UtcText.From(window.From)))).OrderBy(window => window.From)];
    }

    /// <summary>Lets a backfill begin anew; on the disk when it returns.</summary>
    /// <param name="integration">The integration's name.</param>
    /// <param name="backfill">What its windows are remembered under.</param>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    public async Task ForgetAsync(string integration, string backfill) => await store.Write(new ForgetBackfill(integration, backfill)).ConfigureAwait(false);
}
