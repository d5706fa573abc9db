namespace Vendors.Salesforce;

/// <summary>
/// Up to 25 requests that go to Salesforce as one, in order. A later one refers to what an earlier one made by <c>@{reference.id}</c>.
/// </summary>
public sealed class CompositeRequest
{
    /// <summary>As many as Salesforce takes at once.</summary>
    public const int Size = 25;

    private readonly List<Part> _parts = [];

    /// <summary>Whether one failure undoes all.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool AllOrNone { get; init; } = true;

    /// <summary>Creates a record.</summary>
    /// <param name="reference">A name for it: letters, digits and _.</param>
    /// <param name="record">The record.</param>
    public CompositeRequest Create(string reference, SalesforceObject record) => Add(reference, HttpMethod.Post, $"sobjects/{record.Type}", record);

    /// <summary>Changes a record, whose id may be <c>@{reference.id}</c>.</summary>
    /// <param name="reference">A name for it.</param>
    /// <param name="record">The record, with its id.</param>
    public CompositeRequest Update(string reference, SalesforceObject record) =>
        Add(reference, HttpMethod.Patch, $"sobjects/{record.Type}/{Segment(record.Id ?? throw new ArgumentException("It has no id.", nameof(record)))}", record);

    /// <summary>Creates a record or changes the one that has the same external id.</summary>
    /// <param name="reference">A name for it.</param>
    /// <param name="record">The record.</param>
    /// <param name="externalId">The field to find it by.</param>
    public CompositeRequest Upsert(string reference, SalesforceObject record, string externalId) => Add(
        reference,
        HttpMethod.Patch,
        $"sobjects/{record.Type}/{Soql.Checked(externalId)}/{Segment(SalesforceObject.Text(record[externalId] ?? "") is { Length: > 0 } value ? value : throw new ArgumentException($"Its {externalId} is empty.", nameof(record)))}",
        record,
        externalId);

    /// <summary>Deletes a record.</summary>
    /// <param name="reference">A name for the request.</param>
    /// <param name="type">The kind of record.</param>
    /// <param name="id">The record.</param>
    public CompositeRequest Delete(string reference, string type, string id) =>
        Add(reference, HttpMethod.Delete, $"sobjects/{Soql.Checked(type)}/{Segment(id)}", null);

    /// <summary>Reads a record.</summary>
    /// <param name="reference">A name for it.</param>
    /// <param name="type">The kind of record.</param>
    /// <param name="id">The record.</param>
    public CompositeRequest Get(string reference, string type, string id) =>
        Add(reference, HttpMethod.Get, $"sobjects/{Soql.Checked(type)}/{Segment(id)}", null);

    internal int Count => _parts.Count;

    internal byte[] ToJson(string version) => SalesforceJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("allOrNone", AllOrNone);
        json.WriteStartArray("compositeRequest");
        foreach (var part in _parts)
        {
            json.WriteStartObject();
            json.WriteString("method", part.Method.Method);
            json.WriteString("url", $"/services/data/{version}/{part.Path}");
            json.WriteString("referenceId", part.Reference);
            if (part.Record is { } record)
            {
                json.WriteStartObject("body");
                record.WriteFields(json, part.Except);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private CompositeRequest Add(string reference, HttpMethod method, string path, SalesforceObject? record, string? except = null)
    {
        if (_parts.Count == Size)
        {
            throw new InvalidOperationException($"A composite request takes {Size} requests.");
        }

        if (_parts.Any(part => part.Reference.Equals(reference, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"'{reference}' names a request already.", nameof(reference));
        }

        _parts.Add(new Part(Soql.Checked(reference), method, path, record, except));
        return this;
    }

    // A reference to an earlier result is for Salesforce to read.
    private static string Segment(string value) => value.StartsWith("@{", StringComparison.Ordinal) ? value : Uri.EscapeDataString(value);

    private sealed record Part(string Reference, HttpMethod Method, string Path, SalesforceObject? Record, string? Except);
}
