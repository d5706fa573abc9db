namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>A job that inserts, updates, upserts or deletes the rows of a CSV.</summary>
internal sealed class IngestJob : BulkJob
{
    /// <summary>What a value is called that is to be emptied: an empty one is left alone.</summary>
    private const string Emptied = "#N/A";

    private static readonly string[] Operations = ["insert", "update", "upsert", "delete", "hardDelete"];

    private readonly RecordWriter _writer;
    private readonly SObjectType _type;
    private readonly string? _externalId;
    private readonly string _contentUrl;
    private readonly List<IReadOnlyList<string>> _succeeded = [];
    private readonly List<IReadOnlyList<string>> _failed = [];
    private IReadOnlyList<string> _header = [];
    private IReadOnlyList<IReadOnlyList<string>>? _rows;
    private int _done;

    public IngestJob(string id, SalesforceCall call, FakeSalesforce service)
        : base(id, call.Version, Text(call.Json(), "operation") ?? "", call.Json(), service.Time.GetUtcNow())
    {
        if (!Operations.Contains(Operation))
        {
            throw SalesforceException.BadRequest("API_ERROR", $"Unknown operation for an ingest job: '{Operation}'");
        }

        var name = Text(call.Json(), "object") ?? "";
        _type = RecordStore.TypeOf(name)
            ?? throw SalesforceException.BadRequest("INVALIDENTITY", $"Unable to find object: {name}");
        _externalId = Text(call.Json(), "externalIdFieldName");
        if (Operation == "upsert")
        {
            _externalId = _externalId is null
                ? throw SalesforceException.BadRequest("INVALIDJOB", "ExternalIdFieldName is required for upsert")
                : RecordWriter.ExternalId(_type, _externalId).Name;
        }

        _writer = new RecordWriter(service.Records);
        _contentUrl = $"{call.Root.TrimStart('/')}/jobs/ingest/{id}/batches";
        State = "Open";
    }

    protected override string ObjectName => _type.Name;

    protected override string JobType => "V2Ingest";

    private IReadOnlyList<IReadOnlyList<string>> Rows => _rows ?? [];

    /// <summary>Takes the CSV: once only.</summary>
    public void Upload(string csv)
    {
        if (State != "Open")
        {
            throw NotIn("Open");
        }

        if (_rows is not null)
        {
            throw SalesforceException.BadRequest("INVALIDJOBSTATE", "The data of this job was uploaded already: one upload a job");
        }

        var rows = Csv.Read(csv);
        _header = rows.FirstOrDefault() ?? [];
        _rows = [.. rows.Skip(1)];
    }

    public void Close()
    {
        if (State != "Open")
        {
            throw NotIn("Open");
        }

        State = "UploadComplete";
    }

    public override JsonObject ToJson()
    {
        var json = base.ToJson();
        if (_externalId is not null)
        {
            json["externalIdFieldName"] = _externalId;
        }

        if (State == "Open")
        {
            json["contentUrl"] = _contentUrl;
        }

        json["numberRecordsProcessed"] = _done;
        json["numberRecordsFailed"] = _failed.Count;
        json["apiActiveProcessingTime"] = 0;
        json["apexProcessingTime"] = 0;
        return json;
    }

    public SalesforceAnswer Succeeded() => Answer(["sf__Id", "sf__Created", .. _header], _succeeded);

    public SalesforceAnswer Failed() => Answer(["sf__Id", "sf__Error", .. _header], _failed);

    public SalesforceAnswer Unprocessed() => Answer(_header, Rows.Skip(_done));

    protected override void Advance(double share)
    {
        if (_header.FirstOrDefault(column => !IsKnown(column)) is { } unknown)
        {
            ErrorMessage = $"InvalidBatch : Field name not found : {unknown}";
            State = "Failed";
            return;
        }

        for (var until = (int)(Rows.Count * share); _done < until; _done++)
        {
            Process(Rows[_done]);
        }
    }

    private bool IsKnown(string column) => column.Split('.') switch
    {
        [var field] => _type.Field(field) is not null,
        [var relationship, _] => _type.Reference(relationship) is not null,
        _ => false,
    };

    private void Process(IReadOnlyList<string> row)
    {
        var id = "";
        try
        {
            if (row.Count != _header.Count)
            {
                throw SalesforceException.BadRequest(
                    "INVALID_CSV", $"Number of columns in the row ({row.Count}) doesn't match the header ({_header.Count})");
            }

            var fields = _header.Zip(row)
                .Where(cell => cell.Second.Length > 0)
                .ToDictionary(cell => cell.First, cell => cell.Second == Emptied ? null : cell.Second, StringComparer.OrdinalIgnoreCase);
            id = fields.GetValueOrDefault("Id") ?? "";
            _succeeded.Add([Apply(fields, out var created), created ? "true" : "false", .. row]);
        }
        catch (SalesforceException refused)
        {
            _failed.Add([id, $"{refused.ErrorCode}:{refused.Message}:{string.Join(' ', refused.Fields ?? [])}--", .. row]);
        }
    }

    private string Apply(Dictionary<string, string?> fields, out bool created)
    {
        created = false;
        if (Operation == "upsert")
        {
            fields.Remove(_externalId!, out var key);
            (var id, created) = _writer.Upsert(_type, _externalId!, key ?? "", fields);
            return id;
        }

        if (Operation == "insert")
        {
            created = true;
            return _writer.Create(_type, fields);
        }

        if (!fields.Remove("Id", out var target) || target is null)
        {
            throw SalesforceException.BadRequest("MISSING_ARGUMENT", $"Id not specified in an {Operation} call", "Id");
        }

        switch (Operation)
        {
            case "update":
                _writer.Update(_type, target, fields);
                break;
            case "delete":
                _writer.Delete(_type, target);
                break;
            default:
                _writer.HardDelete(_type, target);
                break;
        }

        return Ids.Normalize(target);
    }

    private SalesforceAnswer Answer(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) =>
        new(200) { Csv = Csv.Write(rows.Prepend(header)) };
}
