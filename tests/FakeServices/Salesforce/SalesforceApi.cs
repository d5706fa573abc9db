namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>What the data API has at which path.</summary>
internal sealed class SalesforceApi
{
    private readonly FakeSalesforce _service;
    private readonly RowResource _rows;
    private readonly CollectionResource _collections;
    private readonly CompositeResource _composite;
    private readonly BulkResource _bulk;

    public SalesforceApi(FakeSalesforce service)
    {
        _service = service;
        _rows = new RowResource(service);
        _collections = new CollectionResource(service);
        _composite = new CompositeResource(service, Answer);
        _bulk = new BulkResource(service);
    }

    public SalesforceAnswer Answer(SalesforceCall call) => call.Segments switch
    {
        [] => Resources(call),
        ["limits"] => Limits(),
        ["query" or "queryAll", ..] => Query(call),
        ["sobjects", ..] => Objects(call),
        ["composite", ..] => Composite(call),
        ["jobs", "query", ..] => QueryJobs(call),
        ["jobs", "ingest", ..] => IngestJobs(call),
        _ => throw SalesforceException.NotFound(),
    };

    private SalesforceAnswer Query(SalesforceCall call) => (call.Method, call.Segments) switch
    {
        ("GET", ["query"]) => _service.Queries.Run(call, withDeleted: false),
        ("GET", ["queryAll"]) => _service.Queries.Run(call, withDeleted: true),
        ("GET", [_, var locator]) => _service.Queries.More(call, locator),
        _ => throw NotAllowed(call),
    };

    private SalesforceAnswer Objects(SalesforceCall call) => (call.Method, call.Segments) switch
    {
        ("GET", [_]) => SalesforceAnswer.Ok(DescribeJson.Global(call.Root)),
        ("GET", [_, var type]) => Summary(call, Type(type)),
        ("POST", [_, var type]) => _rows.Create(call, Type(type)),
        ("GET", [_, var type, "describe"]) => SalesforceAnswer.Ok(DescribeJson.Describe(Type(type), call.Root)),
        ("GET", [_, var type, "updated"]) => _rows.Updated(call, Type(type)),
        ("GET", [_, var type, "deleted"]) => _rows.Deleted(call, Type(type)),
        ("GET", [_, var type, var id]) => _rows.Get(call, Type(type), id),
        ("PATCH", [_, var type, var id]) => _rows.Update(call, Type(type), id),
        ("DELETE", [_, var type, var id]) => _rows.Delete(Type(type), id),
        ("GET", [_, var type, var field, var value]) => _rows.GetBy(call, Type(type), field, value),
        ("PATCH", [_, var type, var field, var value]) => _rows.Upsert(call, Type(type), field, value),
        ("DELETE", [_, var type, var field, var value]) => _rows.DeleteBy(Type(type), field, value),
        _ => throw NotAllowed(call),
    };

    private SalesforceAnswer Composite(SalesforceCall call) => (call.Method, call.Segments) switch
    {
        ("POST", [_]) => _composite.Run(call),
        ("POST", [_, "sobjects"]) => _collections.Create(call),
        ("PATCH", [_, "sobjects"]) => _collections.Update(call),
        ("DELETE", [_, "sobjects"]) => _collections.Delete(call),
        ("GET" or "POST", [_, "sobjects", var type]) => _collections.Retrieve(call, Type(type)),
        ("PATCH", [_, "sobjects", var type, var field]) => _collections.Upsert(call, Type(type), field),
        _ => throw NotAllowed(call),
    };

    private SalesforceAnswer QueryJobs(SalesforceCall call) => (call.Method, call.Segments) switch
    {
        ("POST", [_, _]) => _bulk.Create(call),
        ("GET", [_, _]) => _bulk.All<QueryJob>(),
        ("GET", [_, _, var id]) => _bulk.Poll<QueryJob>(id),
        ("PATCH", [_, _, var id]) => _bulk.Change<QueryJob>(call, id),
        ("DELETE", [_, _, var id]) => _bulk.Delete<QueryJob>(id),
        ("GET", [_, _, var id, "results"]) => _bulk.QueryResults(call, id),
        _ => throw NotAllowed(call),
    };

    private SalesforceAnswer IngestJobs(SalesforceCall call) => (call.Method, call.Segments) switch
    {
        ("POST", [_, _]) => _bulk.Create(call),
        ("GET", [_, _]) => _bulk.All<IngestJob>(),
        ("GET", [_, _, var id]) => _bulk.Poll<IngestJob>(id),
        ("PATCH", [_, _, var id]) => _bulk.Change<IngestJob>(call, id),
        ("DELETE", [_, _, var id]) => _bulk.Delete<IngestJob>(id),
        ("PUT", [_, _, var id, "batches"]) => _bulk.Upload(call, id),
        ("GET", [_, _, var id, "successfulResults" or "failedResults" or "unprocessedrecords"]) => _bulk.IngestResults(id, call.Segments[3]),
        _ => throw NotAllowed(call),
    };

    private static SObjectType Type(string name) => RecordStore.TypeOf(name) ?? throw SalesforceException.NotFound();

    private static SalesforceException NotAllowed(SalesforceCall call) =>
        new(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{call.Method}' not allowed at /{string.Join('/', call.Segments)}");

    private static SalesforceAnswer Resources(SalesforceCall call) => SalesforceAnswer.Ok(new JsonObject
    {
        ["composite"] = $"{call.Root}/composite",
        ["jobs"] = $"{call.Root}/jobs",
        ["limits"] = $"{call.Root}/limits",
        ["query"] = $"{call.Root}/query",
        ["queryAll"] = $"{call.Root}/queryAll",
        ["sobjects"] = $"{call.Root}/sobjects",
    });

    private static SalesforceAnswer Summary(SalesforceCall call, SObjectType type) => SalesforceAnswer.Ok(new JsonObject
    {
        ["objectDescribe"] = DescribeJson.Summary(type, call.Root),
        ["recentItems"] = new JsonArray(),
    });

    private SalesforceAnswer Limits() => SalesforceAnswer.Ok(new JsonObject
    {
        ["DailyApiRequests"] = new JsonObject
        {
            ["Max"] = _service.ApiLimit,
            ["Remaining"] = Math.Max(0, _service.ApiLimit - _service.ApiUsed),
        },
    });
}
