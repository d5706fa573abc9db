using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary><c>/query</c> and <c>/queryAll</c>, with their further pages.</summary>
internal sealed class QueryResource(FakeSalesforce service)
{
    private const int LargestPage = 2000;

    private readonly Dictionary<string, (SoqlResult Result, int PageSize)> _cursors = [];
    private int _queries;

    public SalesforceAnswer Run(SalesforceCall call, bool withDeleted)
    {
        var text = call.Parameter("q") ?? throw SalesforceException.BadRequest("MALFORMED_QUERY", "Missing required parameter: q");
        var result = new SoqlRunner(service.Records).Run(SoqlParser.Parse(text, service.Time.GetUtcNow()), withDeleted);
        return Page(call, Ids.Make("01g", ++_queries), result, 0, PageSize(call));
    }

    /// <summary>A further page, by <c>cursor-position</c>.</summary>
    public SalesforceAnswer More(SalesforceCall call, string locator)
    {
        var parts = locator.Split('-');
        return parts.Length == 2
            && _cursors.TryGetValue(parts[0], out var cursor)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var position)
            && position <= cursor.Result.Records.Count
                ? Page(call, parts[0], cursor.Result, position, cursor.PageSize)
                : throw SalesforceException.BadRequest("INVALID_QUERY_LOCATOR", "invalid query locator");
    }

    /// <summary>Forgets all cursors, as happens to those that nobody reads for some days.</summary>
    public void ExpireCursors() => _cursors.Clear();

    private SalesforceAnswer Page(SalesforceCall call, string cursor, SoqlResult result, int position, int size)
    {
        var writer = new SoqlWriter(service.Records, call.Root);
        var (rows, count) = (writer.Rows(result, position, size), writer.Count(result));
        var done = result.Query.IsCount || position + rows.Count >= count;
        var page = new JsonObject { ["totalSize"] = count, ["done"] = done };
        if (!done)
        {
            _cursors[cursor] = (result, size);
            page["nextRecordsUrl"] = string.Create(CultureInfo.InvariantCulture, $"{call.Root}/query/{cursor}-{position + rows.Count}");
        }

        page["records"] = new JsonArray([.. rows]);
        return SalesforceAnswer.Ok(page);
    }

    /// <summary>The page size that <c>Sforce-Query-Options: batchSize=500</c> asks for, within bounds.</summary>
    private int PageSize(SalesforceCall call)
    {
        var option = call.Headers.GetValueOrDefault("Sforce-Query-Options")?
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(option => option.Split('='))
            .FirstOrDefault(option => option is ["batchSize", _]);
        return option is not null && int.TryParse(option[1], CultureInfo.InvariantCulture, out var size)
            ? Math.Clamp(size, service.SmallestQueryPage, LargestPage)
            : service.QueryPageSize;
    }
}
