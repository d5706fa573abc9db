using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary><c>/sobjects/Contact</c>: one record at a time, by id or external id, and which were changed or deleted.</summary>
internal sealed class RowResource(FakeSalesforce service)
{
    private readonly RecordWriter _writer = new(service.Records);

    public SalesforceAnswer Create(SalesforceCall call, SObjectType type)
    {
        var id = _writer.Create(type, RecordJson.Read(call.Json()));
        return new SalesforceAnswer(201, RecordJson.Success(id))
        {
            Headers = new Dictionary<string, string> { ["Location"] = $"{call.Root}/sobjects/{type.Name}/{id}" },
        };
    }

    public SalesforceAnswer Get(SalesforceCall call, SObjectType type, string id) =>
        SalesforceAnswer.Ok(RecordJson.Write(Existing(() => _writer.Find(type, id)), call.Root, call.Parameter("fields")));

    public SalesforceAnswer Update(SalesforceCall call, SObjectType type, string id)
    {
        Existing(() => _writer.Find(type, id));
        _writer.Update(type, id, RecordJson.Read(call.Json()));
        return SalesforceAnswer.NoContent;
    }

    public SalesforceAnswer Delete(SObjectType type, string id)
    {
        Existing(() => _writer.Find(type, id));
        _writer.Delete(type, id);
        return SalesforceAnswer.NoContent;
    }

    public SalesforceAnswer GetBy(SalesforceCall call, SObjectType type, string externalId, string value) =>
        SalesforceAnswer.Ok(RecordJson.Write(FindBy(type, externalId, value), call.Root, call.Parameter("fields")));

    public SalesforceAnswer Upsert(SalesforceCall call, SObjectType type, string externalId, string value)
    {
        var fields = RecordJson.Read(call.Json());
        if (fields.ContainsKey(externalId))
        {
            throw SalesforceException.BadRequest(
                "INVALID_FIELD", $"The {externalId} field should not be specified in the sobject data.", externalId);
        }

        var (id, created) = _writer.Upsert(type, externalId, value, fields);
        return new SalesforceAnswer(created ? 201 : 200, RecordJson.Success(id, created));
    }

    public SalesforceAnswer DeleteBy(SObjectType type, string externalId, string value) =>
        Delete(type, FindBy(type, externalId, value).Id);

    /// <summary>The records that were changed in a span of time, and are still there.</summary>
    public SalesforceAnswer Updated(SalesforceCall call, SObjectType type)
    {
        var ids = Changed(call, type, deleted: false).Select(record => (JsonNode)record.Id);
        return SalesforceAnswer.Ok(new JsonObject { ["ids"] = new JsonArray([.. ids]), ["latestDateCovered"] = call.Parameter("end") });
    }

    /// <summary>The records that were deleted in a span of time.</summary>
    public SalesforceAnswer Deleted(SalesforceCall call, SObjectType type)
    {
        var records = Changed(call, type, deleted: true).Select(record => new JsonObject
        {
            ["deletedDate"] = FieldValues.ToJson(record["SystemModstamp"], "datetime"),
            ["id"] = record.Id,
        });
        return SalesforceAnswer.Ok(new JsonObject
        {
            ["deletedRecords"] = new JsonArray([.. records]),
            ["earliestDateAvailable"] = FieldValues.ToJson(service.Time.GetUtcNow().AddDays(-15), "datetime"),
            ["latestDateCovered"] = call.Parameter("end"),
        });
    }

    private IEnumerable<SObjectRecord> Changed(SalesforceCall call, SObjectType type, bool deleted)
    {
        var (start, end) = (Time(call, "start"), Time(call, "end"));
        return service.Records.All(type.Name).Where(
            record => record.IsDeleted == deleted && record.SystemModstamp >= start && record.SystemModstamp < end);
    }

    private static DateTimeOffset Time(SalesforceCall call, string name) =>
        DateTimeOffset.TryParse(call.Parameter(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw SalesforceException.BadRequest("INVALID_REPLICATION_DATE", $"{name} is not a date: {call.Parameter(name)}");

    private SObjectRecord FindBy(SObjectType type, string externalId, string value) =>
        _writer.FindBy(type, RecordWriter.ExternalId(type, externalId), value) ?? throw SalesforceException.NotFound();

    /// <summary>A record of one's own path that isn't there is a resource that isn't there.</summary>
    private static SObjectRecord Existing(Func<SObjectRecord> find)
    {
        try
        {
            return find();
        }
        catch (SalesforceException missing) when (missing.ErrorCode is "INVALID_CROSS_REFERENCE_KEY" or "MALFORMED_ID")
        {
            throw SalesforceException.NotFound(
                missing.ErrorCode == "MALFORMED_ID"
                    ? "Provided external ID field does not exist or is not accessible: Id"
                    : "The requested resource does not exist");
        }
    }
}
