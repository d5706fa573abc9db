using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>A page of a result, or of a subquery's.</summary>
/// <param name="TotalSize">How many records the whole result has.</param>
/// <param name="Next">The path of the next page, where there is one.</param>
/// <param name="Records">The records of this page.</param>
internal sealed record QueryPage(long TotalSize, string? Next, JsonElement Records)
{
    /// <exception cref="SalesforceException">It has another form.</exception>
    public static QueryPage Of(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object
            || !json.TryGetProperty("records", out var records) || records.ValueKind is not JsonValueKind.Array
            || !json.TryGetProperty("totalSize", out var total) || !total.TryGetInt64(out var totalSize))
        {
            throw new SalesforceException("Salesforce answered a query with something else than a page of records. Check 'instance_url' and 'api_version'.");
        }

        var isDone = !json.TryGetProperty("done", out var done) || done.ValueKind is JsonValueKind.True;
        var next = json.TryGetProperty("nextRecordsUrl", out var url) ? url.GetString() : null;
        return isDone || next is not null
            ? new QueryPage(totalSize, isDone ? null : next, records)
            : throw new SalesforceException("Salesforce says that a result goes on, but not where.") { IsTransient = true };
    }
}
