using IntegrationFramework;
using IntegrationFramework.Http;

namespace Vendors.Salesforce;

/// <summary>Reads and writes the records of a Salesforce org. Signs in by itself, and again when the session expires.</summary>
/// <remarks>
/// Whatever Salesforce refuses is a <see cref="SalesforceException"/>, or of single records of many a <see cref="WriteError"/>. One client may be used by
/// many tasks at once.
/// </remarks>
[Provided]
public sealed class SalesforceClient
{
    private readonly SalesforceConnection _connection;
    private readonly SObjects _objects;
    private readonly Collections _collections;
    private readonly Queries _queries;
    private readonly BulkQuery _bulkQuery;
    private readonly BulkIngest _bulkIngest;

    /// <summary>Makes a client for one run. Nothing is sent yet.</summary>
    /// <exception cref="SalesforceSessionException">The settings hold nothing to sign in with, or not all of it.</exception>
    public SalesforceClient(SalesforceOptions options, HttpClient http, HttpServices services)
    {
        _connection = new SalesforceConnection(options, http, services);
        var locks = new LockedRows(_connection);
        var jobs = new BulkJobs(_connection);
        _objects = new SObjects(_connection, locks);
        _collections = new Collections(_connection, locks);
        _bulkQuery = new BulkQuery(_connection, jobs);
        _bulkIngest = new BulkIngest(_connection, jobs, locks);
        _queries = new Queries(_connection, new QueryPages(_connection, _objects), _bulkQuery);
    }

    /// <summary>How many of the org's API requests are used, as of the last response.</summary>
    /// <value><see langword="null"/> before the first response.</value>
    public ApiUsage? Usage => _connection.Usage;

    /// <summary>Reads the records that a query finds, in bulk where there are many (<see cref="SalesforceOptions.Bulk"/>).</summary>
    public SalesforceResults QueryAsync(SoqlQuery query, CancellationToken cancellationToken = default) => Results(query, false, cancellationToken);

    /// <summary>Reads the records that a query finds, those in the recycle bin and archived ones too.</summary>
    public SalesforceResults QueryAllAsync(SoqlQuery query, CancellationToken cancellationToken = default) => Results(query, true, cancellationToken);

    /// <summary>Reads the records that a query finds by Bulk API 2.0, however few they are.</summary>
    public SalesforceResults QueryInBulkAsync(SoqlQuery query, bool includeDeleted = false, CancellationToken cancellationToken = default)
    {
        var text = query.Text;
        return new SalesforceResults((counted, token) => _bulkQuery.ReadAsync(text, includeDeleted, counted, token), cancellationToken);
    }

    /// <summary>How many records <c>SELECT count() FROM …</c> finds.</summary>
    public async Task<long> CountAsync(SoqlQuery query, CancellationToken cancellationToken = default)
    {
        var request = SalesforceRequest.Get($"query?q={Uri.EscapeDataString(query.Text)}", "a count");
        return QueryPage.Of(await _connection.NeededJsonAsync(request, cancellationToken).ConfigureAwait(false)).TotalSize;
    }

    /// <summary>Describes an object with its fields; asks once for each.</summary>
    public Task<SObjectDescription> DescribeAsync(string type, CancellationToken cancellationToken = default) =>
        _objects.DescribeAsync(type, cancellationToken);

