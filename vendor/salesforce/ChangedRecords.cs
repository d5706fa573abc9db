using IntegrationFramework;

namespace Vendors.Salesforce;

/// <summary>Reads what has changed in an object since the last run, for incremental integrations.</summary>
public static class ChangedRecords
{
    /// <summary>The records of an object that were changed or deleted since the cursor, in the order of SystemModstamp; all where there is none.</summary>
    /// <typeparam name="T">What a record is read as.</typeparam>
    /// <param name="salesforce">The org.</param>
    /// <param name="type">The object's name.</param>
    /// <param name="fields">The fields that <paramref name="read"/> needs, SystemModstamp among them.</param>
    /// <param name="cursor">The SystemModstamp to go on from.</param>
    /// <param name="lookBack">
    /// How far before the cursor to begin. Salesforce stamps a change when it is made and shows it when its transaction ends, so that one may
    /// turn up behind the cursor.
    /// </param>
    /// <param name="read">Reads a record.</param>
    /// <param name="changedAt">The SystemModstamp of what was read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">The cursor is no moment.</exception>
    /// <exception cref="SalesforceException">Salesforce said no.</exception>
    public static IAsyncEnumerable<SourcePage<T>> ChangesAsync<T>(
        this SalesforceClient salesforce,
        string type,
        SoqlName fields,
        string? cursor,
        TimeSpan lookBack,
        Func<SalesforceRecord, T> read,
        Func<T, DateTimeOffset> changedAt,
        CancellationToken cancellationToken = default)
        where T : class =>
        Pages.ByLargestAsync(
            salesforce.QueryAllAsync(Query(Soql.Field(type), fields, cursor, lookBack), cancellationToken).Select(read), changedAt, cancellationToken: cancellationToken);

    private static SoqlQuery Query(SoqlName type, SoqlName fields, string? cursor, TimeSpan lookBack)
    {
        if (cursor is null)
        {
            return $"SELECT {fields} FROM {type} ORDER BY SystemModstamp, Id";
        }

        var since = CursorText.Time(cursor) - lookBack;
        return $"SELECT {fields} FROM {type} WHERE SystemModstamp > {since} ORDER BY SystemModstamp, Id";
    }
}
