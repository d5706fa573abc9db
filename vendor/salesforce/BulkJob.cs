using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>A job of Bulk API 2.0, as Salesforce describes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Open, UploadComplete, InProgress, JobComplete, Failed or Aborted.</param>
/// <param name="Error">Why it failed; empty where it didn't.</param>
/// <param name="Processed">How many records it has processed.</param>
internal sealed record BulkJob(string Id, string State, string Error, long Processed)
{
    public bool IsOver => IsComplete || State is "Failed" or "Aborted";

    public bool IsComplete => State is "JobComplete";

    /// <summary>Whether Salesforce has, or has had, all the data.</summary>
    public bool IsClosed => IsOver || State is "UploadComplete" or "InProgress";

    /// <exception cref="SalesforceException">It isn't a job.</exception>
    public static BulkJob Of(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object && SObjectDescription.Text(json, "id") is { Length: > 0 } id
            ? new BulkJob(
                id,
                SObjectDescription.Text(json, "state"),
                SObjectDescription.Text(json, "errorMessage"),
                json.TryGetProperty("numberRecordsProcessed", out var number) && number.TryGetInt64(out var processed) ? processed : 0)
            : throw new SalesforceException("Salesforce answered for a Bulk job with something else than a job. Check that 'api_version' is v41.0 or later.");
}
