namespace Vendors.Salesforce;

/// <summary>A row of a result of Bulk API 2.0.</summary>
internal sealed class BulkRecord(string type, string[] columns, string?[] values) : SalesforceRecord
{
    public override string Type => type;

    public IReadOnlyList<string?> Values => values;

    public string? ValueAt(string column) => Array.IndexOf(columns, column) is >= 0 and var index ? values[index] : null;

    public override IAsyncEnumerable<SalesforceRecord> ChildrenAsync(string relationship, CancellationToken cancellationToken = default) =>
        throw new SalesforceException($"A record that was read in bulk has no children ('{relationship}'): Bulk can't read subqueries. Set 'bulk: never' or 'auto'.");

    /// <summary>The row as JSON, for logs and dead letters.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(SalesforceJson.Write(json =>
    {
        json.WriteStartObject();
        for (var i = 0; i < columns.Length; i++)
        {
            json.WriteString(columns[i], values[i]);
        }

        json.WriteEndObject();
    }));

    // A row has few columns: a search is as fast as a dictionary would be.
    private protected override string? Text(string field)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Equals(field, StringComparison.OrdinalIgnoreCase))
            {
                return values[i];
            }
        }

        throw NoSuchField(field, columns);
    }
}
