namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>What the data API has at which path.</summary>
internal sealed class SalesforceApi(FakeSalesforce service)
{
    private readonly QueryResource _queries = service.Queries;

    public SalesforceAnswer Answer(SalesforceCall call) => (call.Method, call.Segments) switch
    {
        ("GET", []) => Resources(call),
        ("GET", ["limits"]) => Limits(),
        ("GET", ["query"]) => _queries.Run(call, withDeleted: false),
        ("GET", ["queryAll"]) => _queries.Run(call, withDeleted: true),
        ("GET", ["query" or "queryAll", var locator]) => _queries.More(call, locator),
        ("GET", ["sobjects"]) => SalesforceAnswer.Ok(DescribeJson.Global(call.Root)),
        ("GET", ["sobjects", var type, "describe"]) => SalesforceAnswer.Ok(DescribeJson.Describe(Type(type), call.Root)),
        _ => throw SalesforceException.NotFound(),
    };

    private static SObjectType Type(string name) => RecordStore.TypeOf(name) ?? throw SalesforceException.NotFound();

    private static SalesforceAnswer Resources(SalesforceCall call) => SalesforceAnswer.Ok(new JsonObject
    {
        ["composite"] = $"{call.Root}/composite",
        ["jobs"] = $"{call.Root}/jobs",
        ["limits"] = $"{call.Root}/limits",
        ["query"] = $"{call.Root}/query",
        ["queryAll"] = $"{call.Root}/queryAll",
        ["sobjects"] = $"{call.Root}/sobjects",
    });

    private SalesforceAnswer Limits() => SalesforceAnswer.Ok(new JsonObject
    {
        ["DailyApiRequests"] = new JsonObject { ["Max"] = service.ApiLimit, ["Remaining"] = service.ApiLimit - service.ApiUsed },
    });
}
