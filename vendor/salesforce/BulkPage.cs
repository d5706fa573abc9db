using System.Globalization;
using CsvHelper;

namespace Vendors.Salesforce;

/// <summary>A page of the result of a Bulk query.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Locator">Where it begins; empty for the first.</param>
/// <param name="Type">The kind of record.</param>
internal sealed record BulkPage(string Job, string Locator, string Type)
{
    /// <summary>Where the next page begins, once this one is open; <see langword="null"/> after the last.</summary>
    public string? Next { get; private set; }

    /// <summary>How many rows Salesforce says that it has.</summary>
    public long? Rows { get; private set; }

    public SalesforceRequest Request(int size) => SalesforceRequest.Get(
        $"jobs/query/{Job}/results?maxRecords={size}{(Locator.Length > 0 ? $"&locator={Uri.EscapeDataString(Locator)}" : "")}", "the result of a Bulk query") with
    {
        IsStreamed = true,
    };

    public async Task<BulkRows> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Next = Header(response, "Sforce-Locator") is { } next && next is not ("null" or "") ? next : null;
        Rows = long.TryParse(Header(response, "Sforce-NumberOfRecords"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : null;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new BulkRows(CsvReader.Create(body, BulkCsv.Reading), Type);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
