using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary><c>/jobs/query</c> and <c>/jobs/ingest</c>.</summary>
internal sealed class BulkResource(FakeSalesforce service)
{
    private readonly Dictionary<string, BulkJob> _jobs = [];

    public SalesforceAnswer Create(SalesforceCall call)
    {
        var id = Ids.Make("750", _jobs.Count + 1);
        BulkJob job = call.Segments[1] == "query" ? new QueryJob(id, call, service) : new IngestJob(id, call, service);
        _jobs.Add(id, job);
        return SalesforceAnswer.Ok(job.ToJson());
    }

    public SalesforceAnswer Poll<T>(string id)
        where T : BulkJob
    {
        var job = Find<T>(id);
        job.Poll(service.BulkPolls, () => service.JobFailures.TryDequeue(out var failure) ? failure : null);
        return SalesforceAnswer.Ok(job.ToJson());
    }

    public SalesforceAnswer All<T>()
        where T : BulkJob => SalesforceAnswer.Ok(new JsonObject
        {
            ["done"] = true,
            ["records"] = new JsonArray([.. _jobs.Values.OfType<T>().Select(job => job.ToJson())]),
            ["nextRecordsUrl"] = null,
        });

    /// <summary><c>{"state": "UploadComplete"}</c> or <c>{"state": "Aborted"}</c>.</summary>
    public SalesforceAnswer Change<T>(SalesforceCall call, string id)
        where T : BulkJob
    {
        var job = Find<T>(id);
        switch (call.Json()["state"]?.GetValue<string>(), job)
        {
            case ("UploadComplete", IngestJob ingest):
                ingest.Close();
                break;
            case ("Aborted", _):
                job.Abort();
                break;
            case var (state, _):
                throw SalesforceException.BadRequest("INVALIDJOBSTATE", $"A job can't be moved to the state '{state}'");
        }

        return SalesforceAnswer.Ok(job.ToJson());
    }

    public SalesforceAnswer Delete<T>(string id)
        where T : BulkJob
    {
        Find<T>(id);
        _jobs.Remove(id);
        return SalesforceAnswer.NoContent;
    }

    public SalesforceAnswer Upload(SalesforceCall call, string id)
    {
        if (call.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/csv", StringComparison.Ordinal) != true)
        {
            throw new SalesforceException(415, "UNSUPPORTED_MEDIA_TYPE", "The data of a job must be sent as text/csv");
        }

        Find<IngestJob>(id).Upload(call.Text);
        return new SalesforceAnswer(201);
    }

    public SalesforceAnswer QueryResults(SalesforceCall call, string id)
    {
        var most = call.Parameter("maxRecords") is { } text && int.TryParse(text, CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? asked
            : service.BulkPageSize;
        return Find<QueryJob>(id).Results(call.Parameter("locator"), most);
    }

    public SalesforceAnswer IngestResults(string id, string which) => which switch
    {
        "successfulResults" => Find<IngestJob>(id).Succeeded(),
        "failedResults" => Find<IngestJob>(id).Failed(),
        _ => Find<IngestJob>(id).Unprocessed(),
    };

    private T Find<T>(string id)
        where T : BulkJob => _jobs.GetValueOrDefault(Ids.Normalize(id)) as T ?? throw SalesforceException.NotFound();
}
