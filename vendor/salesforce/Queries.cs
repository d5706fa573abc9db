using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Vendors.Salesforce;

/// <summary>Reads queries by whichever of the two APIs suits them.</summary>
internal sealed partial class Queries(SalesforceConnection connection, QueryPages pages, BulkQuery bulk)
{
    /// <summary>What Salesforce takes of an address, less what stands around the query. Bulk takes longer ones: its query is in the body.</summary>
    private const int LongestInAddress = 16_000;

    public IAsyncEnumerable<SalesforceRecord> ReadAsync(string query, bool includeDeleted, Action<long> counted, CancellationToken cancellationToken)
    {
        var canBulk = connection.Options.Bulk is not BulkUse.Never && SoqlShape.Of(query).IsForBulk;
        var isLong = Uri.EscapeDataString(query).Length > LongestInAddress;
        if (isLong && !canBulk)
        {
            throw new SalesforceException(
                $"The query is {query.Length:N0} characters long, more than Salesforce takes in an address. Split its lists into several queries"
                + (connection.Options.Bulk is BulkUse.Never ? ", or set 'bulk: auto'." : "."));
        }

        return canBulk && (isLong || connection.Options.Bulk is BulkUse.Always)
            ? bulk.ReadAsync(query, includeDeleted, counted, cancellationToken)
            : PagedAsync(query, includeDeleted, canBulk, counted, cancellationToken);
    }

    // The first page says how many there are, at the price of no request more than a small result needs anyway.
    private async IAsyncEnumerable<SalesforceRecord> PagedAsync(
        string query, bool includeDeleted, bool canBulk, Action<long> counted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await FirstAsync(query, includeDeleted, canBulk, cancellationToken).ConfigureAwait(false);
        var isLarge = canBulk && first?.Next is not null && first.TotalSize > connection.Options.BulkThreshold;
        if (isLarge)
        {
            LogBulk(connection.Logger, first!.TotalSize, connection.Options.BulkThreshold);
        }

        if (first is not null)
        {
            counted(first.TotalSize);
        }

        var records = first is null || isLarge
            ? bulk.ReadAsync(query, includeDeleted, counted, cancellationToken)
            : pages.FromAsync(first, cancellationToken);
        await foreach (var record in records.ConfigureAwait(false))
        {
            yield return record;
        }
    }

    // Bulk has hours for what a page has two minutes for.
    private async Task<QueryPage?> FirstAsync(string query, bool includeDeleted, bool canBulk, CancellationToken cancellationToken)
    {
        try
        {
            return await pages.FirstAsync(query, includeDeleted, cancellationToken).ConfigureAwait(false);
        }
        catch (SalesforceException error) when (canBulk && error.ErrorCode == ErrorCodes.QueryTimeout)
        {
            LogSlow(connection.Logger);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Salesforce: the query finds {Records} records, more than bulk_threshold ({Threshold}): they are read in bulk.")]
    private static partial void LogBulk(ILogger logger, long records, int threshold);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Salesforce: the query takes too long, also for small pages: it is read in bulk.")]
    private static partial void LogSlow(ILogger logger);
}
