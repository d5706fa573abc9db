using IntegrationFramework.Sinks;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Telemetry;

/// <summary>What runs have to know of earlier ones. It is read beside the writer.</summary>
public sealed partial class TelemetryStore
{
    /// <summary>Opens a connection of its own to read something.</summary>
    /// <exception cref="TelemetryException">The database can't be read.</exception>
    internal async Task<T> ReadAsync<T>(Func<SqlDatabase, Task<T>> read)
    {
        try
        {
            await using var database = SqlDatabase.Open(Path, SqliteOpenMode.ReadOnly);
            return await read(database).ConfigureAwait(false);
        }
        catch (SqlQueryException error)
        {
            throw error.InnerException is SqliteException sqlite ? TelemetryFile.Failure(Path, sqlite) : new TelemetryException(error.Message, error);
        }
    }

    /// <summary>
    /// Why nobody can tell whether the run that is recorded as running has a process: its lock is another user's, and this one may not look at
    /// it. <see langword="null"/> where it can be told, or no run is recorded as running.
    /// </summary>
    /// <exception cref="TelemetryException">The database can't be read.</exception>
    internal Task<string?> FindDoubtAsync(string integration) => ReadAsync(async database =>
    {
        var name = await database.QueryAsync(
            $"SELECT batch_id, id FROM runs WHERE integration = {integration} AND status = 'running'",
            row => BatchLock.NameFor(LocksFolder, row.GetString(0), row.GetString(1))).FirstOrDefaultAsync().ConfigureAwait(false);
        return name is not null && BatchLock.Unreadable(LocksFolder, name) is { } file
            ? $"It can't be told whether {integration} is running: {IO.FileLock.UnreadableMessage(file)}"
            : null;
    });

    /// <summary>What an incremental integration has delivered so far.</summary>
    /// <exception cref="TelemetryException">The database can't be read.</exception>
    internal Task<DeliveryState> ReadDeliveryAsync(string integration, CancellationToken cancellationToken) => ReadAsync(async database =>
    {
        var cursor = await database.ScalarAsync<string?>(
            $"SELECT cursor FROM state WHERE integration = {integration} AND stream = {PageCommit.DefaultStream}", cancellationToken).ConfigureAwait(false);
        var receipts = await database.QueryAsync(
            $"SELECT sink, position, is_open FROM receipts WHERE integration = {integration}",
            static row => new DeliveryReceipt(row.GetString(0), row.GetString(1), row.GetInt64(2) != 0),
            cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new DeliveryState(cursor, receipts);
    });

    /// <summary>How many records the last runs of an integration delivered on average, that succeeded and read their whole source.</summary>
    /// <param name="integration">The integration's name.</param>
    /// <param name="runs">How many runs.</param>
    /// <param name="goesOn">Whether only those count that went on from a cursor.</param>
    /// <param name="allowsEmpty">Whether those don't count that fetched nothing.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns><see langword="null"/> where there is no such run.</returns>
    /// <exception cref="TelemetryException">The database can't be read.</exception>
    internal Task<double?> AverageDeliveredAsync(string integration, int runs, bool goesOn, bool allowsEmpty, CancellationToken cancellationToken) =>
        ReadAsync(database => database.ScalarAsync<double?>(
            $"""
            SELECT avg(records_delivered) FROM (
                SELECT records_delivered FROM runs
                WHERE integration = {integration} AND status IN ('succeeded', 'succeeded_with_dead_letters') AND is_partial = 0
                  AND (cursor_before IS NOT NULL OR NOT {goesOn}) AND (records_fetched > 0 OR NOT {allowsEmpty})
                ORDER BY id DESC LIMIT {runs})
            """, cancellationToken));
}
