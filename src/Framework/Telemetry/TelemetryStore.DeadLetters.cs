using System.Data.Common;

namespace IntegrationFramework.Telemetry;

/// <summary>What is done with dead letters after their run.</summary>
public sealed partial class TelemetryStore
{
    /// <summary>Gives dead letters up: those of a selection that are open or void.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="time">When.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="TelemetryException">The database can't be written.</exception>
    public ValueTask<long> DropDeadLettersAsync(DeadLetterSelection selection, DateTimeOffset time) => Write(new DropDeadLetters(selection, time));

    /// <summary>The largest number of a dead letter.</summary>
    /// <exception cref="TelemetryException">The database can't be read.</exception>
    internal Task<long> LastDeadLetterAsync(CancellationToken cancellationToken) =>
        ReadAsync(database => database.ScalarAsync<long>("SELECT coalesce(max(id), 0) FROM dead_letters", cancellationToken));

    /// <summary>The next open dead letters of a selection, in the order of their numbers.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="after">They come behind this one.</param>
    /// <param name="upTo">And not behind this one.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TelemetryException">The database can't be read.</exception>
    internal Task<List<OpenDeadLetter>> ReadDeadLettersAsync(
        DeadLetterSelection selection, long after, long upTo, int count, CancellationToken cancellationToken)
    {
        var query = new SqlQuery(
            $"""
            SELECT id, run_id, phase, payload, payload_kind, is_redacted, attempt, taken_by, error_type FROM dead_letters
            WHERE status = 'open' AND id > @after AND id <= @upTo AND {DeadLetterSelection.Where} ORDER BY id LIMIT @count
            """,
            [.. selection.Parameters, ("@after", after), ("@upTo", upTo), ("@count", count)]);
        return ReadAsync(database => database.QueryAsync(
            query,
            static row => new OpenDeadLetter(
                row.GetInt64(0), row.GetString(1), row.GetString(2), Text(row, 3), PayloadKinds.Parse(Text(row, 4), row.GetString(2)),
                row.GetInt64(5) != 0, row.GetInt32(6), Text(row, 7), Text(row, 8)),
            cancellationToken).ToListAsync(cancellationToken).AsTask());

        static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
