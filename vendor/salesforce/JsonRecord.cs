using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>A record of a page of JSON.</summary>
internal sealed class JsonRecord(JsonElement json, QueryPages pages) : SalesforceRecord
{
    public override string Type =>
        json.TryGetProperty("attributes", out var attributes) && attributes.TryGetProperty("type", out var type) ? type.GetString() ?? "" : "";

    public override string ToString() => json.GetRawText();

    public override async IAsyncEnumerable<SalesforceRecord> ChildrenAsync(
        string relationship, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var children = Find(relationship);
        if (children.ValueKind is JsonValueKind.Null)
        {
            yield break;
        }

        if (children.ValueKind is not JsonValueKind.Object || !children.TryGetProperty("records", out _))
        {
            throw new SalesforceException($"Salesforce: '{relationship}' of {Type} isn't the result of a subquery.");
        }

        await foreach (var child in pages.FromAsync(QueryPage.Of(children), cancellationToken).ConfigureAwait(false))
        {
            yield return child;
        }
    }

    private protected override string? Text(string field)
    {
        var value = Find(field);
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
    }

    // A parent that isn't there is null, and so is all of it.
    private JsonElement Find(string path)
    {
        var found = json;
        foreach (var name in path.Split('.'))
        {
            if (found.ValueKind is JsonValueKind.Null)
            {
                break;
            }

            found = Property(found, name) ?? throw NoSuchField(path, Names(json));
        }

        return found;
    }

    private static JsonElement? Property(JsonElement parent, string name)
    {
        if (parent.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (parent.TryGetProperty(name, out var exact))
        {
            return exact;
        }

        foreach (var property in parent.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static IEnumerable<string> Names(JsonElement record) =>
        record.EnumerateObject().Where(property => property.Name != "attributes").SelectMany(property =>
            property.Value.ValueKind is JsonValueKind.Object && !property.Value.TryGetProperty("records", out _)
                ? Names(property.Value).Select(name => $"{property.Name}.{name}")
                : [property.Name]);
}
