namespace Vendors.Salesforce;

/// <summary>What a job is to do with its rows.</summary>
/// <param name="Operation">What.</param>
/// <param name="Type">The kind of record.</param>
/// <param name="ExternalId">The field to upsert by.</param>
internal sealed record BulkIngestJob(BulkOperation Operation, string Type, string? ExternalId)
{
    public byte[] ToJson() => SalesforceJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("object", Type);
        json.WriteString("operation", Operation switch
        {
            BulkOperation.Insert => "insert",
            BulkOperation.Update => "update",
            BulkOperation.Upsert => "upsert",
            BulkOperation.Delete => "delete",
            _ => "hardDelete",
        });
        if (ExternalId is not null)
        {
            json.WriteString("externalIdFieldName", ExternalId);
        }

        json.WriteString("contentType", "CSV");
        json.WriteString("columnDelimiter", "COMMA");
        json.WriteString("lineEnding", "LF");
        json.WriteEndObject();
    });
}
