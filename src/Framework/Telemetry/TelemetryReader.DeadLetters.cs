namespace IntegrationFramework.Telemetry;

/// <summary>Counts of dead letters.</summary>
public sealed partial class TelemetryReader
{
    /// <summary>How many dead letters of a selection could be dropped: the open and the void ones.</summary>
    public async Task<long> CountDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return await Database.ScalarAsync<long>(
            new SqlQuery($"SELECT count(*) FROM dead_letters WHERE status IN ('open', 'void') AND {DeadLetterSelection.Where}", [.. selection.Parameters]),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many dead letters of a selection wait to be replayed, by integration, in the order of the names.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountOpenDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var query = new SqlQuery(
            $"SELECT integration, count(*) FROM dead_letters WHERE status = 'open' AND {DeadLetterSelection.Where} GROUP BY integration", [.. selection.Parameters]);
        await foreach (var (name, count) in Database.QueryAsync(query, static row => (row.GetString(0), row.GetInt64(1)), cancellationToken).ConfigureAwait(false))
        {
            counts.Add(name, count);
        }

        return counts;
    }
}
