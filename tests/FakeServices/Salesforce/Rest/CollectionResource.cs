namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary><c>/composite/sobjects</c>: up to 200 records in a call, each with a result of its own, all or none if the client wants.</summary>
internal sealed class CollectionResource(FakeSalesforce service)
{
    private const int MostRecords = 200;
    private const int MostRetrieved = 2000;

    private readonly RecordWriter _writer = new(service.Records);

    public SalesforceAnswer Create(SalesforceCall call) => Write(
        call, record => RecordJson.Success(_writer.Create(TypeOf(record), RecordJson.Read(record))));

    public SalesforceAnswer Update(SalesforceCall call) => Write(call, record =>
    {
        var fields = RecordJson.Read(record);
        if (!fields.Remove("id", out var id) || id is null)
        {
            throw SalesforceException.BadRequest("MISSING_ARGUMENT", "Id not specified in an update call", "Id");
        }

        _writer.Update(TypeOf(record), id, fields);
        return RecordJson.Success(Ids.Normalize(id));
    });

    public SalesforceAnswer Upsert(SalesforceCall call, SObjectType type, string externalId)
    {
        RecordWriter.ExternalId(type, externalId);
        return Write(call, record =>
        {
            var fields = RecordJson.Read(record);
            fields.Remove(externalId, out var value);
            var (id, created) = _writer.Upsert(type, externalId, value ?? "", fields);
            return RecordJson.Success(id, created);
        });
    }

    public SalesforceAnswer Delete(SalesforceCall call)
    {
        var ids = (call.Parameter("ids") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        CheckCount(ids.Length, MostRecords);
        return Each(ids, call.Parameter("allOrNone") == "true", id =>
        {
            var type = StandardObjects.All.FirstOrDefault(type => id.StartsWith(type.KeyPrefix, StringComparison.Ordinal))
                ?? throw SalesforceException.BadRequest("MALFORMED_ID", $"malformed id {id}");
            _writer.Delete(type, id);
            return RecordJson.Success(Ids.Normalize(id));
        });
    }

    /// <summary>Some fields of some records, in the order in which they were asked for; null for those that there aren't.</summary>
    public SalesforceAnswer Retrieve(SalesforceCall call, SObjectType type)
    {
        var body = call.Method == "POST" ? call.Json() : null;
        var ids = body is null ? (call.Parameter("ids") ?? "").Split(',', StringSplitOptions.TrimEntries) : Texts(body, "ids");
        var fields = body is null ? call.Parameter("fields") : string.Join(',', Texts(body, "fields"));
        CheckCount(ids.Length, MostRetrieved);
        return SalesforceAnswer.Ok(new JsonArray(
        [
            .. ids.Select(id => service.Records.TryGet(id, out var record) && record.Type == type && !record.IsDeleted
                ? RecordJson.Write(record, call.Root, fields)
                : null),
        ]));
    }

    private SalesforceAnswer Write(SalesforceCall call, Func<JsonObject, JsonObject> write)
    {
        var body = call.Json();
        var records = body["records"] as JsonArray
            ?? throw SalesforceException.BadRequest("REQUIRED_FIELD_MISSING", "The records parameter is required.", "records");
        CheckCount(records.Count, MostRecords);
        return Each([.. records.OfType<JsonObject>()], body["allOrNone"]?.GetValue<bool>() ?? false, write);
    }

    private SalesforceAnswer Each<T>(IReadOnlyList<T> items, bool allOrNone, Func<T, JsonObject> write)
    {
        var results = new List<JsonObject>();
        service.Records.InTransaction(() =>
        {
            results.AddRange(items.Select(item => Try(item, write)));
            return !allOrNone || results.All(Succeeded);
        });
        if (allOrNone && !results.All(Succeeded))
        {
            var rolledBack = new SalesforceException(
                400,
                "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                "Record rolled back because not all records were valid and the request was using AllOrNone header");
            results = [.. results.Select(result => Succeeded(result) ? RecordJson.Failure(rolledBack) : result)];
        }

        return SalesforceAnswer.Ok(new JsonArray([.. results]));
    }

    private static JsonObject Try<T>(T item, Func<T, JsonObject> write)
    {
        try
        {
            return write(item);
        }
        catch (SalesforceException refused)
        {
            return RecordJson.Failure(refused);
        }
    }

    private static bool Succeeded(JsonObject result) => result["success"]!.GetValue<bool>();

    private static SObjectType TypeOf(JsonObject record)
    {
        var name = record["attributes"]?["type"]?.GetValue<string>()
            ?? throw SalesforceException.BadRequest("INVALID_TYPE", "sObject type is not specified: attributes.type is required");
        return RecordStore.TypeOf(name)
            ?? throw new SalesforceException(404, "INVALID_TYPE", $"sObject type '{name}' is not supported.");
    }

    private static void CheckCount(int count, int most)
    {
        if (count > most)
        {
            throw SalesforceException.BadRequest(
                "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {most} records in this call");
        }
    }

    private static string[] Texts(JsonObject body, string name) =>
        body[name] is JsonArray array ? [.. array.Select(node => node!.GetValue<string>())] : [];
}
