using System.Globalization;
using System.Text;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>A query whose results are fetched as CSV, part by part.</summary>
internal sealed class QueryJob : BulkJob
{
    private readonly RecordStore _store;
    private readonly SoqlQuery _query;
    private readonly List<FieldPath> _columns;
    private SoqlResult? _result;

    public QueryJob(string id, SalesforceCall call, FakeSalesforce service)
        : base(id, call.Version, Text(call.Json(), "operation") ?? "", call.Json(), service.Time.GetUtcNow())
    {
        if (Operation is not ("query" or "queryAll"))
        {
            throw SalesforceException.BadRequest("API_ERROR", $"Unknown operation for a query job: '{Operation}'");
        }

        _store = service.Records;
        var text = Text(call.Json(), "query") ?? throw SalesforceException.BadRequest("API_ERROR", "Missing required parameter: query");

        // What is wrong with the query is said at once; its records are those of when the job is done.
        var found = new SoqlRunner(_store).Run(SoqlParser.Parse(text, service.Time.GetUtcNow()), withDeleted: false);
        _query = found.Query;
        if (_query.IsAggregate || _query.Offset > 0 || _query.Select.Any(selection => selection is Subquery))
        {
            throw SalesforceException.BadRequest("API_ERROR", "Aggregate functions, OFFSET and nested queries are not supported in Bulk Query");
        }

        _columns = [.. _query.Select.OfType<FieldSelection>().Select(selection => FieldPath.Find(found.Type, selection.Name, text))];
        if (_columns.Any(column => column.Field.Type == "address"))
        {
            throw SalesforceException.BadRequest("FUNCTIONALITY_NOT_ENABLED", "Selecting compound data not supported in Bulk Query");
        }

        ObjectName = found.Type.Name;
    }

    protected override string ObjectName { get; }

    protected override string JobType => "V2Query";

    public override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["numberRecordsProcessed"] = _result?.Records.Count ?? 0;
        json["isPkChunkingSupported"] = true;
        return json;
    }

    /// <summary>The results from a locator on, with the locator of what follows.</summary>
    public SalesforceAnswer Results(string? locator, int most)
    {
        if (State != "JobComplete" || _result is null)
        {
            throw NotIn("JobComplete");
        }

        var position = Position(locator, _result.Records.Count);
        var part = _result.Records.Skip(position).Take(most).ToList();
        var next = position + part.Count;
        var rows = part.Select(IReadOnlyList<string> (record) =>
            [.. _columns.Select(column => FieldValues.ToCsv(column.Value(record, _store), column.Field.Type))]);
        return new SalesforceAnswer(200)
        {
            Csv = Csv.Write(rows.Prepend([.. _columns.Select(Header)])),
            Headers = new Dictionary<string, string>
            {
                ["Sforce-NumberOfRecords"] = part.Count.ToString(CultureInfo.InvariantCulture),
                ["Sforce-Locator"] = next < _result.Records.Count ? Locator(next) : "null",
            },
        };
    }

    protected override void Advance(double share)
    {
        if (share >= 1)
        {
            _result = new SoqlRunner(_store).Run(_query, withDeleted: Operation == "queryAll");
        }
    }

    private static string Header(FieldPath column) =>
        string.Join('.', [.. column.References.Select(reference => reference.RelationshipName), column.Field.Name]);

    private static string Locator(int position) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(position.ToString("D6", CultureInfo.InvariantCulture))).TrimEnd('=');

    private static int Position(string? locator, int count)
    {
        if (locator is null)
        {
            return 0;
        }

        var bytes = new byte[locator.Length];
        var padded = locator.PadRight((locator.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var length)
            && int.TryParse(bytes.AsSpan(0, length), CultureInfo.InvariantCulture, out var position)
            && position > 0 && position < count
                ? position
                : throw SalesforceException.BadRequest("INVALIDLOCATOR", $"Invalid locator: {locator}");
    }
}