    /// <summary>The versions of the API that the org has, the oldest first: <c>v62.0</c>.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellationToken = default)
    {
        return await _connection.ReadAsync<IReadOnlyList<string>>(
            SalesforceRequest.Get("/services/data/", "the versions"),
            json => [.. json.EnumerateArray().Select(version => $"v{SObjectDescription.Text(version, "version")}")],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a record. Isn't repeated when the answer is lost; upsert by an external id is.</summary>
    /// <returns>Its id.</returns>
    public Task<string> CreateAsync(SalesforceObject record, CancellationToken cancellationToken = default) => _objects.CreateAsync(record, cancellationToken);

    /// <summary>Changes the fields that are set of the record with this id.</summary>
    public Task UpdateAsync(SalesforceObject record, CancellationToken cancellationToken = default) => _objects.UpdateAsync(record, cancellationToken);

    /// <summary>Changes the record that has the same external id, or creates it.</summary>
    /// <param name="record">The record, with its external id among its fields.</param>
    /// <param name="externalId">The field's name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<WriteResult> UpsertAsync(SalesforceObject record, string externalId, CancellationToken cancellationToken = default) =>
        _objects.UpsertAsync(record, externalId, cancellationToken);

    /// <summary>Deletes a record. One that is deleted already is as it should be.</summary>
    public Task DeleteAsync(string type, string id, CancellationToken cancellationToken = default) => _objects.DeleteAsync(type, id, cancellationToken);

    /// <summary>Creates records, 200 at a time.</summary>
    /// <param name="records">The records.</param>
    /// <param name="allOrNone">Whether one that fails takes the other ones of its 200 with it.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What became of each, in order. Nothing is sent until they are read.</returns>
    public IAsyncEnumerable<WriteResult> CreateAsync(
        IAsyncEnumerable<SalesforceObject> records, bool allOrNone = false, CancellationToken cancellationToken = default) =>
        _collections.CreateAsync(records, allOrNone, cancellationToken);

    /// <summary>Changes records, 200 at a time.</summary>
    /// <inheritdoc cref="CreateAsync(IAsyncEnumerable{SalesforceObject}, bool, CancellationToken)"/>
    public IAsyncEnumerable<WriteResult> UpdateAsync(
        IAsyncEnumerable<SalesforceObject> records, bool allOrNone = false, CancellationToken cancellationToken = default) =>
        _collections.UpdateAsync(records, allOrNone, cancellationToken);

    /// <summary>Changes or creates records of one kind by an external id, 200 at a time.</summary>
    /// <param name="records">The records.</param>
    /// <param name="externalId">The field's name.</param>
    /// <param name="allOrNone">Whether one that fails takes the other ones of its 200 with it.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What became of each, in order. Nothing is sent until they are read.</returns>
    public IAsyncEnumerable<WriteResult> UpsertAsync(
        IAsyncEnumerable<SalesforceObject> records, string externalId, bool allOrNone = false, CancellationToken cancellationToken = default) =>
        _collections.UpsertAsync(records, externalId, allOrNone, cancellationToken);

    /// <summary>Deletes records, 200 at a time.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="allOrNone">Whether one that fails takes the other ones of its 200 with it.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What became of each, in order. Nothing is sent until they are read.</returns>
    public IAsyncEnumerable<WriteResult> DeleteAsync(IAsyncEnumerable<string> ids, bool allOrNone = false, CancellationToken cancellationToken = default) =>
        _collections.DeleteAsync(ids, allOrNone, cancellationToken);

    /// <summary>Sends several requests as one.</summary>
    /// <returns>The answers, in order.</returns>
    public async Task<IReadOnlyList<CompositeResult>> SendAsync(CompositeRequest composite, CancellationToken cancellationToken = default)
    {
        var request = new SalesforceRequest(HttpMethod.Post, "composite", $"a composite of {composite.Count} requests")
        {
            Json = composite.ToJson(_connection.Options.ApiVersion),
        };
        return await _connection.ReadAsync<IReadOnlyList<CompositeResult>>(
            request, json => [.. json.GetProperty("compositeResponse").EnumerateArray().Select(CompositeResult.Of)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes records of one kind by Bulk API 2.0, in jobs of up to 100 MB.</summary>
    /// <param name="operation">What to do with them.</param>
    /// <param name="records">The records, each with the same fields.</param>
    /// <param name="externalId">The field to upsert by; only for <see cref="BulkOperation.Upsert"/>, which needs it.</param>
    /// <param name="cancellationToken">Ends the writing, and aborts the job that runs.</param>
    /// <returns>What became of each row, those that failed included. Nothing is sent until they are read.</returns>
    public IAsyncEnumerable<BulkRowResult> IngestAsync(
        BulkOperation operation, IAsyncEnumerable<SalesforceObject> records, string? externalId = null, CancellationToken cancellationToken = default) =>
        _bulkIngest.WriteAsync(operation, records, externalId, cancellationToken);

    private SalesforceResults Results(SoqlQuery query, bool includeDeleted, CancellationToken cancellationToken)
    {
        var text = query.Text;
        return new SalesforceResults((counted, token) => _queries.ReadAsync(text, includeDeleted, counted, token), cancellationToken);
    }
}
